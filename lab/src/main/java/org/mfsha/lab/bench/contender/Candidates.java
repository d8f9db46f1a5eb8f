package org.mfsha.lab.bench.contender;

import java.util.List;

/** The hosts that may have the master. */
public final class Candidates {
    static final List<String> NAMES = List.of("m1", "m2");

    private Candidates() {}

    /** The other one. */
    public static String besides(String name) {
        return NAMES.getFirst().equals(name) ? NAMES.getLast() : NAMES.getFirst();
    }
}
