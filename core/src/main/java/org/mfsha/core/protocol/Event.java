package org.mfsha.core.protocol;

import java.util.Optional;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.Position;

/** What happens to a node, in the words of its decisions. */
public sealed interface Event {
    /** Time has passed; sent at the latest when {@code Coordinator.nextDeadline} is reached. */
    record Tick() implements Event {}

    /** A message arrived. */
    record Received(NodeId from, Message message) implements Event {}

    /** This node's data or readiness has changed. */
    record SelfReported(Report report) implements Event {}

    /**
     * Every change asked for by {@link Action.FetchTail} is in this node's own data now, whose epoch is at least the one
     * asked for.
     */
    record TailFetched(Report report) implements Event {}

    /** The changes asked for could not be fetched. */
    record TailFailed(NodeId from, String why) implements Event {}

    /** The mfsmaster of this leadership listens on all its ports. */
    record MasterListening(long epoch) implements Event {}

    /**
     * The gate was opened, but no serving mfsmaster came of it; nothing was served in this epoch. The shell has given its
     * data back the epoch it had before, so that nobody looks for changes of this one.
     */
    record MasterFailed(long epoch, String why) implements Event {}

    /** The serving mfsmaster exists and does not answer. Repeated while that lasts. */
    record MasterHangs(long epoch, String why) implements Event {}

    /** The serving mfsmaster answers again. */
    record MasterAnswers(long epoch) implements Event {}

    /** The serving mfsmaster ended, or had to be ended because it hung. */
    record MasterLost(long epoch, String why) implements Event {}

    /** What the dead master left has been read; this is where this node's data ends. */
    record Salvaged(long epoch, Position end) implements Event {}

    /** The clients are held back and every change they were told of is known; the data ends here. */
    record Drained(long epoch, Position end) implements Event {}

    /** Draining failed: call the handover off. */
    record DrainFailed(long epoch, String why) implements Event {}

    /** The dead-man's switch has confirmed that it acts at the shorter lease. */
    record LeaseShortened(long epoch, long serial) implements Event {}

    /** Whether the shared address is on this node's interface; only {@code ELECTION = external} asks. */
    record AddressSeen(boolean here) implements Event {}

    /** What an administrator asks. Each is answered at once, by one {@link Action.AnswerOperator}. */
    sealed interface Command extends Event {}

    /** An administrator wants another leader; without a target the best standby is taken. */
    record SwitchoverRequested(Optional<NodeId> target) implements Command {}

    /**
     * An administrator wants nothing to happen for a time.
     *
     * @param nanos how long
     * @param note who wants it and why
     */
    record PauseRequested(long nanos, String note) implements Command {}

    /** An administrator ends a pause. */
    record ResumeRequested() implements Command {}

    /** What an external elector (ucarp, keepalived, Pacemaker) asks through its hooks. */
    sealed interface ElectorCommand extends Command {}

    /** The elector has given this node the shared address: become master. */
    record PromoteRequested() implements ElectorCommand {}

    /**
     * The elector has taken the shared address away: stop being master. Accepted whatever the node is.
     *
     * @param why for people
     */
    record DemoteRequested(String why) implements ElectorCommand {}

    /** May the elector leave the address here, or bring it here? */
    record CheckRequested() implements ElectorCommand {}
}
