package org.mfsha.agent.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.mfsha.agent.control.VerbException;
import org.mfsha.agent.peer.PauseNotice;
import org.mfsha.agent.replica.PeerChanges;
import org.mfsha.agent.transport.RemoteException;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.Coordinator;
import org.mfsha.core.election.Coordinator.LeaderStage;
import org.mfsha.core.election.PauseView;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Pause;
import org.mfsha.linux.BootClock;

/**
 * {@code mfsha pause} and {@code mfsha resume}, asked for at any node. The leader pauses; only who was paused can end it, also
 * when its agent was restarted and it does not lead any more.
 */
final class PauseVerbs {
    /** Names of the requests between agents. */
    static final String PAUSE = "pause";

    static final String RESUME = "resume";

    /** Shorter than a stream between agents may be silent, longer than a leader asks for a pause. */
    private static final Duration OUTCOME_LIMIT = Duration.ofMillis(2_600);

    private static final long ANSWER_SECONDS = 2;
    private static final int MAX_ANSWER_BYTES = 10_000;

    private final NodeId self;
    private final ViewBoard view;
    private final PauseBoard board;
    private final CoreLoop core;
    private final PeerChanges.Streams streams;

    /** @param streams a way to ask other nodes */
    PauseVerbs(NodeId self, ViewBoard view, PauseBoard board, CoreLoop core, PeerChanges.Streams streams) {
        this.self = self;
        this.view = view;
        this.board = board;
        this.core = core;
        this.streams = streams;
    }

    // ---------------------------------------------------------------- pause

    /** The verb of the control socket. */
    String pause(Map<String, Object> arguments) throws VerbException {
        long millis = millis(text(arguments, "millis"));
        String why = text(arguments, "why");
        String note = (text(arguments, "by") + "@" + self + (why.isEmpty() ? "" : ": " + why)).strip();
        if (note.length() > Pause.NOTE_LIMIT || note.chars().anyMatch(Character::isISOControl)) {
            throw new VerbException("the reason is one line; with who asks and where it has at most " + Pause.NOTE_LIMIT
                    + " characters, not " + note.length());
        }
        Optional<NodeId> leader = view.get().leader();
        if (leader.isPresent() && !leader.get().equals(self)) {
            return ask(leader.get(), PAUSE, millis + "\n" + note);
        }
        return pauseHere(millis, note);
    }

    /** Another node passes an administrator's wish on. */
    String pausePassedOn(String body) throws IOException {
        String[] lines = body.split("\n", 2);
        try {
            if (lines.length != 2) {
                throw new VerbException("a pause needs a length and a note");
            }
            return pauseHere(millis(lines[0]), lines[1]);
        } catch (VerbException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private String pauseHere(long millis, String note) throws VerbException {
        long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
        long earliestEnd = BootClock.nanos() + nanos;
        require(command(new Event.PauseRequested(nanos, note)), "no pause: ");
        await(seen -> isPaused(seen, earliestEnd) || seen.pause().isEmpty());
        if (!isPaused(view.get(), earliestEnd)) {
            throw new VerbException("no pause: it was called off, because not enough nodes confirmed it in time; `mfsha"
                    + " status` shows who is missing");
        }
        return "paused until " + Instant.ofEpochSecond((System.currentTimeMillis() + millis) / 1_000) + ": " + self
                + " serves whatever happens, nobody takes over; `mfsha resume` ends it";
    }

    private static boolean isPaused(Coordinator.View seen, long earliestEnd) {
        return seen.pause()
                .filter(pause -> pause.phase() == PauseView.Phase.PAUSED && pause.untilNanos() >= earliestEnd)
                .isPresent();
    }

    private static long millis(String text) throws VerbException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new VerbException("not a number of milliseconds: '" + text + "'");
        }
    }

    // ---------------------------------------------------------------- resume

    /** The verb of the control socket. */
    String resume(Map<String, Object> arguments) throws VerbException {
        Optional<NodeId> leader = view.get().leader();
        Optional<PauseNotice> pause = board.best();
        NodeId concerned = leader.or(() -> pause.map(PauseNotice::leader)).orElse(self);
        if (concerned.equals(self)) {
            return resumeHere();
        }
        try {
            return request(concerned, RESUME, "");
        } catch (RemoteException e) {
            throw new VerbException(concerned + " says: " + e.getMessage());
        } catch (IOException e) {
            throw new VerbException("the pause is " + concerned + "'s, and its agent does not answer (" + e.getMessage()
                    + "). It may be serving without asking anybody, so nobody else may end the pause. Start its agent"
                    + " again and resume then, or wait: the pause ends by itself"
                    + board.status().map(status -> ", " + status.untilWhen()).orElse(""));
        }
    }

    /** Another node passes an administrator's wish on. */
    String resumePassedOn() throws IOException {
        try {
            return resumeHere();
        } catch (VerbException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private String resumeHere() throws VerbException {
        require(command(new Event.ResumeRequested()), "not resumed: ");
        await(seen -> seen.pause().isEmpty() && seen.leader().isPresent() && isSettled(seen));
        Coordinator.View seen = view.get();
        if (seen.pause().isPresent()) {
            throw new VerbException("not resumed yet: the guard of mfsmaster has not confirmed; `mfsha status` tells");
        }
        return seen.leader().isPresent() && isSettled(seen)
                ? "resumed: " + seen.leader().get() + " leads epoch " + seen.leaderEpoch()
                : "resumed: nobody leads yet, `mfsha status` tells";
    }

    private static boolean isSettled(Coordinator.View seen) {
        return seen.leading().filter(stage -> stage != LeaderStage.SERVING).isEmpty();
    }

    // ---------------------------------------------------------------- both

    private Action.AnswerOperator command(Event.Command command) throws VerbException {
        try {
            return core.ask(command).get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (ExecutionException | TimeoutException e) {
            throw new VerbException("this agent's core does not answer: look at its log");
        }
    }

    private static void require(Action.AnswerOperator answer, String refusal) throws VerbException {
        if (!answer.accepted()) {
            throw new VerbException(refusal + answer.text());
        }
    }

    private void await(Predicate<Coordinator.View> condition) throws VerbException {
        try {
            view.await(condition, OUTCOME_LIMIT);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static VerbException interrupted() {
        Thread.currentThread().interrupt();
        return new VerbException("interrupted: look at `mfsha status`");
    }

    private String ask(NodeId leader, String request, String body) throws VerbException {
        try {
            return request(leader, request, body);
        } catch (IOException e) {
            throw new VerbException("the leader " + leader + " says: " + e.getMessage());
        }
    }

    private String request(NodeId node, String request, String body) throws IOException {
        try (InputStream answer = streams.request(node, request, body.getBytes(StandardCharsets.UTF_8))) {
            return new String(answer.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8);
        }
    }

    private static String text(Map<String, Object> arguments, String name) {
        return Optional.ofNullable(arguments.get(name)).map(Object::toString).orElse("");
    }
}
