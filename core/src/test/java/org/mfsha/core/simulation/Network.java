package org.mfsha.core.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.mfsha.core.NodeId;
import org.mfsha.core.protocol.Message;
import org.mfsha.core.simulation.Settings.Fault;
import org.mfsha.core.simulation.Tally.Deed;

/** Messages between agents: late, lost, doubled, out of order; links cut in one direction or both. */
final class Network {
    /** No message is under way for longer. */
    static final int LONGEST_DELAY_MILLIS = 3_000;

    /** A message arrived. */
    interface Receiver {
        void arrived(NodeId from, NodeId to, Message message);
    }

    private record Link(NodeId from, NodeId to) {}

    private final VirtualTime time;
    private final Dice dice;
    private final Receiver receiver;
    private final Tally tally;
    private final Map<Link, Long> latestArrived = new HashMap<>();
    private long sent;
    private final Set<Link> cut = new HashSet<>();
    private double loss;
    private double duplication;
    private double longDelay;

    Network(VirtualTime time, Dice dice, Tally tally, Receiver receiver) {
        this.time = time;
        this.dice = dice;
        this.tally = tally;
        this.receiver = receiver;
    }

    void send(NodeId from, NodeId to, Message message) {
        var link = new Link(from, to);
        boolean doubled = dice.chance(duplication);
        if (doubled) {
            tally.count(Fault.DUPLICATION);
        }
        long number = sent++;
        for (int i = 0; i < (doubled ? 2 : 1); i++) {
            if (cut.contains(link)) {
                continue;
            }
            if (dice.chance(loss)) {
                tally.count(Fault.LOSS);
                continue;
            }
            boolean late = dice.chance(longDelay);
            if (late) {
                tally.count(Fault.DELAY);
            }
            time.in(late ? dice.millis(1, LONGEST_DELAY_MILLIS) : dice.millis(0.05, 4), () -> {
                countIfOvertaken(link, number);
                receiver.arrived(from, to, message);
            });
        }
    }

    private void countIfOvertaken(Link link, long number) {
        if (latestArrived.merge(link, number, Math::max) > number) {
            tally.count(Deed.REORDERED_MESSAGE);
        }
    }

    void cut(NodeId from, NodeId to) {
        cut.add(new Link(from, to));
    }

    void mend(NodeId from, NodeId to) {
        cut.remove(new Link(from, to));
    }

    /** Whether a connection between two nodes works. */
    boolean connects(NodeId one, NodeId other) {
        return !cut.contains(new Link(one, other)) && !cut.contains(new Link(other, one));
    }

    void setLoss(double probability) {
        loss = probability;
    }

    void setDuplication(double probability) {
        duplication = probability;
    }

    void setLongDelay(double probability) {
        longDelay = probability;
    }

    void heal() {
        cut.clear();
        loss = 0;
        duplication = 0;
        longDelay = 0;
    }
}
