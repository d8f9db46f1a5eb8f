package org.mfsha.core.simulation;

import java.util.Optional;
import org.mfsha.core.NodeId;
import org.mfsha.core.protocol.Action.Ballot;
import org.mfsha.core.protocol.Message;

/** Changes what crosses the border of a coordinator; the identity by default. */
interface Tampering {
    Tampering NONE = new Tampering() {};

    /** A message on its way into a node. */
    default Message incoming(NodeId from, NodeId to, Message message) {
        return message;
    }

    /** A message on its way out of a node. */
    default Message outgoing(NodeId from, NodeId to, Message message) {
        return message;
    }

    /** What a node finds on its stable storage when it starts. */
    default Ballot found(Ballot written, Optional<Ballot> writtenBefore) {
        return written;
    }

    /** The faults among which the missing safeguard matters; what was drawn by default. */
    default Settings settings(Settings drawn) {
        return drawn;
    }

    /** Whether a node that lost its disk comes back blank under its old name. */
    default boolean wipedDiskKeepsItsName() {
        return false;
    }

    /** Whether answers leave while the ballot is still on its way to the disk. */
    default boolean answersBeforeItsBallotIsOnDisk() {
        return false;
    }

    /** Whether the dead-man's switch does nothing when a lease ends. */
    default boolean guardSleeps() {
        return false;
    }

    /** Whether a leader's pause counts from when a majority has confirmed it. */
    default boolean pausesCountFromTheAnswer() {
        return false;
    }

    /** Whether the dead-man's switch confirms a shorter lease and keeps the longer one. */
    default boolean guardKeepsTheLongerLease() {
        return false;
    }

    /** Whether a standby takes a line that does not follow on its last one. */
    default boolean overlooksGaps() {
        return false;
    }
}
