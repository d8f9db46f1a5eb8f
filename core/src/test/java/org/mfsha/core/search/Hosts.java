package org.mfsha.core.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.Flaw;
import org.mfsha.core.election.Mind.Rounds;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Action.Ballot;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Message.Promise;
import org.mfsha.core.protocol.Report;
import org.mfsha.core.search.Outcome.Effect;

/** What hosts do besides deciding: keep what was written, send, serve, fetch, end and start again. */
final class Hosts {
    private static final Votes NO_VOTES = new Votes(0, Map.of());
    private static final int EPOCHS = 16;

    private final Scenario scenario;
    private final Minds minds;
    private final Story story;
    private final Catalogue<Ballot> ballots = new Catalogue<>();
    private final Catalogue<Data> datas = new Catalogue<>();
    private final Catalogue<Action.FetchTail> fetches = new Catalogue<>();
    private final Catalogue<Votes> votes = new Catalogue<>();

    Hosts(Scenario scenario, Minds minds, Story story) {
        this.scenario = scenario;
        this.minds = minds;
        this.story = story;
    }

    /** Three new nodes; the candidates have the same metadata, but have not read it yet. */
    World fresh() {
        var world = new World();
        int blank = ballots.number(Ballot.BLANK);
        for (int node = 0; node < Scenario.NODES; node++) {
            world.set(World.DISK, node, blank);
            world.set(World.DISK_BEFORE, node, blank);
            world.set(World.MIND, node, minds.started(node, Ballot.BLANK));
        }
        for (int node = 0; node < Scenario.CANDIDATES; node++) {
            setData(world, node, Data.UNTOUCHED);
        }
        return world;
    }

    Data data(World world, int node) {
        return datas.thing(world.get(World.DATA, node));
    }

    void setData(World world, int node, Data data) {
        world.set(World.DATA, node, datas.number(data));
    }

    Optional<Action.FetchTail> fetch(World world, int node) {
        int number = world.get(World.FETCH, node);
        return number == 0 ? Optional.empty() : Optional.of(fetches.thing(number));
    }

    // Events

    /** A node tells itself how its data stands, if that is news. */
    void report(World world, int node) {
        if (world.isAwake(node)) {
            handle(world, node, new Event.SelfReported(data(world, node).report(true)));
        }
    }

    void handle(World world, int node, Event event) {
        handle(world, node, minds.event(event));
    }

    void handle(World world, int node, int event) {
        handle(world, node, event, Integer.MAX_VALUE);
    }

    /** An event happens; the agent ends before an effect of it, if there are so many. */
    void handle(World world, int node, int event, int crashBefore) {
        Outcome outcome = minds.on(node, world.get(World.MIND, node), event);
        if (story.isWanted() && !outcome.idle()) {
            Event what = minds.event(event);
            story.tell(() -> "    " + Scenario.name(node) + ": " + Words.of(what));
        }
        note(world, node, event);
        age(world, node, outcome.rounds());
        world.set(World.MIND, node, outcome.mind());
        var next = new ArrayList<Event>();
        List<Effect> effects = outcome.effects();
        for (int i = 0; i < Math.min(effects.size(), crashBefore); i++) {
            carryOut(world, node, effects.get(i), next);
        }
        if (crashBefore < effects.size()) {
            crash(world, node);
            return;
        }
        next.forEach(follow -> handle(world, node, follow));
        forgetVotes(world, node);
    }

    private void carryOut(World world, int node, Effect effect, List<Event> next) {
        switch (effect) {
            case Effect.Sent(int letter) -> world.setFresh(World.followedBy(world.fresh(), letter));
            case Effect.Did(Action.Persist(Ballot ballot)) -> write(world, node, ballot);
            case Effect.Did(Action action) -> carryOut(world, node, action, next);
        }
    }

    private void write(World world, int node, Ballot ballot) {
        story.tell(() -> "        " + Scenario.name(node) + " writes " + Words.of(ballot));
        if (scenario.flaw() == Flaw.PROMISE_FORGOTTEN_AT_A_CRASH) {
            world.set(World.DISK_BEFORE, node, world.get(World.DISK, node));
        }
        world.set(World.DISK, node, ballots.number(ballot));
        if (node < Scenario.CANDIDATES) {
            Laws.commits(world, node, data(world, node), votes(world, node), ballot);
        }
    }

    private void carryOut(World world, int node, Action action, List<Event> next) {
        story.tell(() -> "        " + Scenario.name(node) + " -> " + Words.of(action));
        switch (action) {
            case Action.Follow(NodeId leader, Lineage lineage)
            when node < Scenario.CANDIDATES -> {
                world.set(World.FOLLOWS, node, (Scenario.node(leader) + 1) * EPOCHS + (int) lineage.epoch());
                world.set(World.FETCH, node, 0);
            }
            case Action.LoseLeader _ when node < Scenario.CANDIDATES -> world.set(World.FOLLOWS, node, 0);
            case Action.FetchTail fetch -> world.set(World.FETCH, node, fetches.number(fetch));
            case Action.StartServing(Lineage lineage, long until) -> {
                world.set(World.FOLLOWS, node, 0);
                world.set(World.FETCH, node, 0);
                world.set(World.GUARD, node, (int) until);
                serve(world, node, lineage);
                next.add(new Event.MasterListening(lineage.epoch()));
            }
            case Action.Renumber(Lineage lineage) -> {
                serve(world, node, lineage);
                next.add(new Event.SelfReported(data(world, node).report(false)));
            }
            case Action.ExtendLease(long until) -> world.set(World.GUARD, node, (int) until);
            case Action.Resume(long until) -> world.set(World.GUARD, node, (int) until);
            case Action.ShortenLease(long epoch, long serial, long until) -> {
                if (scenario.flaw() != Flaw.GUARD_KEEPS_THE_LONGER_LEASE) {
                    world.set(World.GUARD, node, (int) until);
                }
                next.add(new Event.LeaseShortened(epoch, serial));
            }
            case Action.Suspend _ -> world.set(World.GUARD, node, 0);
            case Action.StopServing _ -> stop(world, node);
            case Action.Drain(long epoch) ->
                next.add(new Event.Drained(epoch, data(world, node).position()));
            case Action.Salvage(long epoch) ->
                next.add(new Event.Salvaged(epoch, data(world, node).position()));
            default -> {}
        }
    }

