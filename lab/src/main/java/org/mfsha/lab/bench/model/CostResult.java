package org.mfsha.lab.bench.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mfsha.lab.control.Fields;

/**
 * What it costs that something is there.
 *
 * @param loads what was measured under each load, the idle one first
 * @param seconds how long the whole trial took
 * @param at when it ended, in ISO 8601
 */
public record CostResult(Trial.Cost trial, List<Measured> loads, double seconds, String at) {
    /**
     * One load.
     *
     * @param threads how many threads asked the file system without a pause; 0 = nobody did
     * @param operationsPerSecond metadata operations they completed
     * @param lag how far the standby was behind; empty without a standby or without changes
     * @param cpuMilli processor use by {@code HOST PROGRAM}, in thousandths of one processor
     * @param residentKib memory at the end by {@code HOST PROGRAM}
     */
    public record Measured(
            int threads,
            double operationsPerSecond,
            Optional<Lag> lag,
            Map<String, Long> cpuMilli,
            Map<String, Long> residentKib) {
        static Measured from(Fields fields) {
            Fields lag = fields.object("lag");
            return new Measured(
                    (int) fields.number("threads"),
                    fields.decimal("operations_per_second").orElse(0.0),
                    lag.decimal("median_ms").map(_ -> Lag.from(lag)),
                    fields.numbers("cpu_milli"),
                    fields.numbers("resident_kib"));
        }

        Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("threads", threads);
            json.put("operations_per_second", operationsPerSecond);
            lag.ifPresent(value -> json.put("lag", value.toJson()));
            json.put("cpu_milli", cpuMilli);
            json.put("resident_kib", residentKib);
            return json;
        }
    }

    /**
     * From a change being in the leader's changelog until it is in the standby's.
     *
     * @param writes how many writes of the leader's changelog were seen
     */
    public record Lag(double medianMillis, double p99Millis, double worstMillis, long writes) {
        static Lag from(Fields fields) {
            return new Lag(
                    fields.decimal("median_ms").orElse(0.0),
                    fields.decimal("p99_ms").orElse(0.0),
                    fields.decimal("worst_ms").orElse(0.0),
                    fields.number("writes"));
        }

        Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("median_ms", medianMillis);
            json.put("p99_ms", p99Millis);
            json.put("worst_ms", worstMillis);
            json.put("writes", writes);
            return json;
        }
    }

    /** What was measured under the load of so many threads. */
    public Optional<Measured> load(int threads) {
        return loads.stream().filter(load -> load.threads() == threads).findFirst();
    }

    static CostResult from(Fields fields) {
        return new CostResult(
                new Trial.Cost((int) fields.number("run"), fields.flag("attached")),
                fields.objects("loads").stream().map(Measured::from).toList(),
                fields.decimal("seconds").orElse(0.0),
                fields.text("at").orElse(""));
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", trial.run());
        json.put("attached", trial.attached());
        json.put("loads", loads.stream().map(Measured::toJson).toList());
        json.put("seconds", seconds);
        json.put("at", at);
        return json;
    }
}
