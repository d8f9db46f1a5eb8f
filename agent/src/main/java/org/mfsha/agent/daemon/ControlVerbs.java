package org.mfsha.agent.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mfsha.agent.control.ControlServer;
import org.mfsha.agent.control.Verb;
import org.mfsha.agent.control.status.StatusJson;
import org.mfsha.agent.verify.Verification;
import org.mfsha.agent.verify.VerificationLog;

/** What an administrator can ask of this agent. */
final class ControlVerbs implements AutoCloseable {
    private static final Duration VERB_LIMIT = Duration.ofSeconds(60);

    private final Path socket;
    private final StatusBoard status;
    private final History history;
    private final LostVerb lost;
    private final Switchover switchover;
    private final PauseVerbs pauses;
    private final VerifyVerb verify;
    private final ElectorVerbs elector;
    private final Optional<VerificationLog> verifications;
    private Optional<ControlServer> server = Optional.empty();

    ControlVerbs(
            Path socket,
            StatusBoard status,
            History history,
            LostVerb lost,
            Switchover switchover,
            PauseVerbs pauses,
            VerifyVerb verify,
            ElectorVerbs elector,
            Optional<VerificationLog> verifications) {
        this.socket = socket;
        this.status = status;
        this.history = history;
        this.lost = lost;
        this.switchover = switchover;
        this.pauses = pauses;
        this.verify = verify;
        this.elector = elector;
        this.verifications = verifications;
    }

    void start() throws IOException {
        Map<String, Verb> verbs = new HashMap<>(elector.verbs());
        verbs.putAll(Map.of(
                "status",
                _ -> StatusJson.toMap(status.now()),
                "history",
                _ -> takeovers(),
                "lost",
                lost::run,
                "switchover",
                switchover::verb,
                "pause",
                pauses::pause,
                "resume",
                pauses::resume,
                "verify",
                verify::verb,
                "verifications",
                _ -> verifications()));
        server = Optional.of(new ControlServer(socket, verbs, VERB_LIMIT));
    }

    private List<Map<String, Object>> verifications() {
        return verifications.map(VerificationLog::all).orElse(List.of()).stream()
                .map(Verification::toMap)
                .toList();
    }

    private List<Map<String, Object>> takeovers() {
        return history.all().stream()
                .map(StatusBoard::takeover)
                .map(StatusJson::toMap)
                .toList();
    }

    @Override
    public void close() throws IOException {
        if (server.isPresent()) {
            server.get().close();
        }
    }
}
