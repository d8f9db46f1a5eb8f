package org.mfsha.agent.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.mfsha.agent.control.VerbException;
import org.mfsha.agent.replica.PeerChanges;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.Coordinator;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Event;

/**
 * A planned handover, asked for at any node: the leader does it, other nodes pass the wish on.
 *
 * <p>It begins a little before a whole second of the wall clock. Chunkservers come back exactly on whole seconds
 * (MASTER_RECONNECTION_DELAY = 1; main.c and masterconn.c, 3.0.117), so clients with data in flight wait for a fraction
 * of a second instead of up to one.
 */
final class Switchover {
    /** Name of the request between agents. */
    static final String REQUEST = "switchover";

    private static final long SECOND_MILLIS = 1_000;
    /** From the beginning until the new master listens, with something to spare. */
    private static final long LEAD_MILLIS = 350;

    private static final Duration OUTCOME_LIMIT = Duration.ofSeconds(10);
    private static final long ANSWER_SECONDS = 5;
    private static final int MAX_ANSWER_BYTES = 10_000;

    private final NodeId self;
    private final ViewBoard view;
    private final CoreLoop core;
    private final PeerChanges.Streams streams;

    /** @param streams a way to ask the leader */
    Switchover(NodeId self, ViewBoard view, CoreLoop core, PeerChanges.Streams streams) {
        this.self = self;
        this.view = view;
        this.core = core;
        this.streams = streams;
    }

    /** The verb of the control socket. */
    String verb(Map<String, Object> arguments) throws VerbException {
        Optional<NodeId> target = target(Optional.ofNullable(arguments.get("target"))
                .map(Object::toString)
                .orElse(""));
        Optional<NodeId> leader = view.get().leader();
        if (leader.isPresent() && !leader.get().equals(self)) {
            return askLeader(leader.get(), target);
        }
        return handOver(target);
    }

    /** Before this agent ends: let somebody else lead, if somebody can. */
    boolean handOverBeforeTheEnd() throws InterruptedException {
        try {
            Action.AnswerOperator answer =
                    core.ask(new Event.SwitchoverRequested(Optional.empty())).get(ANSWER_SECONDS, TimeUnit.SECONDS);
            return answer.accepted()
                    && view.await(
                            seen -> seen.leading().isEmpty() && seen.leader().isPresent(), OUTCOME_LIMIT);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** Another node passes an administrator's wish on. */
    String passedOn(String target) throws IOException {
        try {
            return handOver(target(target));
        } catch (VerbException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private String askLeader(NodeId leader, Optional<NodeId> target) throws VerbException {
        byte[] body = target.map(NodeId::name).orElse("").getBytes(StandardCharsets.US_ASCII);
        try (InputStream answer = streams.request(leader, REQUEST, body)) {
            return new String(answer.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new VerbException("the leader " + leader + " says: " + e.getMessage());
        }
    }

    private String handOver(Optional<NodeId> target) throws VerbException {
        try {
            awaitGoodMoment();
            long epoch = view.get().leaderEpoch();
            Action.AnswerOperator answer =
                    core.ask(new Event.SwitchoverRequested(target)).get(ANSWER_SECONDS, TimeUnit.SECONDS);
            if (!answer.accepted()) {
                throw new VerbException("no switchover: " + answer.text());
            }
            return outcome(epoch, answer.text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VerbException("interrupted: look at `mfsha status`");
        } catch (ExecutionException | TimeoutException e) {
            throw new VerbException("this agent's core does not answer: look at its log");
        }
    }

    /** Waits until somebody leads a later epoch, or this node leads on. */
    private String outcome(long epoch, String intention) throws InterruptedException, VerbException {
        boolean over = view.await(
                seen -> (seen.leaderEpoch() > epoch && seen.leader().isPresent()) || servesNormally(seen),
                OUTCOME_LIMIT);
        Coordinator.View seen = view.get();
        if (!over) {
            throw new VerbException(intention + ", but nobody leads yet: look at `mfsha status`");
        }
        if (seen.leaderEpoch() == epoch) {
            throw new VerbException("called off, " + self + " leads on: its log says why");
        }
        return seen.leader().orElse(self) + " leads epoch " + seen.leaderEpoch();
    }

    private static boolean servesNormally(Coordinator.View seen) {
        return seen.leading().equals(Optional.of(Coordinator.LeaderStage.SERVING));
    }

    /** A clock's second is no event: it must be slept for, less than one. */
    private static void awaitGoodMoment() throws InterruptedException {
        long intoSecond = System.currentTimeMillis() % SECOND_MILLIS;
        long start = SECOND_MILLIS - LEAD_MILLIS;
        Thread.sleep((start - intoSecond + SECOND_MILLIS) % SECOND_MILLIS);
    }

    private static Optional<NodeId> target(String name) throws VerbException {
        try {
            return Optional.of(name).filter(text -> !text.isEmpty()).map(NodeId::new);
        } catch (IllegalArgumentException e) {
            throw new VerbException(e.getMessage());
        }
    }
}
