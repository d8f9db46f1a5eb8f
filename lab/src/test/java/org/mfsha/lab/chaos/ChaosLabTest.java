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
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.mfsha.lab.Lab;
import org.mfsha.lab.LabSpec;
import org.mfsha.lab.RequiresLab;
import org.mfsha.lab.TestLabs;
import org.mfsha.lab.chaos.fault.Kind;

/** Almost a minute of chaos, another one each time. What it leaves is in {@code build/chaos-test}. */
@Tag("lab")
@RequiresLab
@Timeout(400)
@EnabledIfSystemProperty(
        named = "mfsha.chaos",
        matches = "true",
        disabledReason = "not soaked ten times in a row yet; make chaos runs the same")
class ChaosLabTest {
    private static final Duration LENGTH = Duration.ofSeconds(35);
    private static final int MOST_ROUNDS = 20;

    /** After a refusal MooseFS may let a write wait for two minutes ({@link Bounds}): left to longer runs. */
    private static final Set<Kind> KINDS = EnumSet.complementOf(EnumSet.of(Kind.ADDRESS_STOLEN));

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
                assertThat(new Summary(seed, 1, results, Optional.empty()).violations())
                        .as("seed %d; see %s", seed, output)
                        .isEmpty();
            } finally {
                lab.copyLogs(output.resolve("logs"));
            }
        }
    }
}
