package org.mfsha.lab.bench.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mfsha.lab.control.Fields;

/**
 * What came of a fault.
 *
 * @param note what went wrong, if anything did
 * @param limitMillis how long was waited at most until the applications went on
 * @param metadata what the metadata application felt
 * @param data what the data application felt
 * @param worstOperationMillis the longest operation of both that ended
 * @param acknowledged operations acknowledged from the start of the load to the end
 * @param missing how many of them were not there afterwards; empty when nobody could look
 * @param ioErrors operations that failed
 * @param hanging operations that had not ended long after the takeover
 * @param repeated operations that mfsmount sent twice
 * @param samples the first missing, failed and hanging operations, in words
 * @param listeningMillis from the fault until the next mfsmaster listened
 * @param phaseMicros the takeover's parts, in order
 * @param residentKib memory of each program before the fault, by {@code HOST PROGRAM}
 * @param seconds how long the whole trial took
 * @param at when it ended, in ISO 8601
 */
public record FaultResult(
        Trial.Fault trial,
        Outcome outcome,
        String note,
        long limitMillis,
        Stall metadata,
        Stall data,
        double worstOperationMillis,
        long acknowledged,
        Optional<Long> missing,
        long ioErrors,
        long hanging,
        long repeated,
        List<String> samples,
        Optional<Double> listeningMillis,
        Map<String, Long> phaseMicros,
        Map<String, Long> residentKib,
        double seconds,
        String at) {
    private static final Stall NONE = new Stall(0, false);

    /** A trial that could not be made to its end. */
    public static FaultResult broken(Trial.Fault trial, String why, double seconds, String at) {
        return new FaultResult(
                trial,
                Outcome.BROKEN,
                why,
                0,
                NONE,
                NONE,
                0,
                0,
                Optional.empty(),
                0,
                0,
                0,
                List.of(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                seconds,
                at);
    }

    static Optional<FaultResult> from(Fields fields) {
        Optional<Tool> tool = fields.text("tool").flatMap(Tool::of);
        Optional<FaultCase> fault = fields.text("case").flatMap(FaultCase::of);
        if (tool.isEmpty() || fault.isEmpty()) {
            return Optional.empty();
        }
        Trial.Fault trial =
                new Trial.Fault((int) fields.number("run"), tool.get(), fault.get(), new Size(fields.number("inodes")));
        return Optional.of(new FaultResult(
                trial,
                Outcome.valueOf(fields.text("outcome").orElse(Outcome.BROKEN.name())),
                fields.text("note").orElse(""),
                fields.number("limit_ms"),
                Stall.from(fields.object("metadata_stall")),
                Stall.from(fields.object("data_stall")),
                fields.decimal("worst_operation_ms").orElse(0.0),
                fields.number("acknowledged"),
                fields.decimal("missing").map(Double::longValue),
                fields.number("io_errors"),
                fields.number("hanging"),
                fields.number("repeated"),
                fields.texts("samples"),
                fields.decimal("listening_ms"),
                fields.numbers("phases_micros"),
                fields.numbers("resident_kib"),
                fields.decimal("seconds").orElse(0.0),
                fields.text("at").orElse("")));
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", trial.run());
        json.put("tool", trial.tool().id());
        json.put("case", trial.fault().id());
        json.put("inodes", trial.size().inodes());
        json.put("outcome", outcome.name());
        json.put("note", note);
        json.put("limit_ms", limitMillis);
        json.put("metadata_stall", metadata.toJson());
        json.put("data_stall", data.toJson());
        json.put("worst_operation_ms", worstOperationMillis);
        json.put("acknowledged", acknowledged);
        missing.ifPresent(count -> json.put("missing", count));
        json.put("io_errors", ioErrors);
        json.put("hanging", hanging);
        json.put("repeated", repeated);
        json.put("samples", samples);
        listeningMillis.ifPresent(millis -> json.put("listening_ms", millis));
        json.put("phases_micros", phaseMicros);
        json.put("resident_kib", residentKib);
        json.put("seconds", seconds);
        json.put("at", at);
        return json;
    }
}
