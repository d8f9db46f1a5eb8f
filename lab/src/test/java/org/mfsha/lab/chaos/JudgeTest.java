package org.mfsha.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mfsha.lab.chaos.Violation.Rule;
import org.mfsha.lab.chaos.fault.Kind;
import org.mfsha.lab.control.Takeover;
import org.mfsha.lab.load.Figures;
import org.mfsha.lab.load.Missing;
import org.mfsha.lab.load.Operation;

class JudgeTest {
    private static final long SECOND = 1_000_000_000;
    private static final long MILLI = 1_000_000;
    private static final long BEGIN = 100 * SECOND;
    private static final long STRUCK = BEGIN + 50 * MILLI;
    private static final long END = 103 * SECOND;

    private final Scenario scenario = new Scenario();

    @Test
    void aCalmRoundIsNoViolation() {
        assertThat(violations(Kind.HOST_LOST)).isEmpty();
    }

    @Test
    void theLastMomentOfALostHostIsExcusedAndCounted() {
        scenario.missing = List.of(lost(BEGIN - 150 * MILLI), lost(BEGIN + 500 * MILLI));

        assertThat(violations(Kind.HOST_LOST)).isEmpty();
        assertThat(Judge.excused(scenario.seen(Kind.HOST_LOST))).isEqualTo(2);
        assertThat(Judge.missing(scenario.seen(Kind.HOST_LOST))).isEqualTo(2);
    }

    @Test
    void whatALostHostAcknowledgedLongBeforeIsNotExcused() {
        scenario.missing = List.of(lost(BEGIN - 250 * MILLI));

        assertThat(violations(Kind.HOST_LOST)).containsExactly(Rule.ACKNOWLEDGED_STAYS);
    }

    @Test
    void whatTheNewLeaderAcknowledgedIsNotExcused() {
        scenario.lastListening = BEGIN + 400 * MILLI;
        scenario.missing = List.of(lost(BEGIN + 700 * MILLI));

        assertThat(violations(Kind.CUT_FROM_PEERS)).containsExactly(Rule.ACKNOWLEDGED_STAYS);
    }

    @Test
    void whatWasAcknowledgedAfterTheLeaseMustHaveEndedIsNotExcused() {
        long end = STRUCK + Bounds.LAST_LEASE_NANOS;
        scenario.missing = List.of(lost(end));
        assertThat(violations(Kind.CUT_FROM_PEERS)).isEmpty();

        scenario.missing = List.of(lost(end + MILLI));
        assertThat(violations(Kind.CUT_FROM_PEERS)).containsExactly(Rule.ACKNOWLEDGED_STAYS);
    }

    @Test
    void whatTheReturningHostDoesNotNameIsNotExcusedUnlessItsDiskWasFull() {
        scenario.missing = List.of(lost(BEGIN));
        scenario.lostNames = Set.of("g");

        assertThat(violations(Kind.HOST_LOST)).containsExactly(Rule.ACKNOWLEDGED_STAYS);
        assertThat(violations(Kind.DISK_FULL)).isEmpty();
    }

    @Test
    void aRenameIsExcusedByEitherOfItsNames() {
        scenario.missing = List.of(new Missing(Operation.rename("g", "h"), BEGIN, "h is not there"));
        scenario.lostNames = Set.of("h");

        assertThat(violations(Kind.HOST_LOST)).isEmpty();
    }

    @Test
    void nothingIsExcusedWhenNobodyTookOver() {
        scenario.missing = List.of(lost(BEGIN));
        scenario.takeovers = List.of();
        scenario.leader = "m1";
        scenario.servers = List.of("m1");

        assertThat(violations(Kind.HOST_LOST)).containsExactly(Rule.ACKNOWLEDGED_STAYS);
    }

    @Test
    void nothingIsExcusedAfterTheDeathOfAProcessAHangOrASwitchover() {
        scenario.missing = List.of(lost(BEGIN));

        for (Kind kind : List.of(Kind.MASTER_KILLED, Kind.MASTER_HUNG, Kind.SWITCHOVER, Kind.STANDBY_LOST)) {
            assertThat(violations(kind)).as("%s", kind).containsExactly(Rule.ACKNOWLEDGED_STAYS);
        }
    }

    @Test
    void aFlappingLeaderMayBeLostAtAnyTimeButNotLater() {
        scenario.lastListening = END + 10 * SECOND;
        scenario.missing = List.of(lost(END));
        assertThat(violations(Kind.LINK_FLAPS)).isEmpty();

        scenario.missing = List.of(lost(END + SECOND));
        assertThat(violations(Kind.LINK_FLAPS)).containsExactly(Rule.ACKNOWLEDGED_STAYS);
    }

    @Test
    void anErrorIsAViolation() {
        scenario.errors = List.of("CREATE f: Input/output error");

        assertThat(violations(Kind.HOST_LOST)).containsExactly(Rule.NO_ERRORS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MKDIR d/e: java.nio.file.FileSystemException: d/e: Stale file handle",
                "WRITE d/f: java.io.IOException: Bad file descriptor"
            })
    void whatALostInodeLooksLikeFollowsFromAnExcusedLossAndIsAViolationWithoutOne(String error) {
        scenario.errors = List.of(error);
        assertThat(violations(Kind.HOST_LOST)).containsExactly(Rule.NO_ERRORS);

        scenario.missing = List.of(lost(BEGIN));
        assertThat(violations(Kind.HOST_LOST)).isEmpty();

        scenario.errors = List.of("MKDIR d/e: java.nio.file.FileSystemException: d/e: Input/output error");
        assertThat(violations(Kind.HOST_LOST)).containsExactly(Rule.NO_ERRORS);
    }

