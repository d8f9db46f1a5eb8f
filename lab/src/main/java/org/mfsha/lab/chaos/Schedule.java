package org.mfsha.lab.chaos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.mfsha.lab.chaos.fault.Kind;

/**
 * What happens in a run, drawn from a seed before it begins. The kinds are dealt like cards: each comes once before any
 * comes twice. A longer schedule of the same seed begins with the shorter one.
 *
 * @param rounds in order
 */
public record Schedule(long seed, List<Round> rounds) {
    private static final double IN_PAIRS = 0.2;
    private static final long LONGEST_REST_MILLIS = 1500;
    private static final long LONGEST_DELAY_MILLIS = 600;

    /** The rounds are copied. */
    public Schedule {
        rounds = List.copyOf(rounds);
    }

    /** Draws so many rounds of these kinds, of which there must be one at least. */
    public static Schedule draw(long seed, int count, Collection<Kind> kinds) {
        SplittableRandom random = new SplittableRandom(seed);
        Random shuffler = new Random(seed);
        List<Kind> deck = new ArrayList<>();
        List<Round> rounds = new ArrayList<>();
        while (rounds.size() < count) {
            if (deck.isEmpty()) {
                deck.addAll(kinds);
                Collections.shuffle(deck, shuffler);
            }
            rounds.add(round(deck.removeLast(), deck, random.split()));
        }
        return new Schedule(seed, rounds);
    }

    private static Round round(Kind kind, List<Kind> deck, SplittableRandom random) {
        List<Planned> faults = new ArrayList<>(List.of(planned(kind, 0, random)));
        if (random.nextDouble() < IN_PAIRS) {
            deck.stream().filter(kind::bears).findFirst().ifPresent(other -> {
                deck.remove(other);
                faults.add(planned(other, random.nextLong(LONGEST_DELAY_MILLIS), random));
            });
        }
        return new Round(faults, random.nextLong(LONGEST_REST_MILLIS));
    }

    private static Planned planned(Kind kind, long delayMillis, SplittableRandom random) {
        return new Planned(kind, kind.draw(random), delayMillis, kind.drawMillis(random));
    }
}
