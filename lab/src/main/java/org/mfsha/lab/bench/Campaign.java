package org.mfsha.lab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.mfsha.lab.LabGuard;
import org.mfsha.lab.LabSpec;
import org.mfsha.lab.bench.contender.Contender;
import org.mfsha.lab.bench.contender.Contenders;
import org.mfsha.lab.bench.contender.Metadata;
import org.mfsha.lab.bench.contender.MetadataMill;
import org.mfsha.lab.bench.model.CostResult;
import org.mfsha.lab.bench.model.FaultResult;
import org.mfsha.lab.bench.model.Results;
import org.mfsha.lab.bench.model.Size;
import org.mfsha.lab.bench.model.Trial;

/** Works through a plan. A trial that breaks is told and made again at the next start; too many in a row end it. */
final class Campaign {
    private static final int BROKEN_IN_A_ROW_AT_MOST = 4;
    private static final Duration START_LIMIT = Duration.ofMinutes(4);

    private final Plan plan;
    private final Path output;
    private final Story story;
    private final MetadataMill mill;
    private int made;

    /** @param output directory for results, logs and generated metadata */
    Campaign(Plan plan, Path output, Story story) {
        this.plan = plan;
        this.output = output;
        this.story = story;
        this.mill = new MetadataMill(output.resolve("metadata"));
    }

    /**
     * Makes every trial that earlier results lack.
     *
     * @return all results
     */
    Results run(Results earlier) throws IOException, InterruptedException {
        Results results = earlier;
        int brokenInARow = 0;
        Files.createDirectories(output);
        for (Trial trial : plan.trials()) {
            if (!Plan.isOpen(trial, results)) {
                continue;
            }
            List<Trial> left = plan.left(results);
            story.begin(trial, left.size(), Progress.secondsFor(left, results));
            try {
                results = made(trial, results);
                brokenInARow = 0;
            } catch (IOException | TimeoutException failure) {
                story.broken(failure);
                results = broken(trial, results, failure);
                brokenInARow++;
            }
            results.write(output.resolve("results.json"));
            if (brokenInARow == BROKEN_IN_A_ROW_AT_MOST) {
                throw new IOException(
                        brokenInARow + " trials in a row broke; their logs are in " + output.resolve("logs"));
            }
        }
        return results;
    }

    private Results made(Trial trial, Results results) throws IOException, InterruptedException, TimeoutException {
        Metadata metadata = mill.of(size(trial));
        long begun = System.nanoTime();
        LabSpec spec = LabSpec.named("bench" + ProcessHandle.current().pid() + "t" + ++made);
        Contender contender = switch (trial) {
            case Trial.Fault fault -> Contenders.make(fault.tool(), spec);
            case Trial.Cost cost -> Contenders.forCost(cost.attached(), spec);
        };
        LabGuard guard = LabGuard.over(contender.lab(), output.resolve("logs").resolve(trial.name()));
        try {
            contender.start(metadata, START_LIMIT);
            contender.awaitCalm(START_LIMIT);
            return switch (trial) {
                case Trial.Fault fault -> {
                    FaultResult result = new FaultTrial(contender, fault, limit(fault.size()), begun).run();
                    story.tell(result);
                    yield results.with(result);
                }
                case Trial.Cost cost -> {
                    CostResult result = new CostTrial(contender, cost, begun).run();
                    story.tell(result);
                    yield results.with(result);
                }
            };
        } finally {
            guard.release();
        }
    }

    private static Results broken(Trial trial, Results results, Exception failure) {
        return trial instanceof Trial.Fault fault
                ? results.with(FaultResult.broken(fault, String.valueOf(failure.getMessage()), 0, FaultTrial.now()))
                : results;
    }

    private static Size size(Trial trial) {
        return trial instanceof Trial.Fault fault ? fault.size() : Size.SMALL;
    }

    /** Long enough for the slowest tool that does take over; the same for all tools. */
    private static Duration limit(Size size) {
        return size.compareTo(Size.SMALL) > 0 ? Duration.ofSeconds(60) : Duration.ofSeconds(40);
    }
}