    @Test
    void aLockGivenToTwoIsAViolationUnlessItWasLostWithTheLastMoment() {
        scenario.lockOffences = List.of(lost(BEGIN - 10 * MILLI));
        assertThat(violations(Kind.MASTER_KILLED)).containsExactly(Rule.LOCKS_ARE_RESPECTED);
        assertThat(violations(Kind.HOST_LOST)).isEmpty();

        scenario.lostNames = Set.of();
        assertThat(violations(Kind.HOST_LOST)).containsExactly(Rule.LOCKS_ARE_RESPECTED);
    }

    @Test
    void aServerThatDidNotLeadThenIsAViolation() {
        scenario.leaders = List.of("m1", "m2", "m1", "m2");
        scenario.servers = List.of("m1", "m2");
        assertThat(violations(Kind.HOST_LOST)).isEmpty();

        scenario.leaders = List.of("m1", "m2");
        scenario.servers = List.of("m1", "m2", "m1", "m2");
        assertThat(violations(Kind.HOST_LOST)).containsExactly(Rule.ONE_MASTER);
    }

    @Test
    void aCaptureThatDidNotSeeTheLeaderAnswerIsAViolation() {
        scenario.servers = List.of();
        assertThat(violations(Kind.HOST_LOST)).containsExactly(Rule.WATCH_SEES);

        scenario.servers = List.of("m1");
        assertThat(violations(Kind.HOST_LOST)).containsExactly(Rule.WATCH_SEES);
    }

    @Test
    void looksAtTheHostsThatDidNotSeeTheLeaderAreAViolation() {
        scenario.onHosts = Set.of("m1");

        assertThat(violations(Kind.HOST_LOST)).containsExactly(Rule.WATCH_SEES);
    }

    @Test
    void twoHostsThatCouldServeAtOnceAreAViolation() {
        scenario.together = List.of("m1 and m2");

        assertThat(violations(Kind.HOST_LOST)).containsExactly(Rule.ONE_MASTER);
    }

    @Test
    void aStallBeyondItsBoundIsAViolation() {
        long bound = Bounds.metadataMillis(scenario.seen(Kind.HOST_LOST).strikes(), true);
        scenario.stallNanos = bound * MILLI;
        assertThat(violations(Kind.HOST_LOST)).isEmpty();

        scenario.stallNanos = (bound + 1) * MILLI;
        assertThat(violations(Kind.HOST_LOST)).containsExactly(Rule.OUTAGE_IS_BOUNDED);
    }

    @Test
    void anOperationBeyondTheBoundIsAViolationThoughOthersWentOnMeanwhile() {
        scenario.worstNanos =
                (Bounds.metadataMillis(scenario.seen(Kind.HOST_LOST).strikes(), true) + 1) * MILLI;

        assertThat(violations(Kind.HOST_LOST)).containsExactly(Rule.OUTAGE_IS_BOUNDED);
    }

    @Test
    void aFaultThatShouldStopNobodyExplainsNoStallUnlessSomebodyTookOver() {
        scenario.stallNanos = 4 * SECOND;
        assertThat(violations(Kind.WITNESS_LOST)).isEmpty();

        scenario.takeovers = List.of();
        assertThat(violations(Kind.WITNESS_LOST)).containsExactly(Rule.OUTAGE_IS_BOUNDED);
    }

    @Test
    void aPauseMayLastAsLongAsItsFaultAndTcpAfterIt() {
        scenario.takeovers = List.of();
        scenario.stallNanos = 2 * (END - BEGIN) + SECOND;
        assertThat(violations(Kind.CUT_FROM_CLIENTS)).isEmpty();

        scenario.faultEnd = BEGIN + SECOND;
        assertThat(violations(Kind.CUT_FROM_CLIENTS)).containsExactly(Rule.OUTAGE_IS_BOUNDED);
    }

    private List<Rule> violations(Kind kind) {
        return Judge.violations(scenario.seen(kind)).stream()
                .map(Violation::rule)
                .toList();
    }

    private static Missing lost(long acknowledgedNanos) {
        return new Missing(Operation.on(Operation.Kind.CREATE, "f"), acknowledgedNanos, "f is not there");
    }

    /** A takeover without anything wrong, unless it is changed. */
    private static final class Scenario {
        private long faultEnd = END;
        private long stallNanos = SECOND;
        private long worstNanos = SECOND;
        private List<String> errors = List.of();
        private List<Missing> missing = List.of();
        private List<Missing> lockOffences = List.of();
        private List<String> together = List.of();
        private String leader = "m2";
        private List<String> leaders = List.of("m1", "m2");
        private List<String> servers = List.of("m1", "m2");
        private Set<String> onHosts = Set.of("m1", "m2");
        private Set<String> lostNames = Set.of("f");
        private long lastListening = END;
        private List<Takeover> takeovers =
                List.of(new Takeover(2, "m2", Optional.of("m1"), "lease-lost", 1, 2, Map.of(), List.of()));

        Observation seen(Kind kind) {
            Planned planned = new Planned(kind, kind.draw(new SplittableRandom(1)), 0, 3000);
            Figures metadata = new Figures(1, 0, errors, stallNanos, worstNanos, "CREATE f");
            Figures other = new Figures(1, 0, List.of(), 1, 1, "CREATE f");
            return new Observation(
                    List.of(new Strike(planned, BEGIN, STRUCK, faultEnd)),
                    faultEnd,
                    metadata,
                    other,
                    other,
                    missing,
                    lockOffences,
                    new Reign(leader, takeovers, leaders, lastListening, lostNames),
                    new Sighting(servers, onHosts, together));
        }
    }
}
