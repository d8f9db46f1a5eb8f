package org.mfsha.lab.failover;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.SoftAssertions;
import org.mfsha.lab.load.Missing;
import org.mfsha.lab.load.Workload;

/** Two applications at work all the time, and what they may and may not notice of a fault. */
final class Applications implements AutoCloseable {
    private static final int WARM_OPERATIONS = 100;
    private static final int PROOF_OPERATIONS = 30;

    /** The line of an operation may not have left a host that stopped this soon after acknowledging it. */
    private static final long EXCUSABLE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** A lease and what the guard needs: a host that was frozen or cut off may acknowledge so long after the fault. */
    private static final long LEASE_NANOS = TimeUnit.MILLISECONDS.toNanos(800);

    /**
     * How much longer both may take where the machine itself stood still. What is missing from this span alone is a
     * failure that a second try may excuse; what is missing from outside it is a broken promise.
     */
    private static final long STANDSTILL_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

    /** The machine has few processors, and the speed of the work is not the point. */
    private static final Duration REST = Duration.ofMillis(3);

    private final Workload workload;

    Applications(Cluster cluster) throws IOException, InterruptedException, TimeoutException {
        workload = new Workload(cluster.lab().mount("client1"), cluster.lab().mount("client2"), "load", 1, REST);
        awaitProgress(WARM_OPERATIONS);
    }

    /** Waits until both applications have got something done from now on. */
    void awaitProgress() throws IOException, InterruptedException, TimeoutException {
        awaitProgress(PROOF_OPERATIONS);
    }

    private void awaitProgress(int operations) throws IOException, InterruptedException, TimeoutException {
        workload.awaitProgress(System.nanoTime(), operations, Duration.ofMinutes(1));
    }

    /** They work again, no operation has failed since then, and everything acknowledged is there. */
    void assertNothingLostSince(long faultNanos) throws IOException, InterruptedException, TimeoutException {
        assertUnharmedSince(faultNanos, (missing, slackNanos) -> false);
    }

    /** The same, but the last operations that a lost host acknowledged may be missing. */
    void assertOnlyLastMomentLostSince(long faultNanos) throws IOException, InterruptedException, TimeoutException {
        assertUnharmedSince(
                faultNanos,
                (missing, slackNanos) -> missing.acknowledgedNanos() - faultNanos >= -EXCUSABLE_NANOS - slackNanos
                        && missing.acknowledgedNanos() - faultNanos <= LEASE_NANOS + slackNanos);
    }

    /** Whether something may be missing after the fault. */
    private interface Excuse {
        boolean covers(Missing missing, long slackNanos);
    }

    /** All is looked at before anything is judged, so that one test's losses are not found by the next one. */
    private void assertUnharmedSince(long faultNanos, Excuse excuse)
            throws IOException, InterruptedException, TimeoutException {
        awaitProgress();
        long now = System.nanoTime();
        List<Missing> missing = workload.verify();
        SoftAssertions.assertSoftly(softly -> {
            softly.assertThat(workload.metadataFigures(faultNanos, now).errors())
                    .as("failed metadata operations")
                    .isEmpty();
            softly.assertThat(workload.dataFigures(faultNanos, now).errors())
                    .as("failed data operations")
                    .isEmpty();
            softly.assertThat(unexcused(missing, excuse, STANDSTILL_NANOS, faultNanos))
                    .as(Cluster.PROMISE_BROKEN + ": acknowledged and missing")
                    .isEmpty();
            softly.assertThat(unexcused(missing, excuse, 0, faultNanos))
                    .as("more than the last moment is missing")
                    .isEmpty();
        });
    }

    private static List<String> unexcused(List<Missing> missing, Excuse excuse, long slackNanos, long faultNanos) {
        return missing.stream()
                .filter(lost -> !excuse.covers(lost, slackNanos))
                .map(lost -> told(lost, faultNanos))
                .toList();
    }

    private static String told(Missing lost, long faultNanos) {
        return lost + ", acknowledged " + TimeUnit.NANOSECONDS.toMillis(lost.acknowledgedNanos() - faultNanos)
                + " ms after the fault";
    }

    @Override
    public void close() {
        workload.close();
    }
}
