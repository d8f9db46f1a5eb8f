/**
 * Decisions where another program elects: {@code ELECTION = external}.
 *
 * <p>ucarp, keepalived or Pacemaker say which node gets the shared address, and their hooks say {@code promote} and {@code
 * demote}. None of them knows a quorum, so nothing here can rule out two masters in a divided network. What the nodes can
 * tell each other while they reach each other is used:
 *
 * <ol>
 *   <li><em>Settling</em>: a node told to promote asks all others what they have and whether they serve, for the settle
 *       time. The address must be here then, and nobody reachable may serve.
 *   <li><em>Catching up</em>: it fetches what it lacks, judged by the rules of the internal election
 *       ({@link org.mfsha.core.election.CatchUp}).
 *   <li><em>Serving</em> in an epoch higher than any it heard of, written down first. The numbers of two nodes never
 *       coincide, so that even two masters of a divided network do not mistake each other's changes for their own.
 *   <li><em>Two masters</em> that meet again: the lower epoch stops at once and follows the higher one.
 * </ol>
 *
 * <p>A refused promotion, and an mfsmaster that is lost, make the elector's check fail for a while: the elector moves on.
 */
package org.mfsha.core.external;
