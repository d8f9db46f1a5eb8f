package org.mfsha.core.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mfsha.core.election.Flaw;
import org.mfsha.core.election.Mind;
import org.mfsha.core.election.Mind.Reaction;
import org.mfsha.core.election.Mind.Rounds;
import org.mfsha.core.election.UnfoldedMind;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Action.Ballot;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Message.Grant;

/**
 * What the search leaves out of a node's memory decides nothing: side by side with coordinators that keep everything, under
 * the same drawn events, folded ones want the same done.
 */
final class FoldedMindsDecideLikeRealOnesTest {
    private static final int WALKS = 300;
    private static final int STEPS = 400;
    private static final Scenario SCENARIO = Scenario.whereALeads();

    /** A message under way, as it is and as the search counts it. */
    private record Pair(Letter real, Letter folded) {}

    private final List<UnfoldedMind> reals = new ArrayList<>();
    private final List<Mind> minds = new ArrayList<>();
    private final List<Pair> mail = new ArrayList<>();
    private long elections;

    @Test
    void theyWantTheSameDone() {
        for (int walk = 0; walk < WALKS; walk++) {
            walk(new Random(walk));
        }
        assertThat(elections).isGreaterThan(WALKS);
    }

    private void walk(Random dice) {
        reals.clear();
        minds.clear();
        mail.clear();
        for (int node = 0; node < Scenario.NODES; node++) {
            reals.add(new UnfoldedMind(SCENARIO.setting(node), Ballot.BLANK, 1_000));
            minds.add(Mind.started(SCENARIO.setting(node), Ballot.BLANK));
            report(node);
        }
        for (int step = 0; step < STEPS; step++) {
            int chance = dice.nextInt(100);
            if (mail.isEmpty() || chance < 12) {
                IntStream.range(0, Scenario.NODES).forEach(this::passes);
            } else if (chance < 96) {
                arrives(chance < 20 ? dice.nextInt(mail.size()) : 0);
            } else if (chance < 99) {
                mail.remove(dice.nextInt(mail.size()));
            } else {
                restarts(dice.nextInt(Scenario.NODES));
            }
        }
    }

    private void passes(int node) {
        reals.get(node).after(Flaw.ONE_UNIT);
        minds.set(node, minds.get(node).after(Flaw.ONE_UNIT));
        assertThat(minds.get(node).isDue()).isEqualTo(reals.get(node).isDue());
        if (minds.get(node).isDue()) {
            handle(node, new Event.Tick(), new Event.Tick());
        }
    }

    private void arrives(int index) {
        Pair pair = mail.remove(index);
        var from = Scenario.name(pair.real().from());
        handle(
                pair.real().to(),
                new Event.Received(from, pair.real().message()),
                new Event.Received(from, pair.folded().message()));
    }

    private void restarts(int node) {
        Ballot found = reals.get(node).ballot();
        reals.set(node, new UnfoldedMind(SCENARIO.setting(node), found, 1_000_000));
        minds.set(node, Mind.started(SCENARIO.setting(node), found));
        report(node);
    }

    private void report(int node) {
        if (node < Scenario.CANDIDATES) {
            var reported = new Event.SelfReported(Data.UNTOUCHED
                    .inEpoch(reals.get(node).ballot().accepted().epoch())
                    .report(true));
            handle(node, reported, reported);
        }
    }

    private void handle(int node, Event real, Event folded) {
        List<Action> wanted = reals.get(node).on(real);
        Reaction reaction = minds.get(node).on(folded);
        minds.set(node, reaction.mind());
        assertThat(withoutEcho(reaction.actions()))
                .isEqualTo(withoutEcho(reals.get(node).folded(wanted)));
        age(node, reaction.rounds());
        var next = new ArrayList<Event>();
        for (int i = 0; i < wanted.size(); i++) {
            if (wanted.get(i) instanceof Action.Send(var to, var message)
                    && reaction.actions().get(i) instanceof Action.Send(var _, var counted)) {
                int addressee = Scenario.node(to);
                mail.add(new Pair(new Letter(node, addressee, message), new Letter(node, addressee, counted)));
            } else if (wanted.get(i) instanceof Action.StartServing(var lineage, long _)) {
                elections++;
                next.add(new Event.MasterListening(lineage.epoch()));
            } else if (wanted.get(i) instanceof Action.FetchTail(var from, var _)) {
                next.add(new Event.TailFailed(from, "never"));
            }
        }
        next.forEach(event -> handle(node, event, event));
    }

    /** The round in a grant is that of the request, which the two count differently. */
    private static List<Action> withoutEcho(List<Action> actions) {
        return actions.stream()
                .map(action -> action
                                instanceof
                                Action.Send(var to, Grant(long epoch, long _, long accepted, var report, long pause))
                        ? new Action.Send(to, new Grant(epoch, 0, accepted, report, pause))
                        : action)
                .toList();
    }

    private void age(int leader, Rounds rounds) {
        mail.replaceAll(pair -> new Pair(
                pair.real(),
                pair.folded()
                        .aged(leader, rounds.epoch(), rounds.later())
                        .aged(leader, rounds.over(), Integer.MAX_VALUE)));
    }
}
