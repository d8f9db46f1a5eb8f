package org.mfsha.core.search;

import java.util.Arrays;

/** What is promised in every state. */
enum Promised {
    S2(1, "S2: at most one node holds a lease"),
    S3(2, "S3: an old service has ended before a new one begins"),
    S4(3, "S4: nobody commits an epoch with less data than a voter of its majority reported"),
    S7(4, "S7: diverged histories are never merged"),
    ONE_LEADER_PER_EPOCH(5, "no epoch has two leaders"),
    NO_EPOCH_DROPPED(6, "an epoch in which a change was made is part of every later history"),
    L2(7, "L2: a paused leader is not suspended");

    private final int number;
    private final String words;

    Promised(int number, String words) {
        this.number = number;
        this.words = words;
    }

    /** How a world says that it is broken; 0 says that none is. */
    int number() {
        return number;
    }

    static Promised of(int number) {
        return Arrays.stream(values())
                .filter(promise -> promise.number == number)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String toString() {
        return words;
    }
}
