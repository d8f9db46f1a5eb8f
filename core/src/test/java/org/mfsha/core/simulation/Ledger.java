package org.mfsha.core.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * What clients were told, and under which contract: the one history that should survive.
 *
 * <p>mfsmaster answers clients before it tells anybody else of a change (docs/decisions.md, the change log's mode). So what an acknowledgement is worth depends on who followed at that moment.
 */
final class Ledger {
    /** A standby that lacks a change older than this does not follow. */
    static final long FOLLOWS_WITHIN = 500 * Dice.MILLI;

    /** What an acknowledgement promises. */
    enum Contract {
        /** A hot standby followed: if the leader lives on until it has the change, no single fault loses it. */
        FOLLOWED,
        /** Nobody did: the change shares the fate of the leader's disk. */
        ALONE
    }

    private record Acknowledgement(Contract contract, long at) {}

    private final VirtualTime time;
    private final Log history = new Log();
    private final List<Acknowledgement> acknowledgements = new ArrayList<>();

    Ledger(VirtualTime time) {
        this.time = time;
    }

    /** A serving master acknowledged every change of its log that was not acknowledged yet. */
    void acknowledge(Log log, Contract contract) {
        history.extendFrom(log, log.size());
        while (acknowledgements.size() < history.size()) {
            acknowledgements.add(new Acknowledgement(contract, time.now()));
        }
    }

    /** How many acknowledged changes a log has. */
    int heldBy(Log log) {
        return history.commonWith(log);
    }

    /** Whether a log has every change acknowledged more than {@link #FOLLOWS_WITHIN} ago. */
    boolean isFollowedBy(Log log) {
        int held = heldBy(log);
        return held == history.size() || time.now() - acknowledgements.get(held).at() < FOLLOWS_WITHIN;
    }

    /** How many changes beyond a number were acknowledged under a contract, and so long before the last of all. */
    long countBeyond(int held, Contract contract, long nanosBeforeTheLast) {
        return acknowledgements.subList(held, acknowledgements.size()).stream()
                .filter(one ->
                        one.contract() == contract && acknowledgements.getLast().at() - one.at() >= nanosBeforeTheLast)
                .count();
    }

    int size() {
        return history.size();
    }

    /** A leader went on without the last ones: they are gone, excused or not. */
    void forgetBeyond(int size) {
        history.cutTo(size);
        acknowledgements.subList(size, acknowledgements.size()).clear();
    }
}
