package org.mfsha.core.protocol;

import org.mfsha.core.NodeId;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Position;

/** What a node wants done. The shell carries actions out in the order given. */
public sealed interface Action {
    /** Send a message; it may get lost. */
    record Send(NodeId to, Message message) implements Action {}

    /** Write to stable storage, before anything that follows in the list. */
    record Persist(Ballot ballot) implements Action {}

    /** Follow a leader: replicate from it. Repeated only when leader or epoch change. */
    record Follow(NodeId leader, Lineage lineage) implements Action {}

    /** No leader is known any more; keep what is there. */
    record LoseLeader() implements Action {}

    /**
     * Get the changes up to a position from a peer, possibly none. Answer: TailFetched or TailFailed. Abandoned, without an
     * answer, when this node is told to follow, to serve or to fetch from somebody else before it is done.
     */
    record FetchTail(NodeId from, Position upTo) implements Action {}

    /**
     * Become the serving master: take the address, open the gate, announce. Answer: MasterListening or MasterFailed.
     *
     * @param lineage ends with the epoch to serve in
     * @param leaseUntilNanos until when this node may serve, on its own clock
     */
    record StartServing(Lineage lineage, long leaseUntilNanos) implements Action {}

    /** The lease was renewed, or may run on without renewals; tell the dead-man's switch. */
    record ExtendLease(long leaseUntilNanos) implements Action {}

    /**
     * Let the dead-man's switch act earlier than it was told before. Answer: LeaseShortened, once it has confirmed that, or
     * nothing runs that it would have to stop.
     *
     * @param epoch repeated in the answer, as the serial is
     */
    record ShortenLease(long epoch, long serial, long leaseUntilNanos) implements Action {}

    /** The lease has run out: stop the process, take the address away, keep both for a return. */
    record Suspend() implements Action {}

    /** The lease is back and nobody else served meanwhile: go on. */
    record Resume(long leaseUntilNanos) implements Action {}

    /** This node goes on leading under another number. */
    record Renumber(Lineage lineage) implements Action {}

    /** Hold the clients back and learn where the data ends. Answer: Drained or DrainFailed. */
    record Drain(long epoch) implements Action {}

    /** The handover is off: let the clients through again. */
    record Undrain(long epoch) implements Action {}

    /** Read what the dead master left. Answer: Salvaged. */
    record Salvage(long epoch) implements Action {}

    /** Kill a serving mfsmaster that hangs. Answer: MasterLost. */
    record KillMaster(long epoch, String why) implements Action {}

    /** Stop serving for good: kill mfsmaster, give the address up. Harmless when there is nothing to stop. */
    record StopServing(long epoch, String why) implements Action {}

    /** Tell the administrator. */
    record Note(String text) implements Action {}

    /** Answer to what an administrator asked: {@link Event.Command}. */
    record AnswerOperator(boolean accepted, String text) implements Action {}

    /**
     * What a voter must never forget.
     *
     * @param promised highest epoch promised, 0 before the first
     * @param accepted lineage of the latest epoch accepted
     * @param pause what the leader of the promised epoch said last about a pause
     */
    record Ballot(long promised, Lineage accepted, Pause pause) {
        /** A ballot of a voter that was never asked to hold still. */
        public Ballot(long promised, Lineage accepted) {
            this(promised, accepted, Pause.NONE);
        }

        /** Ballot of a node that never voted. */
        public static final Ballot BLANK = new Ballot(0, Lineage.EMPTY);
    }
}
