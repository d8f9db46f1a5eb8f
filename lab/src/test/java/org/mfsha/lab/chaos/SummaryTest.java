package org.mfsha.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.lab.chaos.Violation.Rule;
import org.mfsha.lab.chaos.fault.Kind;
import tools.jackson.jr.ob.JSON;

class SummaryTest {
    @Test
    void itHoldsTheNumbersAProgramLooksFor(@TempDir Path directory) throws Exception {
        Round round = Schedule.draw(1, 1, Arrays.asList(Kind.values())).rounds().getFirst();
        RoundResult bad = new RoundResult(
                round,
                1000,
                "something happens",
                "m1",
                Optional.empty(),
                Optional.empty(),
                List.of(new Violation(Rule.CALM_RETURNS, "nobody leads")));
        Path file = directory.resolve("deep").resolve("summary.json");

        new Summary(42, 0.5, List.of(bad), Optional.empty()).write(file);

        Map<String, Object> json = JSON.std.mapFrom(Files.readString(file));
        assertThat(json)
                .containsEntry("seed", 42)
                .containsEntry("minutes", 0.5)
                .containsEntry("faults", round.faults().size())
                .containsEntry("takeovers", 0)
                .containsEntry("violations", 1)
                .containsEntry("missing", 0)
                .containsEntry("missing_excused", 0)
                .containsEntry("io_errors", 0)
                .containsEntry("io_errors_excused", 0)
                .containsEntry("worst_metadata_stall_ms", 0)
                .containsEntry("worst_data_stall_ms", 0);
        assertThat(json.get("by_kind"))
                .asString()
                .contains(round.faults().getFirst().kind().label());
        assertThat(json.get("violation_list")).asString().contains("no calm").contains("nobody leads");
    }
}
