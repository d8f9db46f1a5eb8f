package org.mfsha.lab.control;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An agent as its operators see it. Every request has a deadline; safe for use by several threads. */
public final class Agent {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(1);
    private static final Duration SWITCHOVER_LIMIT = Duration.ofMinutes(1);
    private static final Duration PAUSE_LIMIT = Duration.ofSeconds(20);

    private final ControlSocket socket;

    /** The agent that serves this control socket. It need not run. */
    public Agent(Path controlSocket) {
        this.socket = new ControlSocket(controlSocket);
    }

    /** Its view of the cluster; fails within a second if it does not answer. */
    public AgentStatus status() throws IOException {
        return AgentStatus.from(socket.request("status", Map.of(), ANSWER_LIMIT));
    }

    /** The leaderships it knows, oldest first. */
    public List<Takeover> history() throws IOException {
        Object result = socket.request("history", Map.of(), ANSWER_LIMIT);
        List<?> entries = result instanceof List<?> list ? list : List.of();
        return entries.stream()
                .map(Takeover::from)
                .sorted(Comparator.comparingLong(Takeover::epoch))
                .toList();
    }

    /**
     * Everything it found lost with the takeover of this epoch.
     *
     * @throws IOException also when it knows of nothing
     */
    public List<LostOperation> lost(long epoch) throws IOException {
        List<LostOperation> all = new ArrayList<>();
        List<LostOperation> some;
        do {
            Map<String, Object> arguments = Map.of("epoch", epoch, "from", all.size());
            some = Fields.of(socket.request("lost", arguments, ANSWER_LIMIT)).objects("changes").stream()
                    .map(LostOperation::from)
                    .toList();
            all.addAll(some);
        } while (!some.isEmpty());
        return all;
    }

    /** Asks for a planned handover, to this node or to whoever is best. Returns when the agent answers. */
    public void switchover(Optional<String> target) throws IOException {
        Map<String, String> arguments =
                target.map(name -> Map.of("target", name)).orElse(Map.of());
        socket.request("switchover", arguments, SWITCHOVER_LIMIT);
    }

    /** Pauses the cluster. Returns when a majority holds still. */
    public void pause(Duration length, String why) throws IOException {
        Map<String, String> arguments = Map.of("millis", Long.toString(length.toMillis()), "why", why, "by", "lab");
        socket.request("pause", arguments, PAUSE_LIMIT);
    }

    /** Ends a pause. */
    public void resume() throws IOException {
        socket.request("resume", Map.of(), PAUSE_LIMIT);
    }
}
