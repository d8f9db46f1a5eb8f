package org.mfsha.core.search;

import java.util.Optional;
import org.mfsha.core.election.Coordinator;
import org.mfsha.core.election.Mind;
import org.mfsha.core.election.PauseView;

/**
 * What the search asks of a mind, once for each mind.
 *
 * @param holdsLease whether it holds a lease
 * @param leads whether it leads, with a lease or without
 * @param serves whether its mfsmaster listens, as far as it knows
 * @param suspended whether its lease ran out while it led
 * @param epoch of its leadership; that of its leader when it follows
 * @param highestEpoch highest epoch it ever heard of
 * @param bids whether it bids
 * @param waits whether it waits for the end of older leases, or for changes
 * @param bidEpoch for which epoch it collects promises in earnest; 0 for none
 * @param rehearses whether it only rehearses a bid, for the highest epoch it heard of or a lower one
 * @param renumbered whether it leads under a second number
 * @param handedBack whether it hands back
 * @param paused whether it serves without asking
 * @param mayResume whether it leads in a pause, or did before it was restarted
 * @param holds whether it holds still for a leader
 * @param due whether the clock must wake it
 */
record Facts(
        boolean holdsLease,
        boolean leads,
        boolean serves,
        boolean suspended,
        long epoch,
        long highestEpoch,
        boolean bids,
        boolean waits,
        long bidEpoch,
        boolean rehearses,
        boolean renumbered,
        boolean handedBack,
        boolean paused,
        boolean mayResume,
        boolean holds,
        boolean due) {
    static Facts of(Mind mind) {
        Coordinator.View view = mind.view();
        return new Facts(
                view.leaseUntil().isPresent(),
                mind.leads(),
                mind.isServing(),
                mind.isSuspended(),
                view.leaderEpoch(),
                view.highestSeen(),
                view.bidStage().isPresent(),
                view.bidStage().filter("Preparing"::equals).isPresent(),
                mind.bidEpoch().orElse(0L),
                view.bidStage().filter("Rehearsing"::equals).isPresent(),
                mind.isRenumbered(),
                mind.handsBack(),
                phase(view).filter(PauseView.Phase.PAUSED::equals).isPresent(),
                view.pause()
                        .filter(pause -> pause.phase() != PauseView.Phase.HOLDING || mind.isOwn(pause.leader()))
                        .isPresent(),
                phase(view).filter(PauseView.Phase.HOLDING::equals).isPresent(),
                mind.isDue());
    }

    private static Optional<PauseView.Phase> phase(Coordinator.View view) {
        return view.pause().map(PauseView::phase);
    }
}
