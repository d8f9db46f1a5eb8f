/**
 * The election, the lease and the takeover, as rules.
 *
 * <p><b>The register.</b> Every node is a voter and never forgets two things: the highest epoch it promised and the
 * latest epoch it accepted. There is one question, "who leads which epoch", answered as in Paxos: promises first,
 * then acceptances, each by a majority.
 *
 * <p><b>The lease</b> ({@code LeaseRules}). A leader asks for its lease again and again ({@code Renew}). A voter
 * grants only for the epoch it promised last. With grants of a majority the leader may serve until lease length after
 * it <em>sent</em> the oldest of those requests. When the lease runs out it suspends: the process is stopped, the
 * address taken away, both kept. If a majority grants the same epoch again, nobody else can have served, and it goes
 * on.
 *
 * <p><b>A takeover, in order</b> ({@code Bid.Stage}; {@code BidTiming} says when it begins, {@code BidRules} leads
 * from stage to stage and gives up):
 *
 * <ol>
 *   <li><em>Rehearsing</em> ({@code AskingRules}): a hot standby that hears no leader asks the voters whether they
 *       would promise the next epoch. Nobody keeps anything, so a node that only it cannot hear the leader does no
 *       harm, nor does one whose data is not fit to lead: it goes no further.
 *   <li><em>Asking</em>: a majority would, so it promises itself and asks in earnest. A promising voter grants
 *       nothing to older epochs from then on, and says how old its youngest grant is, which epoch it accepted last,
 *       and how far its data reaches.
 *   <li><em>Preparing</em> ({@code PreparingRules}): it waits until every lease those grants may have supported is
 *       over ({@code Fence}), unless the leader has handed back; meanwhile it fetches the changes it lacks from
 *       whoever has them ({@code Fitness}, {@code CatchUp}).
 *   <li><em>Committing</em> ({@code CommittingRules}): a majority accepts the epoch, its leader and its first
 *       version. An acceptance is a grant.
 *   <li><em>Leading</em> ({@code LeaderRules}, {@code MasterRules}): the shell adds the address, opens the gate,
 *       waits for mfsmaster to listen and announces the address.
 * </ol>
 *
 * <p><b>Why there are never two.</b> Every majority of promises for an epoch shares a voter with every majority of
 * grants for an older one. That voter grants nothing to the older epoch after its promise and told how long ago it
 * last did. The bidder waits until a lease from that grant, and the margin for clocks that drift, are over.
 *
 * <p><b>Handback</b> ({@code HandoverRules}, {@code FarewellRules}). A leader whose mfsmaster died, or that hands
 * over, stops first and says so with the position where its data ends; then nobody waits.
 *
 * <p><b>What a leader had.</b> Voters remember how far the leader was some time ago, witnesses too: nobody with less
 * replaces it. What a former leader handed back but cannot deliver is waited for while its agent does not answer to
 * three requests, or answers and may still be reading its disk, for {@code Timing.settledNanos}; then the bidder goes
 * on without it. What a reachable node says it has <em>now</em> is never given up.
 *
 * <p><b>Pause</b> ({@code PauseRules}, {@code HoldRules}). An administrator wants nothing to happen for a time. The leader
 * asks the voters to hold still, and when a majority has that on disk it may serve without renewals for a little less than
 * that, counted from its sending. It gives this leave up, the dead-man's switch too, before it tells anybody to let go.
 *
 * <p><b>Renumbering.</b> A voter that promised a bid which came to nothing can grant nothing to the leader it still
 * hears. The leader bids for a higher number itself and goes on with the same log.
 */
package org.mfsha.core.election;
