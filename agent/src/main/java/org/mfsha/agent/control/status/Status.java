package org.mfsha.agent.control.status;

import java.util.List;
import java.util.Optional;

/**
 * The cluster as one node sees it at one instant.
 *
 * @param node the node that answers
 * @param leader who leads, if anybody
 * @param whyNoLeader what keeps the cluster from having a leader; empty while there is one
 * @param epoch number of the latest leadership known; 0 before the first
 * @param leaseRemainingMillis how long the answering node's own lease still runs; 0 if it has none
 * @param sharedAddress as {@code address/prefix}; empty on a witness that does not know it
 * @param addressHolder the node that has the shared address, as far as known
 * @param nodes every member, candidates first
 * @param lastTakeover the latest change of leadership
 * @param problems what somebody should look at, one sentence each
 * @param pause what is known of a pause
 */
public record Status(
        String node,
        Optional<String> leader,
        Optional<String> whyNoLeader,
        long epoch,
        long leaseRemainingMillis,
        Optional<String> sharedAddress,
        Optional<String> addressHolder,
        List<NodeStatus> nodes,
        Optional<TakeoverStatus> lastTakeover,
        List<String> problems,
        Optional<PauseStatus> pause) {
    public Status {
        nodes = List.copyOf(nodes);
        problems = List.copyOf(problems);
    }

    /** Without a pause. */
    public Status(
            String node,
            Optional<String> leader,
            Optional<String> whyNoLeader,
            long epoch,
            long leaseRemainingMillis,
            Optional<String> sharedAddress,
            Optional<String> addressHolder,
            List<NodeStatus> nodes,
            Optional<TakeoverStatus> lastTakeover,
            List<String> problems) {
        this(
                node,
                leader,
                whyNoLeader,
                epoch,
                leaseRemainingMillis,
                sharedAddress,
                addressHolder,
                nodes,
                lastTakeover,
                problems,
                Optional.empty());
    }
}
