package org.mfsha.lab.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mfsha.lab.control.Takeover;
import org.mfsha.lab.load.Figures;
import org.mfsha.lab.load.Missing;

/**
 * What came of a step.
 *
 * @param takeover the change of leadership it caused, if any
 * @param takeoverMillis from the fault to listening; empty when there was no takeover
 * @param missing everything acknowledged that was not there afterwards
 * @param inexcusable those of them that should never be missing
 */
record StepResult(
        Step step,
        String leaderBefore,
        String leaderAfter,
        long epoch,
        Optional<Takeover> takeover,
        Optional<Long> takeoverMillis,
        Figures metadata,
        Figures data,
        List<Missing> missing,
        List<Missing> inexcusable,
        Map<String, AgentUsage> agents) {

    Figures both() {
        return metadata.and(data);
    }

    boolean good() {
        return both().errors().isEmpty() && inexcusable.isEmpty();
    }

    double metadataStallMillis() {
        return millis(metadata.stallNanos());
    }

    double dataStallMillis() {
        return millis(data.stallNanos());
    }

    double worstOperationMillis() {
        return millis(both().worstNanos());
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("step", step.label());
        json.put("takeover_ms", takeoverMillis.orElse(0L));
        json.put("metadata_stall_ms", metadataStallMillis());
        json.put("data_stall_ms", dataStallMillis());
        json.put("worst_operation_ms", worstOperationMillis());
        json.put("worst_operation", both().worst());
        json.put("acknowledged", both().acknowledged());
        json.put("missing", missing.stream().map(Missing::toString).toList());
        json.put("missing_count", missing.size());
        json.put("missing_without_excuse", inexcusable.size());
        json.put("io_errors", both().errors().size());
        json.put("io_error_list", both().errors());
        json.put("repeated", both().repeated());
        json.put("leader_before", leaderBefore);
        json.put("leader_after", leaderAfter);
        json.put("epoch", epoch);
        json.put("reason", takeover.map(Takeover::reason).orElse(""));
        json.put("phases_micros", takeover.map(Takeover::phaseMicros).orElse(Map.of()));
        json.put("lost_reported_by_agent", takeover.map(Takeover::lost).orElse(List.of()));
        Map<String, Object> usage = new LinkedHashMap<>();
        agents.forEach((host, used) ->
                usage.put(host, Map.of("rss_kib", used.residentKib(), "cpu_percent", used.cpuPercent())));
        json.put("agents", usage);
        return json;
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 1e5) / 10.0;
    }
}
