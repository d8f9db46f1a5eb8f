package org.mfsha.core.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mfsha.core.election.Script.A;
import static org.mfsha.core.election.Script.B;
import static org.mfsha.core.election.Script.W;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.protocol.Action.Ballot;
import org.mfsha.core.protocol.Message;
import org.mfsha.core.protocol.Message.Accept;
import org.mfsha.core.protocol.Message.Grant;
import org.mfsha.core.protocol.Message.Propose;
import org.mfsha.core.protocol.Message.Refusal;
import org.mfsha.core.protocol.Message.Renew;
import org.mfsha.core.protocol.Report;

/**
 * Why a node whose disk was lost must not come back under its old name. The leader a was frozen; witness w promised the
 * next epoch to b and lost its disk; now a goes on while b still waits for a's lease to end.
 */
final class LostDiskTest {
    private static final Lineage FIRST = Script.lineage(Script.record(1, A, 101));

    private final Script a = Script.servingA();
    private final Script b = Script.followingB();
    private final Script w = new Script(W, new Ballot(1, FIRST));
    private Ballot written = new Ballot(1, FIRST);

    private void wPromisesToB() {
        a.waits(600);
        w.hears(A, new Renew(1, 1, Script.cold(1, 200))).after(600);
        b.waits(600);
        for (boolean rehearsal : new boolean[] {true, false}) {
            answer(b, W, w.hears(B, new Propose(2, rehearsal, Script.hot(1, 200))));
        }
        written = w.view().ballot();
    }

    private static void answer(Script asker, NodeId from, Script answering) {
        answering.sent(Message.class).forEach(message -> asker.hears(from, message));
    }

    /** Whatever w is now, a and it talk until they agree or not. */
    private void aAsksForItsLease(NodeId name, Script voter) {
        Renew renew = a.waits(100).sent(Renew.class).getLast();
        voter.hears(A, renew);
        Optional<Refusal> refusal = voter.sent(Refusal.class).stream().findFirst();
        answer(a, name, voter);
        if (refusal.isPresent()) {
            a.sent(Accept.class).stream().findFirst().ifPresent(accept -> answer(a, name, voter.hears(A, accept)));
        }
    }

    private void bCommits(Script voter) {
        Accept accept = b.waits(200).sent(Accept.class).getLast();
        Grant grant = voter.hears(B, accept).sent(Grant.class).getFirst();
        b.hears(W, grant);
    }

    @Test
    void underItsOldNameABlankNodeLetsTwoNodesHoldALease() {
        wPromisesToB();
        var blank = new Script(W, Ballot.BLANK);
        aAsksForItsLease(W, blank);
        bCommits(blank);

        assertThat(a.view().leaseUntil()).isPresent();
        assertThat(b.view().leaseUntil()).isPresent();
    }

    @Test
    void withItsDiskTheOldLeaderGetsNoLease() {
        wPromisesToB();
        var restarted = new Script(W, written);
        aAsksForItsLease(W, restarted);
        bCommits(restarted);

        assertThat(a.view().leaseUntil()).isEmpty();
        assertThat(b.view().leaseUntil()).isPresent();
    }

    @Test
    void aNameThatIsNoMemberYetHasNoSay() {
        wPromisesToB();
        Renew renew = a.waits(100).sent(Renew.class).getLast();
        a.hears(new NodeId("w2"), new Grant(1, renew.round(), 1, Report.EMPTY));

        assertThat(a.view().leaseUntil()).isEmpty();
    }
}
