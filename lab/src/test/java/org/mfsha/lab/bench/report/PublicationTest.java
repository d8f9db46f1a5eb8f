package org.mfsha.lab.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.lab.bench.model.FaultCase;
import org.mfsha.lab.bench.model.Results;
import org.mfsha.lab.bench.model.Samples;
import org.mfsha.lab.bench.model.Size;
import org.mfsha.lab.bench.model.Tool;

class PublicationTest {
    private static final String LOSSES = """
            {"good": true, "broken": ["fault 7: <no> leader"], "all": [{"number": 1}],
             "master-kill": {"faults": 200, "acknowledged": 123456, "missing": 0,
               "takeover_ms": {"count": 200, "median": 116.0, "p95": 140.0, "worst": 166.0}}}
            """;
    private static final String DEMO = """
            {"steps": {"host-loss": {"runs": 10, "takeover_ms": {"median": 572, "worst": 650}}}, "runs": []}
            """;

    @TempDir
    private Path directory;

    private Path build;
    private Path docs;
    private Publication publication;

    @BeforeEach
    void measure() throws IOException {
        build = directory.resolve("build");
        docs = directory.resolve("docs");
        Files.createDirectories(build.resolve("bench"));
        publication = new Publication(build, build.resolve("bench"));
        results().write(build.resolve("bench/results.json"));
    }

    private static Results results() {
        return Results.begin(Map.of("kernel", "6.18"))
                .with(Samples.fault(Tool.HOW_TO, FaultCase.HOST_LOSS, Size.SMALL, 1, 9400, 9400))
                .with(Samples.fault(Tool.MFSHA, FaultCase.HOST_LOSS, Size.SMALL, 1, 600, 1100))
                .with(Samples.unnoticed(Tool.HOW_TO, FaultCase.MASTER_HUNG, Size.SMALL))
                .with(Samples.fault(Tool.MFSHA, FaultCase.MASTER_HUNG, Size.SMALL, 1, 3600, 4100))
                .with(Samples.cost(1, false, 2000, 0))
                .with(Samples.cost(1, true, 1900, 4));
    }

    @Test
    void theDocumentHasRatiosBeforeTimesAndEveryRun() throws IOException {
        String text = Files.readString(publication.publish(docs));

        assertThat(text)
                .contains("| host lost | 10 thousand | how-to | 16 | 8.5 |")
                .contains("| mfsmaster hung | 10 thousand | how-to | not noticed | not noticed |")
                .contains("| host lost | 10 thousand | how-to | 1 | 9.4 / 9.4 | 9.4 / 9.4 |")
                .contains("| 1 | host lost | 10 thousand | mfsha | recovered | 600 | 1100 |")
                .contains("MISSED")
                .contains("| kernel | 6.18 |");
        assertThat(text.indexOf("How many times longer")).isLessThan(text.indexOf("## How long applications"));
        assertThat(text.lines()).noneMatch(line -> line.contains("null") || line.contains("NaN"));
    }

    @Test
    void whatOtherMeasurementsFoundIsASectionOfItsOwn() throws IOException {
        measureOthers();

        assertThat(Files.readString(publication.publish(docs)))
                .contains("| master-kill | 200 | 123,456 | 0 |", "116 / 140 / 166", "fault 7: <no> leader")
                .contains("| host-loss | 10 | 572 / 650 |");
        assertThat(docs.resolve("benchmarks/losses.json"))
                .content()
                .contains("master-kill")
                .doesNotContain("number");
    }

    private void measureOthers() throws IOException {
        Files.createDirectories(build.resolve("losses"));
        Files.createDirectories(build.resolve("demo-runs"));
        Files.writeString(build.resolve("losses/summary.json"), LOSSES);
        Files.writeString(build.resolve("demo-runs/runs.json"), DEMO);
    }

    @Test
    void whatWasPublishedStaysWhenItIsNotMeasuredHere() throws IOException {
        measureOthers();
        String before = Files.readString(publication.publish(docs));
        Publication elsewhere = new Publication(directory.resolve("other"), directory.resolve("other/bench"));

        assertThat(elsewhere.publish(docs)).hasContent(before);
    }

    @Test
    void withoutAnyResultsThereIsNothingToPublish() {
        Publication empty = new Publication(directory.resolve("other"), directory.resolve("other/bench"));
        assertThatThrownBy(() -> empty.publish(directory.resolve("empty")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("make bench");
    }

    @Test
    void chartsAreWholeNeedNothingFromOutsideAndKnowDarkPages() throws Exception {
        publication.publish(docs);
        for (String chart : new String[] {"stalls.svg", "takeover.svg"}) {
            String svg = Files.readString(docs.resolve("benchmarks").resolve(chart));
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(docs.resolve("benchmarks").resolve(chart).toFile());
            assertThat(svg.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http", "href", "url(");
            assertThat(svg).contains("prefers-color-scheme: dark");
        }
        assertThat(docs.resolve("benchmarks/stalls.svg")).content().contains("not noticed in 40 s", "0.60 / 1.1");
        assertThat(docs.resolve("benchmarks/takeover.svg")).content().contains("open-gate-to-listening");
    }
}
