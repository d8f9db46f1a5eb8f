package org.mfsha.core.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import org.mfsha.core.NodeId;

/** The last steps of a run, in words; empty unless somebody wants to read it. */
final class Story {
    private static final int LIMIT = Integer.getInteger("mfsha.trace", 100);

    private final boolean wanted;
    private final VirtualTime time;
    private final Deque<String> steps = new ArrayDeque<>();

    Story(boolean wanted, VirtualTime time) {
        this.wanted = wanted;
        this.time = time;
    }

    boolean isWanted() {
        return wanted;
    }

    void tell(NodeId node, String what) {
        if (wanted) {
            steps.add("%.3f ms %s %s".formatted(time.now() / 1e6, node, what));
            if (steps.size() > LIMIT) {
                steps.remove();
            }
        }
    }

    @Override
    public String toString() {
        return String.join(System.lineSeparator(), steps);
    }
}
