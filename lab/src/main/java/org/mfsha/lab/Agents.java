package org.mfsha.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.mfsha.lab.control.Agent;
import org.mfsha.lab.control.AgentStatus;

/** The agents of a lab, asked together. */
final class Agents {
    private final List<Host> hosts;

    Agents(List<Host> hosts) {
        this.hosts = hosts.stream().filter(Host::hasAgent).toList();
    }

    static Optional<AgentStatus> status(Host host) {
        try {
            return Optional.of(new Agent(host.controlSocket()).status());
        } catch (IOException silent) {
            return Optional.empty();
        }
    }

    /** What every agent that answers says. One that hangs costs a second. */
    List<AgentStatus> statuses() throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<AgentStatus>>> answers = new ArrayList<>();
            for (Host host : hosts) {
                answers.add(threads.submit(() -> status(host)));
            }
            List<AgentStatus> statuses = new ArrayList<>();
            for (Future<Optional<AgentStatus>> answer : answers) {
                answer.get().ifPresent(statuses::add);
            }
            return statuses;
        } catch (ExecutionException bug) {
            throw new IllegalStateException("asking an agent failed unexpectedly", bug);
        }
    }

    /** The agent that says of itself that it leads; the one with the highest epoch if several do. */
    Optional<AgentStatus> leader() throws InterruptedException {
        return statuses().stream().filter(AgentStatus::leads).max(Comparator.comparingLong(AgentStatus::epoch));
    }
}
