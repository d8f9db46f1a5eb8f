package org.mfsha.agent.config;

import java.util.List;
import java.util.Optional;

/**
 * Who is in the cluster and which of them this is. Immutable.
 *
 * @param self this node
 * @param nodes all nodes, this one included: candidates in order of priority, then witnesses
 * @param agentPort UDP and TCP port of every agent, 1 to 65535
 * @param election who decides which node leads
 * @param settleMillis with an external elector: how long a promotion waits until the machines have settled who holds the
 *     address, 0 to 60000
 */
public record ClusterConfig(Node self, List<Node> nodes, int agentPort, ElectionMode election, long settleMillis) {
    public ClusterConfig {
        nodes = List.copyOf(nodes);
    }

    /** Whether another program decides who leads, and owns the shared address. */
    public boolean isExternal() {
        return election == ElectionMode.EXTERNAL;
    }

    /** The nodes that may serve, the preferred one first. */
    public List<Node> candidates() {
        return nodes.stream().filter(node -> node.kind() == NodeKind.CANDIDATE).toList();
    }

    /** The nodes that only vote. */
    public List<Node> witnesses() {
        return nodes.stream().filter(node -> node.kind() == NodeKind.WITNESS).toList();
    }

    /** Every node but this one. */
    public List<Node> peers() {
        return nodes.stream().filter(node -> !node.equals(self)).toList();
    }

    public Optional<Node> node(String name) {
        return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
    }

    /** How many nodes are more than half of them. */
    public int majority() {
        return nodes.size() / 2 + 1;
    }
}
