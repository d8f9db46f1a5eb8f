package org.mfsha.core.external;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mfsha.core.Membership;
import org.mfsha.core.NodeId;
import org.mfsha.core.Timing;
import org.mfsha.core.election.Coordinator;
import org.mfsha.core.election.Coordinator.LeaderStage;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Action.Ballot;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Report;

/** Three nodes whose elector is the test, on a clock of its own; every step is 10 ms. */
final class ExternalCoordinatorTest {
    private static final long MILLI = 1_000_000;
    private static final long SETTLE = 1_200 * MILLI;
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final NodeId C = new NodeId("c");
    private static final List<NodeId> ALL = List.of(A, B, C);

    private record Letter(NodeId from, Action.Send send) {}

    private final Map<NodeId, ExternalCoordinator> nodes = new HashMap<>();
    private final Map<NodeId, List<Action>> done = new HashMap<>();
    private final Queue<Letter> mail = new ArrayDeque<>();
    private final Set<NodeId> cut = new HashSet<>();
    private long now = 1_000 * MILLI;

    @BeforeEach
    void start() {
        for (NodeId node : ALL) {
            nodes.put(
                    node,
                    new ExternalCoordinator(
                            new Membership(node, ALL, List.of()), Timing.lan(), SETTLE, Ballot.BLANK, now));
            done.put(node, new ArrayList<>());
            has(node, 0, 100);
        }
    }

    @Test
    void theNodeThatGetsTheAddressServesAfterTheSettleTimeAndNotBefore() {
        give(A);
        run(SETTLE / MILLI - 50);
        assertThat(first(A, Action.StartServing.class)).isEmpty();

        run(100);
        assertThat(first(A, Action.StartServing.class)).isPresent();
        assertThat(done.get(A).indexOf(first(A, Action.Persist.class).orElseThrow()))
                .isLessThan(
                        done.get(A).indexOf(first(A, Action.StartServing.class).orElseThrow()));
        assertThat(first(B, Action.Follow.class)).map(Action.Follow::leader).contains(A);
    }

    @Test
    void withoutTheAddressNothingIsServedAndTheElectorIsTold() {
        tell(A, new Event.PromoteRequested());
        run(1_500);

        assertThat(first(A, Action.StartServing.class)).isEmpty();
        assertThat(check(A)).returns(false, Action.AnswerOperator::accepted);
        assertThat(check(A).text()).contains("address is not on this machine");
    }

    @Test
    void theObjectionEndsSoThatAHealedMachineIsACandidateAgain() {
        tell(A, new Event.PromoteRequested());
        run(1_500);
        assertThat(check(A).accepted()).isFalse();

        run(11_000);
        assertThat(check(A).accepted()).isTrue();
    }

    @Test
    void aStandbyThatIsNotReadyFailsTheCheck() {
        tell(A, new Event.SelfReported(new Report(new Position(0, 100), 7, false)));
        assertThat(check(A).accepted()).isFalse();
    }

    @Test
    void nobodyServesWhileAReachableNodeStillDoes() {
        lead(A);
        give(B);
        run(2_000);
        assertThat(first(B, Action.StartServing.class)).isEmpty();

        run(6_000);
        assertThat(nodes.get(B).view(now).bidStage()).isEmpty();
        assertThat(check(B).text()).contains("still serves");
        assertThat(nodes.get(A).view(now).leading()).contains(LeaderStage.SERVING);
    }

    @Test
    void aDemotedMasterGivesItsLastChangesToItsSuccessor() {
        lead(A);
        has(B, epoch(A), 150);
        give(B);
        tell(A, new Event.DemoteRequested("test"));
        tell(A, new Event.AddressSeen(false));
        long served = epoch(A);
        assertThat(first(A, Action.Drain.class)).isPresent();
        tell(A, new Event.Drained(served, new Position(served, 160)));
        tell(A, new Event.SelfReported(new Report(new Position(served, 160), 7, false)));
        run(1_500);

        Action.FetchTail fetch = first(B, Action.FetchTail.class).orElseThrow();
        assertThat(fetch.upTo()).isEqualTo(new Position(served, 160));
        assertThat(first(B, Action.StartServing.class)).isEmpty();
        tell(B, new Event.TailFetched(new Report(new Position(served, 160), 7, true)));
        run(50);
        assertThat(first(B, Action.StartServing.class)).isPresent();
        assertThat(epoch(B)).isGreaterThan(served);
        assertThat(first(A, Action.Follow.class)).map(Action.Follow::leader).contains(B);
    }

    @Test
    void whoCannotGetTheChangesOfAReachableNodeIsNoMaster() {
        lead(A);
        has(B, epoch(A), 150);
        has(C, epoch(A), 140);
        cut.add(A);
        run(1_000);
        give(C);
        int fetches = 0;
        for (int i = 0; i < 800; i++) {
            run(10);
            if (first(C, Action.FetchTail.class).isPresent()) {
                fetches++;
                done.get(C).clear();
                tell(C, new Event.TailFailed(B, "test"));
            }
        }
        assertThat(fetches).isPositive();
        assertThat(nodes.get(C).view(now).leading()).isEmpty();
        assertThat(check(C).accepted()).isFalse();
    }

