package org.mfsha.lab.control;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One entry of the history of leaderships.
 *
 * @param startedAtEpochMillis wall clock when the new leader began to take over
 * @param listeningAtEpochMillis wall clock when its mfsmaster listened; 0 if it never did
 * @param phaseMicros how long each part of the takeover took, in order
 * @param lost operations of the previous leader that the new one does not have
 */
public record Takeover(
        long epoch,
        String leader,
        Optional<String> previousLeader,
        String reason,
        long startedAtEpochMillis,
        long listeningAtEpochMillis,
        Map<String, Long> phaseMicros,
        List<String> lost) {

    static Takeover from(Object json) {
        Fields fields = Fields.of(json);
        Map<String, Long> phases = new LinkedHashMap<>();
        for (Fields phase : fields.objects("phases")) {
            phases.merge(phase.text("name").orElse("?"), phase.number("micros"), Long::sum);
        }
        return new Takeover(
                fields.number("epoch"),
                fields.text("leader").orElse(""),
                fields.text("previousLeader"),
                fields.text("reason").orElse(""),
                fields.instant("startedAt"),
                fields.instant("listeningAt"),
                phases,
                fields.texts("lost"));
    }
}
