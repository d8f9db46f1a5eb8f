package org.mfsha.agent.daemon;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.mfsha.agent.store.Electorate;
import org.mfsha.agent.store.ElectorateFile;
import org.mfsha.core.protocol.Action.Ballot;

/**
 * Whether a voter may take part under the rules that its configuration has now. Nodes are restarted one after the other
 * when rules change, so for a while some vote under the old ones and some under the new ones:
 *
 * <ul>
 *   <li>A majority of the new voters must not be able to miss a majority of the old ones: voters come and go one by one.
 *   <li>While this voter holds still for a paused leader the list does not change at all: that leader may serve without
 *       asking anybody, and a new voter would not know.
 *   <li>When leases get shorter, the longest one that this voter may have granted must be over first. It waits for its
 *       end; later it would not know any more that it was so long.
 * </ul>
 *
 * Used by one thread at a time.
 */
final class Admission {
    private static final Logger LOG = System.getLogger(Admission.class.getName());

    private final ElectorateFile file;
    private final Electorate electorate;
    private final long epochAtStart;
    private boolean established;

    private Admission(ElectorateFile file, Electorate electorate, long epochAtStart, boolean established) {
        this.file = file;
        this.electorate = electorate;
        this.epochAtStart = epochAtStart;
        this.established = established;
    }

    /** How a lease that was granted before is waited for. */
    interface Pause {
        void await(Duration length) throws InterruptedException;
    }

    /**
     * Looks at the rules of the last start; when this returns this node may vote.
     *
     * @param marginMillis added to the wait for an older lease
     * @param ballot what this node voted last
     * @throws IOException when it must not take part; the message says why and what to do
     */
    static Admission ask(ElectorateFile file, Electorate electorate, long marginMillis, Ballot ballot, Pause pause)
            throws IOException, InterruptedException {
        Electorate before = file.load().orElse(electorate);
        if (!electorate.overlaps(before)) {
            throw new IOException("the voters were " + String.join(", ", before.voters()) + " and are now "
                    + String.join(", ", electorate.voters()) + ": while some nodes still go by the old list, both could"
                    + " elect a leader. Add or remove one node at a time, and restart every agent each time. Or stop all"
                    + " agents of the cluster, remove " + file.path() + " on every node, then start them");
        }
        if (ballot.pause().holdNanos() > 0 && !electorate.voters().equals(before.voters())) {
            throw new IOException("the voters were " + String.join(", ", before.voters()) + " and are now "
                    + String.join(", ", electorate.voters()) + ", in a pause ("
                    + ballot.pause().note() + "): its leader"
                    + " may serve without asking anybody, and new voters would not know. Start with the old list, end"
                    + " the pause (`mfsha resume`) or wait for its end, then change the list");
        }
        if (electorate.leaseMillis() < before.leaseMillis()) {
            Duration wait = Duration.ofMillis(before.leaseMillis() + marginMillis);
            LOG.log(
                    Level.INFO,
                    "LEASE_MILLIS was {0}: waiting {1} ms for leases of that length to end",
                    before.leaseMillis(),
                    wait.toMillis());
            pause.await(wait);
        }
        // Only an epoch that a majority of the new voters accepted makes the old list a thing of the past.
        file.save(new Electorate(before.voters(), electorate.leaseMillis()));
        long epoch = ballot.accepted().epoch();
        return new Admission(file, electorate, epoch, electorate.voters().equals(before.voters()));
    }

    /** An epoch was accepted. */
    void accepted(long epoch) throws IOException {
        if (!established && epoch > epochAtStart) {
            file.save(electorate);
            established = true;
        }
    }
}
