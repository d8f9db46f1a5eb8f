package org.mfsha.core.search;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mfsha.core.election.Flaw;
import org.mfsha.core.election.Mind;
import org.mfsha.core.election.Mind.Reaction;
import org.mfsha.core.election.Mind.Rounds;
import org.mfsha.core.election.Mind.Setting;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Action.Ballot;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.search.Outcome.Effect;

/**
 * Numbers for minds, letters and events, and what each event does to each mind: the production code is asked once for each
 * pair. Not thread-safe.
 */
final class Minds {
    private final List<Setting> settings;
    private final List<Catalogue<Mind>> minds;
    private final List<List<Facts>> facts;
    private final List<LongTable> known;
    private final List<LongTable> later;
    private final Catalogue<Letter> letters = new Catalogue<>();
    private final Catalogue<Event> events = new Catalogue<>();
    private final LongTable arrivals = new LongTable();
    private final LongTable aged = new LongTable();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final int tick;

    Minds(Scenario scenario) {
        settings =
                IntStream.range(0, Scenario.NODES).mapToObj(scenario::setting).toList();
        minds = settings.stream().map(_ -> new Catalogue<Mind>()).toList();
        facts = settings.stream().<List<Facts>>map(_ -> new ArrayList<>()).toList();
        known = settings.stream().map(_ -> new LongTable()).toList();
        later = settings.stream().map(_ -> new LongTable()).toList();
        tick = events.number(new Event.Tick());
    }

    int started(int node, Ballot found) {
        return number(node, Mind.started(settings.get(node), found));
    }

    private int number(int node, Mind mind) {
        int number = minds.get(node).number(mind);
        if (number > facts.get(node).size()) {
            facts.get(node).add(Facts.of(mind));
        }
        return number;
    }

    Mind mind(int node, int number) {
        return minds.get(node).thing(number);
    }

    Facts facts(int node, int number) {
        return facts.get(node).get(number - 1);
    }

    int tick() {
        return tick;
    }

    int event(Event event) {
        return events.number(event);
    }

    Event event(int number) {
        return events.thing(number);
    }

    /** The event that a letter arrives. */
    int arrival(int letter) {
        int event = arrivals.get(letter);
        if (event == LongTable.NONE) {
            Letter arrived = letters.thing(letter);
            event = event(new Event.Received(Scenario.name(arrived.from()), arrived.message()));
            arrivals.put(letter, event);
        }
        return event;
    }

    Letter letter(int number) {
        return letters.thing(number);
    }

    int letter(Letter letter) {
        return letters.number(letter);
    }

    boolean isAnswer(int letter) {
        return letters.thing(letter).isAnswer();
    }

    boolean isRehearsal(int letter) {
        return letters.thing(letter).isRehearsal();
    }

    /** A letter under way after its leader sent more requests. */
    int aged(int letter, int leader, long epoch, long rounds) {
        long key = ((((long) letter * 4 + leader) * 64 + epoch) << 12) + Math.min(rounds, 1000) + 1;
        int number = aged.get(key);
        if (number == LongTable.NONE) {
            number = letters.number(letters.thing(letter).aged(leader, epoch, rounds));
            aged.put(key, number);
        }
        return number;
    }

    /** The mind a unit of time later. */
    int later(int node, int mind) {
        int number = later.get(node).get(mind);
        if (number == LongTable.NONE) {
            number = number(node, mind(node, mind).after(Flaw.ONE_UNIT));
            later.get(node).put(mind, number);
        }
        return number;
    }

    Outcome on(int node, int mind, int event) {
        long key = ((long) mind << 32) + event;
        int number = known.get(node).get(key);
        if (number == LongTable.NONE) {
            outcomes.add(ask(node, mind, event));
            number = outcomes.size();
            known.get(node).put(key, number);
        }
        return outcomes.get(number - 1);
    }

    private Outcome ask(int node, int mind, int event) {
        try {
            return outcome(node, mind, mind(node, mind).on(events.thing(event)));
        } catch (IllegalArgumentException | IllegalStateException tripped) {
            if (settings.get(node).flaw() == Flaw.NONE) {
                throw tripped;
            }
            return new Outcome(mind, List.of(), Rounds.SAME, true); // A broken node that notices it does nothing.
        }
    }

    private Outcome outcome(int node, int mind, Reaction reaction) {
        int after = number(node, reaction.mind());
        List<Effect> effects = reaction.actions().stream()
                .flatMap(action -> effect(node, action))
                .toList();
        boolean idle = after == mind && effects.isEmpty() && reaction.rounds().equals(Rounds.SAME);
        return new Outcome(after, effects, reaction.rounds(), idle);
    }

    private Stream<Effect> effect(int node, Action action) {
        return switch (action) {
            case Action.Send(var to, var message) ->
                Stream.of(new Effect.Sent(letters.number(new Letter(node, Scenario.node(to), message))));
            case Action.Note _, Action.AnswerOperator _, Action.Undrain _ -> Stream.of();
            default -> Stream.of(new Effect.Did(action));
        };
    }

    /** How much was asked of the production code, in words. */
    String size() {
        return minds.stream().mapToInt(Catalogue::size).sum() + " minds, " + letters.size() + " messages, "
                + outcomes.size() + " decisions";
    }
}
