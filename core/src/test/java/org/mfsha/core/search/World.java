package org.mfsha.core.search;

import java.util.Arrays;

/**
 * Three nodes and the messages between them at one moment, as numbers of catalogues. No time is part of it: everything
 * counts from now. Mutable only until it is handed on.
 */
final class World {
    /** One cell for each node: number of its mind; 0 when its agent is down. */
    static final int MIND = 0;

    /** One for each node: what it wrote last, and before that. */
    static final int DISK = 3;

    static final int DISK_BEFORE = 6;

    /** One for each candidate: its data. */
    static final int DATA = 9;

    /** How long the guard lets it serve, in nanoseconds; 0 when it does not. */
    static final int GUARD = 11;

    /** In which epoch it serves. */
    static final int SERVICE = 13;

    /** Whom it follows, and in which epoch. */
    static final int FOLLOWS = 15;

    /** Which changes it is fetching; 0 for none. */
    static final int FETCH = 17;

    /** What was said to it in promises; 0 for nothing. */
    static final int VOTES = 19;

    /** A bit for each node whose agent stands still; from bit 4 on one for each whose clock must still wake it. */
    static final int PAUSED = 21;

    /** How often each fault happened, four bits each, eight in each of two cells. */
    static final int SPENT = 22;

    /** Two bits for each epoch that served: its leader; from bit 16 on one for each in which a change was made. */
    static final int SERVED = 24;

    /** Number of the promise that was broken; 0 while none is. */
    static final int BROKEN = 25;

    /** Where the bits of nodes that must be woken begin. */
    static final int DUE = 4;

    private static final int CELLS = 26;
    private static final int SPENT_BITS = 4;
    private static final int SPENT_IN_A_CELL = 8;
    private static final int SPENT_MASK = (1 << SPENT_BITS) - 1;

    private final int[] cells;
    private int[] fresh;
    private int[] kept;

    World() {
        this(new int[CELLS], new int[0], new int[0]);
    }

    private World(int[] cells, int[] fresh, int[] kept) {
        this.cells = cells;
        this.fresh = fresh;
        this.kept = kept;
    }

    World copy() {
        return new World(cells.clone(), fresh, kept);
    }

    int get(int cell) {
        return cells[cell];
    }

    int get(int cell, int node) {
        return cells[cell + node];
    }

    void set(int cell, int value) {
        cells[cell] = value;
    }

    void set(int cell, int node, int value) {
        cells[cell + node] = value;
    }

    boolean isUp(int node) {
        return cells[MIND + node] != 0;
    }

    /** Whether its agent is there and moves. */
    boolean isAwake(int node) {
        return isUp(node) && !bit(PAUSED, node);
    }

    boolean serves(int node) {
        return node < Scenario.CANDIDATES && cells[GUARD + node] > 0;
    }

    boolean bit(int cell, int bit) {
        return ((cells[cell] >> bit) & 1) != 0;
    }

    void setBit(int cell, int bit, boolean value) {
        cells[cell] = value ? cells[cell] | (1 << bit) : cells[cell] & ~(1 << bit);
    }

    int spent(Fault fault) {
        return (cells[SPENT + fault.place() / SPENT_IN_A_CELL] >> shift(fault)) & SPENT_MASK;
    }

    void spend(Fault fault) {
        cells[SPENT + fault.place() / SPENT_IN_A_CELL] += 1 << shift(fault);
    }

    private static int shift(Fault fault) {
        return SPENT_BITS * (fault.place() % SPENT_IN_A_CELL);
    }

    /** Letters that are lost if they do not arrive within this unit of time, as they were sent. */
    int[] fresh() {
        return fresh;
    }

    /** Letters that were kept back; ascending. */
    int[] kept() {
        return kept;
    }

    void setFresh(int[] letters) {
        fresh = letters;
    }

    void setKept(int[] letters) {
        kept = letters;
    }

    /** Everything that decides how this world goes on. */
    int[] content() {
        int[] all = Arrays.copyOf(cells, CELLS + 1 + fresh.length + kept.length);
        all[CELLS] = fresh.length;
        System.arraycopy(fresh, 0, all, CELLS + 1, fresh.length);
        System.arraycopy(kept, 0, all, CELLS + 1 + fresh.length, kept.length);
        return all;
    }

    /** A sorted set of numbers with one more. */
    static int[] with(int[] sorted, int number) {
        int at = Arrays.binarySearch(sorted, number);
        if (at >= 0) {
            return sorted;
        }
        int[] more = new int[sorted.length + 1];
        System.arraycopy(sorted, 0, more, 0, -at - 1);
        more[-at - 1] = number;
        System.arraycopy(sorted, -at - 1, more, -at, sorted.length + at + 1);
        return more;
    }

    /** A sequence of different numbers with one more at its end. */
    static int[] followedBy(int[] sequence, int number) {
        if (Arrays.stream(sequence).anyMatch(other -> other == number)) {
            return sequence;
        }
        int[] more = Arrays.copyOf(sequence, sequence.length + 1);
        more[sequence.length] = number;
        return more;
    }

    static int[] without(int[] sorted, int number) {
        return Arrays.stream(sorted).filter(other -> other != number).toArray();
    }
}
