package org.mfsha.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mfsha.lab.Lab;
import org.mfsha.lab.LabSpec;
import org.mfsha.lab.RequiresLab;
import org.mfsha.lab.TestLabs;
import org.mfsha.lab.chaos.Violation.Rule;
import org.mfsha.lab.chaos.fault.Kind;
import org.mfsha.lab.failover.Cluster;

/** Almost a minute of chaos, another one each time. What it leaves is in {@code build/chaos-test}. */
@Tag("lab")
@RequiresLab
@Timeout(400)
class ChaosLabTest {
    private static final Duration LENGTH = Duration.ofSeconds(35);
    private static final int MOST_ROUNDS = 20;

    /** After a refusal MooseFS may let a write wait for two minutes ({@link Bounds}): left to longer runs. */
    private static final Set<Kind> KINDS = EnumSet.complementOf(EnumSet.of(Kind.ADDRESS_STOLEN));

    /** What no second try excuses. */
    private static final Set<Rule> PROMISES = EnumSet.of(Rule.ONE_MASTER, Rule.ACKNOWLEDGED_STAYS);

    @Test
    void almostAMinuteOfChaosViolatesNothing() throws Exception {
        long seed = ThreadLocalRandom.current().nextLong(1_000_000_000);
        Path output =
                Path.of(System.getProperty("mfsha.root", "")).resolve("build").resolve("chaos-test");
        System.out.println("again: make chaos SEED=" + seed + " MINUTES=1 CHAOS_ARGS='--without ADDRESS_STOLEN'");
        Schedule schedule = Schedule.draw(seed, MOST_ROUNDS, KINDS);
        Report report = new Report(System.out);
        try (Lab lab = ChaosRun.makeLab(LabSpec.named(TestLabs.freshName()));
                ChaosRun run = ChaosRun.begin(lab, output, seed)) {
            try {
                List<RoundResult> results = run.run(schedule, LENGTH, report::tell);

                assertThat(results).isNotEmpty();
                assertThat(results.stream()
                                .flatMap(result -> result.violations().stream())
                                .filter(violation -> PROMISES.contains(violation.rule())))
                        .as("%s; seed %d; see %s", Cluster.PROMISE_BROKEN, seed, output)
                        .isEmpty();
                assertThat(new Summary(seed, 1, results, Optional.empty()).violations())
                        .as("seed %d; see %s", seed, output)
                        .isEmpty();
            } finally {
                lab.copyLogs(output.resolve("logs"));
            }
        }
    }
}
