/**
 * Every way that three nodes can go, searched with the production {@link org.mfsha.core.election.Coordinator}.
 *
 * <p>A {@code Scenario} says what may go wrong and how often; {@code Search} visits breadth first every state that can be
 * reached, so the first broken promise it finds is told by a shortest story. {@code Moves} and {@code Post} say what may
 * happen next, {@code Hosts} what it does, {@code Laws} which promises must hold.
 *
 * <p><b>Why it ends.</b> A {@code World} knows no absolute time: all that a node remembers is counted from now, and what is
 * long past is just that ({@code org.mfsha.core.election.Folding}). So a leader that renews its lease for ever comes back
 * to the same state, and the search holds for runs of any length. {@code FoldedMindsDecideLikeRealOnesTest} compares folded
 * nodes with coordinators that keep everything. What an event does to a node is asked of the production code once and
 * then looked up ({@code Minds}).
 *
 * <p><b>Time</b> goes in units of a third of a lease. In each unit the nodes whose clock wakes them take their turns in every
 * order. A clock may slip by a unit against the others, an agent may stand still or end for any time, between any two
 * turns or just before it writes.
 *
 * <p><b>Messages.</b> During a turn each link works or does not; what is sent over one that works is read in the order of
 * sending, with all that follows from it, unless it is kept back: then it arrives before or after any later turn, any number
 * of times, or never. So a turn is one step, and messages that overtake each other are those that were kept back.
 * {@code Scenario.inEveryOrder} does without this: every message of a unit arrives before or after every other event of it,
 * or is lost; only answers arrive at once, as answering changes nobody but the one who asked.
 *
 * <p><b>What is left out.</b> {@code Timing.settledNanos} is never reached within one search, so the rules for standbys that
 * were behind for ten seconds are left to {@code org.mfsha.core.simulation}. mfsmaster starts at once and never fails to.
 */
package org.mfsha.core.search;
