package org.mfsha.core.search;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.mfsha.core.Membership;
import org.mfsha.core.NodeId;
import org.mfsha.core.Timing;
import org.mfsha.core.election.Flaw;
import org.mfsha.core.election.Mind.Setting;

/**
 * What is searched: candidates a and b, witness w, what may go wrong how often, and how far.
 *
 * @param budgets how often each fault may happen; not at all when absent, except for messages, which are then lost as often as they like
 * @param epochs the highest epoch anybody may bid for
 * @param timing in units of {@link Flaw#ONE_UNIT}
 * @param free whether messages of one unit of time may arrive in every order, between any two events; otherwise each node's
 *     turn is over, with all answers, before the next one's, unless a message is kept back
 * @param fromNothing whether the search begins with three new nodes; otherwise where a leads epoch 1
 */
record Scenario(Map<Fault, Integer> budgets, int epochs, Timing timing, boolean free, boolean fromNothing, Flaw flaw) {
    static final int NODES = 3;
    static final int CANDIDATES = 2;
    static final int WITNESS = 2;

    /** How long a pause is, in nanoseconds: longer than a lease. */
    static final long LEAVE = 5 * Flaw.ONE_UNIT;

    /** A lease of three renewals; detection is shorter, so that a bidder has to wait for the end of an older lease. */
    static final Timing SMALL = units(3, 1, 2, 1, 0, 1, 2, 5, 4);

    private static final List<NodeId> NAMES = List.of(new NodeId("a"), new NodeId("b"), new NodeId("w"));

    Scenario {
        budgets = Map.copyOf(budgets);
    }

    static Scenario whereALeads() {
        return new Scenario(Map.of(), 3, SMALL, false, false, Flaw.NONE);
    }

    static Scenario fromNothingAtAll() {
        return new Scenario(Map.of(), 2, SMALL, false, true, Flaw.NONE);
    }

    private static Timing units(
            long lease,
            long renew,
            long detection,
            long margin,
            long stagger,
            long retry,
            long bid,
            long catchUp,
            long handover) {
        long unit = Flaw.ONE_UNIT;
        return new Timing(
                lease * unit,
                renew * unit,
                detection * unit,
                margin * unit,
                stagger * unit,
                retry * unit,
                bid * unit,
                catchUp * unit,
                handover * unit);
    }

    Scenario with(Fault fault, int times) {
        Map<Fault, Integer> more = new EnumMap<>(Fault.class);
        more.putAll(budgets);
        more.put(fault, times);
        return new Scenario(more, epochs, timing, free, fromNothing, flaw);
    }

    Scenario upToEpoch(int highest) {
        return new Scenario(budgets, highest, timing, free, fromNothing, flaw);
    }

    Scenario inEveryOrder() {
        return new Scenario(budgets, epochs, timing, true, fromNothing, flaw);
    }

    Scenario with(Flaw other) {
        return new Scenario(budgets, epochs, timing, free, fromNothing, other);
    }

    int budget(Fault fault) {
        return budgets.getOrDefault(fault, 0);
    }

    Setting setting(int node) {
        var members = new Membership(NAMES.get(node), NAMES.subList(0, CANDIDATES), NAMES.subList(WITNESS, NODES));
        return new Setting(members, timing, budget(Fault.SWITCHOVER) > 0, flaw);
    }

    static int node(NodeId name) {
        return NAMES.indexOf(name);
    }

    static NodeId name(int node) {
        return NAMES.get(node);
    }
}
