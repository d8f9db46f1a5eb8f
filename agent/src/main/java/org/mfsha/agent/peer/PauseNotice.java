package org.mfsha.agent.peer;

import org.mfsha.core.NodeId;
import org.mfsha.core.election.PauseView;

/**
 * What a node tells of a pause, every half second while it knows of one.
 *
 * @param phase what the node has to do with it
 * @param leader whom it is about
 * @param leftMillis how long it lasts at most, as far as the node knows
 * @param note who wanted it and why
 * @param renewed of a leader: whether a majority answers it
 * @param trouble of a leader: what is wrong with its mfsmaster and is left alone; empty when nothing is
 */
public record PauseNotice(
        PauseView.Phase phase, NodeId leader, long leftMillis, String note, boolean renewed, String trouble) {}
