package org.mfsha.lab.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.mfsha.lab.Host;
import org.mfsha.lab.HostKind;
import org.mfsha.lab.Lab;
import org.mfsha.lab.LabException;
import org.mfsha.lab.ProcessSelector;
import org.mfsha.lab.chaos.fault.Scene;
import org.mfsha.lab.control.Agent;
import org.mfsha.lab.control.AgentStatus;
import org.mfsha.lab.system.Await;
import org.mfsha.lab.system.HostProcess;
import org.mfsha.lab.system.TcpTable;
import org.mfsha.lab.watch.ServingHosts;

/** A cluster that has recovered: a leader that serves, every other candidate hot, every chunkserver connected. */
final class Calm {
    private static final int CHUNKSERVER_PORT = 9420;
    private static final ProcessSelector CHUNKSERVER = new ProcessSelector.Named("mfschunkserver");

    private Calm() {}

    /** Waits for it; who leads then, and who stands by. */
    static Scene await(Lab lab, Duration limit) throws IOException, InterruptedException, TimeoutException {
        return Await.value("a leader, hot standbys and all chunkservers", limit, () -> look(lab));
    }

    private static Optional<Scene> look(Lab lab) throws IOException, InterruptedException {
        Optional<AgentStatus> leader = lab.leader()
                .filter(status -> status.leaseRemainingMillis() > 0
                        && status.nodes().stream().allMatch(node -> isWell(status, node)));
        if (leader.isEmpty()
                || !serves(lab, leader.get().node())
                || !allFollow(lab, leader.get().node())
                || !chunkserversAreBack(lab)) {
            return Optional.empty();
        }
        String standby = leader.get().nodes().stream()
                .filter(node -> node.hot() && !node.name().equals(leader.get().node()))
                .findFirst()
                .orElseThrow()
                .name();
        return Optional.of(
                new Scene(lab, leader.get().node(), standby, leader.get().epoch()));
    }

    /** Looked at itself: an agent whose guard was killed believes that it serves until it has found its mfsmaster dead. */
    private static boolean serves(Lab lab, String leader) throws IOException {
        return ServingHosts.among(lab, List.of(leader)).equals(List.of(leader));
    }

    /** Asked themselves: the leader knows of an agent that was killed only after a while. */
    private static boolean allFollow(Lab lab, String leader) throws LabException {
        for (Host host : lab.hosts()) {
            if (host.hasAgent() && !follows(lab, host, leader)) {
                return false;
            }
        }
        return true;
    }

    private static boolean follows(Lab lab, Host host, String leader) throws LabException {
        Agent agent = lab.agent(host.name());
        try {
            return agent.status().leader().filter(leader::equals).isPresent();
        } catch (IOException silent) {
            return false;
        }
    }

    private static boolean isWell(AgentStatus status, AgentStatus.Node node) {
        return node.reachable()
                && (node.hot() || node.kind().equals("witness") || status.node().equals(node.name()));
    }

    private static boolean chunkserversAreBack(Lab lab) throws IOException {
        for (Host host : lab.hosts()) {
            if (host.kind() == HostKind.CHUNKSERVER) {
                List<HostProcess> running = lab.processes(host.name(), CHUNKSERVER);
                if (running.isEmpty() || !new TcpTable(running.getFirst().pid()).connectedTo(CHUNKSERVER_PORT)) {
                    return false;
                }
            }
        }
        return true;
    }
}
