package org.mfsha.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.agent.store.BallotFile;
import org.mfsha.core.Membership;
import org.mfsha.core.NodeId;
import org.mfsha.core.Timing;
import org.mfsha.core.election.Coordinator;
import org.mfsha.core.election.Coordinator.LeaderStage;
import org.mfsha.core.election.Coordinator.View;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Message;
import org.mfsha.core.protocol.Report;
import org.mfsha.linux.BootClock;

/** The loop with the real core; a cluster of one elects itself, a cluster of two needs an answer that never comes. */
final class CoreLoopTest {
    private static final NodeId SELF = new NodeId("a");
    private static final NodeId OTHER = new NodeId("b");
    private static final Report HOT = new Report(new Position(0, 100), 7, true);

    @TempDir
    private Path directory;

    private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Optional<View>> view = new AtomicReference<>(Optional.empty());
    private final AtomicInteger reports = new AtomicInteger();
    private final CountDownLatch failed = new CountDownLatch(1);
    private Optional<CoreLoop> started = Optional.empty();

    /** A message, and what was on disk when it was sent. */
    private record Sent(NodeId to, Message message, long promisedOnDisk) {}

    @AfterEach
    void stop() throws InterruptedException {
        if (started.isPresent()) {
            started.get().stop();
        }
    }

    @Test
    void aHotNodeThatIsAloneElectsItselfWithoutFurtherEvents() {
        CoreLoop loop = start(List.of(SELF), directory);
        loop.selfChanged();

        awaitStage(LeaderStage.STARTING);
    }

    @Test
    void theElectedEpochIsOnDisk() {
        CoreLoop loop = start(List.of(SELF), directory);
        loop.selfChanged();

        // What the node believes is published a moment before it is carried out.
        Await.until("the epoch on disk", () -> accepted().filter(SELF::equals).isPresent());
    }

