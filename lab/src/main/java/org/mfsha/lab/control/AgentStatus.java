package org.mfsha.lab.control;

import java.util.List;
import java.util.Optional;

/**
 * What one agent says about itself and its peers.
 *
 * @param node the agent that answered
 * @param leader who leads, as far as this agent knows
 * @param whyNoLeader what keeps the cluster from having a leader
 * @param leaseRemainingMillis how long the leader may still serve; 0 or less when not
 * @param addressHolder who holds the shared address, as far as this agent knows
 * @param pause what becomes of a pause, in a word, if there is one
 */
public record AgentStatus(
        String node,
        Optional<String> leader,
        Optional<String> whyNoLeader,
        long epoch,
        long leaseRemainingMillis,
        Optional<String> addressHolder,
        List<Node> nodes,
        List<String> problems,
        Optional<String> pause) {

    /**
     * One node as another one sees it.
     *
     * @param kind candidate or witness
     * @param role what it does at present: leader, standby, witness and the like
     * @param whyNotHot empty when it is hot
     */
    public record Node(
            String name,
            String kind,
            String role,
            boolean reachable,
            boolean hot,
            String whyNotHot,
            long positionEpoch,
            long positionVersion,
            long lagLines) {}

    /** Whether the agent that answered leads. */
    public boolean leads() {
        return leader.filter(node::equals).isPresent();
    }

    /** What this agent knows about a node. */
    public Optional<Node> node(String name) {
        return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
    }

    static AgentStatus from(Object json) {
        Fields fields = Fields.of(json);
        return new AgentStatus(
                fields.text("node").orElse(""),
                fields.text("leader"),
                fields.text("whyNoLeader"),
                fields.number("epoch"),
                fields.number("leaseRemainingMillis"),
                fields.text("addressHolder"),
                fields.objects("nodes").stream().map(AgentStatus::nodeFrom).toList(),
                fields.texts("problems"),
                fields.object("pause").text("phase"));
    }

    private static Node nodeFrom(Fields fields) {
        return new Node(
                fields.text("name").orElse(""),
                fields.text("kind").orElse(""),
                fields.text("role").orElse(""),
                fields.flag("reachable"),
                fields.flag("hot"),
                fields.text("whyNotHot").orElse(""),
                fields.object("position").number("epoch"),
                fields.object("position").number("version"),
                fields.number("lagLines"));
    }
}