    private void serve(World world, int node, Lineage lineage) {
        world.set(World.SERVICE, node, (int) lineage.epoch());
        setData(world, node, data(world, node).inEpoch(lineage.epoch()));
        Laws.serves(world, node, lineage);
    }

    private void stop(World world, int node) {
        if (scenario.flaw() != Flaw.SERVES_ON_AFTER_HANDING_BACK) {
            world.set(World.GUARD, node, 0);
        }
    }

    /** The leader whose changes a node receives, if it serves. */
    Optional<Integer> source(World world, int node) {
        int follows = world.get(World.FOLLOWS, node);
        int leader = follows / EPOCHS - 1;
        return leader >= 0 && world.serves(leader) && world.get(World.SERVICE, leader) == follows % EPOCHS
                ? Optional.of(leader)
                : Optional.empty();
    }

    // The agent ends and starts

    void crash(World world, int node) {
        Facts facts = minds.facts(node, world.get(World.MIND, node));
        age(world, node, new Rounds(0, 0, facts.leads() ? facts.epoch() : 0));
        world.set(World.MIND, node, 0);
        world.setBit(World.PAUSED, node, false);
        world.setBit(World.PAUSED, World.DUE + node, false);
        if (node < Scenario.CANDIDATES) {
            world.set(World.FOLLOWS, node, 0);
            world.set(World.FETCH, node, 0);
            world.set(World.VOTES, node, 0);
        }
    }

    /** A new agent ends what an earlier one left behind; its data is read later. */
    void start(World world, int node) {
        boolean forgets = scenario.flaw() == Flaw.PROMISE_FORGOTTEN_AT_A_CRASH;
        int found = world.get(forgets ? World.DISK_BEFORE : World.DISK, node);
        world.set(World.DISK, node, found);
        world.set(World.MIND, node, minds.started(node, ballots.thing(found)));
        if (node < Scenario.CANDIDATES) {
            world.set(World.GUARD, node, 0);
        }
        handle(world, node, new Event.SelfReported(Report.EMPTY));
    }

    /** Throws away questions whose answers nobody waits for any more. */
    void tidy(World world) {
        int[] fresh = world.fresh();
        for (int letter : fresh) {
            int from = minds.letter(letter).from();
            if (minds.isRehearsal(letter)
                    && !minds.isAnswer(letter)
                    && !(world.isUp(from)
                            && minds.facts(from, world.get(World.MIND, from)).rehearses())) {
                world.setFresh(World.without(world.fresh(), letter));
            }
        }
        if (scenario.free()) {
            world.setFresh(Arrays.stream(world.fresh()).sorted().toArray());
        }
    }

    // What the laws remember

    private Votes votes(World world, int node) {
        int number = world.get(World.VOTES, node);
        return number == 0 ? NO_VOTES : votes.thing(number);
    }

    private void note(World world, int node, int event) {
        if (node < Scenario.CANDIDATES
                && minds.event(event) instanceof Event.Received(NodeId from, Promise promise)
                && minds.facts(node, world.get(World.MIND, node)).bidEpoch() == promise.epoch()) {
            Position position = promise.report().position();
            Votes more = votes(world, node).with(promise.epoch(), Scenario.node(from), position);
            world.set(World.VOTES, node, votes.number(more));
        }
    }

    private void forgetVotes(World world, int node) {
        if (node < Scenario.CANDIDATES
                && minds.facts(node, world.get(World.MIND, node)).bidEpoch()
                        != votes(world, node).epoch()) {
            world.set(World.VOTES, node, 0);
        }
    }

    private void age(World world, int leader, Rounds rounds) {
        if (rounds.later() > 0) {
            age(world, leader, rounds.epoch(), rounds.later());
        }
        if (rounds.over() > 0) {
            age(world, leader, rounds.over(), Integer.MAX_VALUE);
        }
    }

    private void age(World world, int leader, long epoch, long by) {
        world.setFresh(age(world.fresh(), leader, epoch, by));
        world.setKept(
                Arrays.stream(age(world.kept(), leader, epoch, by)).sorted().toArray());
    }

    private int[] age(int[] letters, int leader, long epoch, long by) {
        int[] aged = letters.clone();
        for (int i = 0; i < aged.length; i++) {
            aged[i] = minds.aged(aged[i], leader, epoch, by);
        }
        return Arrays.stream(aged).distinct().toArray();
    }
}