    private Optional<NodeId> accepted() {
        try {
            return ballots(directory).load().accepted().last().map(EpochRecord::leader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aMasterThatListensMakesItAServingLeader() {
        serve();

        assertThat(view.get().orElseThrow().leaseUntil()).isPresent();
    }

    @Test
    void aColdNodeStaysWhatItIs() {
        var ticks = new AtomicInteger();
        start(List.of(SELF), directory, Report.EMPTY, _ -> ticks.incrementAndGet())
                .selfChanged();

        Await.until("some ticks", () -> ticks.get() > 3);
        assertThat(view.get().orElseThrow().leading()).isEmpty();
    }

    @Test
    void anEpochIsAnnouncedOnlyWithTheOwnPromiseOnDisk() {
        CoreLoop loop = start(List.of(SELF, OTHER), directory);
        loop.selfChanged();
        // The other node agrees to whatever it is asked.
        Await.until("an announcement", () -> {
            sent.stream()
                    .map(one -> one.message())
                    .filter(Message.Propose.class::isInstance)
                    .map(Message.Propose.class::cast)
                    .forEach(bid -> loop.post(new Event.Received(OTHER, promise(bid))));
            return sent.stream().anyMatch(one -> one.message() instanceof Message.Accept);
        });

        assertThat(sent)
                .filteredOn(one -> one.message() instanceof Message.Accept)
                .allSatisfy(one -> assertThat(one.promisedOnDisk())
                        .isGreaterThanOrEqualTo(one.message().epoch()));
    }

    @Test
    void aPromiseToAnotherNodeIsOnDiskBeforeItIsGiven() {
        CoreLoop loop = start(List.of(SELF, OTHER), directory, Report.EMPTY, _ -> {});
        Await.until("an answer", () -> {
            loop.post(new Event.Received(OTHER, new Message.Propose(5, false, HOT)));
            return sent.stream().anyMatch(one -> one.message() instanceof Message.Promise);
        });

        assertThat(sent)
                .filteredOn(one -> one.message() instanceof Message.Promise)
                .allSatisfy(one -> assertThat(one.promisedOnDisk()).isEqualTo(5));
    }

    @Test
    void aBallotThatCannotBeKeptEndsTheProcess() throws InterruptedException {
        start(List.of(SELF), directory.resolve("gone")).selfChanged();

        assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(view.get().orElseThrow().leading().filter(LeaderStage.SERVING::equals))
                .isEmpty();
    }

    @Test
    void anUnforeseenFaultEndsTheProcess() throws InterruptedException {
        start(List.of(SELF), directory, HOT, _ -> {
            throw new IllegalStateException("a fault made by the test");
        });

        assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anAdministratorGetsAnAnswerFromANodeThatDoesNotLead() throws Exception {
        CoreLoop loop = start(List.of(SELF, OTHER), directory);

        Action.AnswerOperator answer =
                loop.ask(new Event.SwitchoverRequested(Optional.empty())).get(10, TimeUnit.SECONDS);

        assertThat(answer.accepted()).isFalse();
        assertThat(answer.text()).isNotBlank();
    }

    @Test
    void everyAdministratorGetsAnAnswer() throws Exception {
        CoreLoop loop = serve();
        var answers = java.util.stream.IntStream.range(0, 20)
                .mapToObj(_ -> loop.ask(new Event.SwitchoverRequested(Optional.of(OTHER))))
                .toList();

        for (var answer : answers) {
            assertThat(answer.get(10, TimeUnit.SECONDS).accepted()).isFalse();
        }
    }

    @Test
    void manyNewsOfThisNodesDataBecomeOneReport() {
        var hold = new CountDownLatch(1);
        var held = new CountDownLatch(1);
        CoreLoop loop = start(List.of(SELF, OTHER), directory, Report.EMPTY, _ -> {
            held.countDown();
            await(hold);
        });
        await(held);
        for (int i = 0; i < 1_000; i++) {
            loop.selfChanged();
        }
        hold.countDown();
        Await.until("a report", () -> reports.get() > 0);
        loop.selfChanged();
        Await.until("another report", () -> reports.get() > 1);

        assertThat(reports).hasValue(2);
    }

    @Test
    void afterAStopNothingIsDecidedAnyMore() throws InterruptedException {
        CoreLoop loop = serve();
        loop.stop();
        Optional<View> last = view.get();
        loop.post(new Event.MasterLost(1, "too late"));

        assertThat(failed.await(300, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(view.get()).isSameAs(last);
    }

    private CoreLoop serve() {
        CoreLoop loop = start(List.of(SELF), directory);
        loop.selfChanged();
        awaitStage(LeaderStage.STARTING);
        loop.post(new Event.MasterListening(view.get().orElseThrow().leaderEpoch()));
        awaitStage(LeaderStage.SERVING);
        return loop;
    }

    private CoreLoop start(List<NodeId> candidates, Path ballotDirectory) {
        return start(candidates, ballotDirectory, HOT, _ -> {});
    }

    private CoreLoop start(List<NodeId> candidates, Path ballotDirectory, Report report, Consumer<View> alsoSees) {
        BallotFile ballots = ballots(ballotDirectory);
        if (Files.isDirectory(ballotDirectory)) {
            begin(ballots);
        }
        var runner = new ActionRunner(
                ballots::save,
                (to, message) -> sent.add(new Sent(to, message, promised(ballots))),
                Optional.empty(),
                new ElectionClock());
        var loop = new CoreLoop(
                new Coordinator(
                        new Membership(SELF, candidates, List.of()),
                        Timing.ofMillis(300, 100, 300, 30),
                        Action.Ballot.BLANK,
                        BootClock.nanos()),
                () -> {
                    reports.incrementAndGet();
                    return report;
                },
                runner,
                seen -> {
                    view.set(Optional.of(seen));
                    alsoSees.accept(seen);
                },
                failed::countDown);
        loop.start();
        started = Optional.of(loop);
        return loop;
    }

    private static BallotFile ballots(Path in) {
        return new BallotFile(in.resolve("ballot"));
    }

    private static void begin(BallotFile ballots) {
        try {
            ballots.begin();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long promised(BallotFile ballots) {
        try {
            return ballots.load().promised();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Message promise(Message.Propose bid) {
        return new Message.Promise(
                bid.epoch(),
                bid.rehearsal(),
                new Message.LastGrant(0, Long.MAX_VALUE),
                org.mfsha.core.history.Lineage.EMPTY,
                Optional.empty(),
                Report.EMPTY);
    }

    private void awaitStage(LeaderStage stage) {
        Await.until(
                stage.name(),
                () -> view.get().flatMap(View::leading).filter(stage::equals).isPresent());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