    @Test
    void aLostMasterIsReplacedAndFollowsWhenItComesBack() {
        lead(A);
        has(B, epoch(A), 150);
        has(C, epoch(A), 150);
        cut.add(A);
        run(1_000);
        give(B);
        run(1_500);
        tell(B, new Event.MasterListening(epoch(B)));
        assertThat(nodes.get(B).view(now).leading()).contains(LeaderStage.SERVING);

        cut.clear();
        run(300);
        assertThat(first(A, Action.StopServing.class)).isPresent();
        assertThat(nodes.get(A).view(now).leader()).contains(B);
        assertThat(nodes.get(B).view(now).leading()).contains(LeaderStage.SERVING);
    }

    @Test
    void twoMastersOfADividedNetworkNeverUseTheSameEpoch() {
        cut.add(A);
        give(A);
        give(B);
        run(1_500);
        assertThat(nodes.get(A).view(now).leading()).isPresent();
        assertThat(nodes.get(B).view(now).leading()).isPresent();
        assertThat(epoch(A)).isNotEqualTo(epoch(B));

        cut.clear();
        run(300);
        long masters = ALL.stream()
                .filter(node -> nodes.get(node).view(now).leading().isPresent())
                .count();
        assertThat(masters).isEqualTo(1);
    }

    @Test
    void aMasterThatFailsToStartHandsBackAndFailsTheCheck() {
        give(A);
        run(1_300);
        tell(A, new Event.MasterFailed(epoch(A), "no memory"));

        assertThat(nodes.get(A).view(now).leading()).isEmpty();
        assertThat(check(A)).returns(false, Action.AnswerOperator::accepted);
        give(B);
        run(1_500);
        assertThat(first(B, Action.StartServing.class)).isPresent();
    }

    @Test
    void aMasterWhoseAddressWentAwayStops() {
        lead(A);
        tell(A, new Event.AddressSeen(false));
        run(SETTLE / MILLI + 50);
        assertThat(first(A, Action.Drain.class)).isPresent();
    }

    @Test
    void aFrozenMasterGoesOnOnlyWhenNobodyTookOver() {
        lead(A);
        now += 3_000 * MILLI;
        tell(A, new Event.Tick());
        assertThat(first(A, Action.Suspend.class)).isPresent();
        assertThat(nodes.get(A).view(now).leaseUntil()).isEmpty();

        run(1_300);
        assertThat(first(A, Action.Resume.class)).isPresent();
        assertThat(nodes.get(A).view(now).leading()).contains(LeaderStage.SERVING);
    }

    @Test
    void pauseAndSwitchoverSayWhoDecides() {
        tell(A, new Event.SwitchoverRequested(Optional.empty()));
        assertThat(last(A, Action.AnswerOperator.class).text()).contains("ELECTION = external");
    }

    @Test
    void anInternalElectionRefusesTheElectorsCommands() {
        var internal = new Coordinator(new Membership(A, ALL, List.of()), Timing.lan(), Ballot.BLANK, now);

        assertThat(internal.handle(new Event.PromoteRequested(), now))
                .singleElement()
                .isInstanceOfSatisfying(
                        Action.AnswerOperator.class,
                        answer -> assertThat(answer.accepted()).isFalse());
    }

    private void lead(NodeId node) {
        give(node);
        run(1_300);
        tell(node, new Event.MasterListening(epoch(node)));
        assertThat(nodes.get(node).view(now).leading()).contains(LeaderStage.SERVING);
    }

    private long epoch(NodeId node) {
        return nodes.get(node).view(now).leaderEpoch();
    }

    private void give(NodeId node) {
        tell(node, new Event.AddressSeen(true));
        tell(node, new Event.PromoteRequested());
    }

    private void has(NodeId node, long epoch, long version) {
        tell(node, new Event.SelfReported(new Report(new Position(epoch, version), 7, true)));
    }

    private Action.AnswerOperator check(NodeId node) {
        tell(node, new Event.CheckRequested());
        return last(node, Action.AnswerOperator.class);
    }

    private void run(long millis) {
        for (long end = now + millis * MILLI; now < end; now += 10 * MILLI) {
            ALL.forEach(node -> tell(node, new Event.Tick()));
            for (int waiting = mail.size(); waiting > 0; waiting--) {
                Letter letter = mail.remove();
                if (!cut.contains(letter.from()) && !cut.contains(letter.send().to())) {
                    tell(
                            letter.send().to(),
                            new Event.Received(letter.from(), letter.send().message()));
                }
            }
        }
    }

    private void tell(NodeId node, Event event) {
        for (Action action : nodes.get(node).handle(event, now)) {
            if (action instanceof Action.Send send) {
                mail.add(new Letter(node, send));
            } else {
                done.get(node).add(action);
            }
        }
    }

    private <T extends Action> Optional<T> first(NodeId node, Class<T> type) {
        return done.get(node).stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private <T extends Action> T last(NodeId node, Class<T> type) {
        return done.get(node).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .reduce((_, later) -> later)
                .orElseThrow();
    }
}
