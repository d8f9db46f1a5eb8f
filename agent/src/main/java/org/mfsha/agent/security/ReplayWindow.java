package org.mfsha.agent.security;

/** Which counters were seen already: the highest one and a bitmap of the 64 up to it (as RFC 4303, 3.4.3). */
final class ReplayWindow {
    static final int SIZE = 64;

    private long highest;
    private long seen;

    /** True the first time a counter is offered; false for repeats, for those too old to know, and for less than 1. */
    boolean admit(long counter) {
        if (counter < 1 || counter <= highest - SIZE) {
            return false;
        }
        if (counter > highest) {
            long ahead = counter - highest;
            seen = ahead >= SIZE ? 1 : (seen << ahead) | 1;
            highest = counter;
            return true;
        }
        long bit = 1L << (highest - counter);
        boolean fresh = (seen & bit) == 0;
        seen |= bit;
        return fresh;
    }
}
