package org.mfsha.lab.losses;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mfsha.lab.load.Figures;
import org.mfsha.lab.load.LostInode;
import org.mfsha.lab.load.Missing;
import org.mfsha.lab.load.Operation;

/**
 * What came of one fault.
 *
 * @param number counted from 1
 * @param leader whom it hit
 * @param epoch of the takeover
 * @param struckNanos when the leader surely could acknowledge nothing any more ({@link System#nanoTime()})
 * @param acknowledged operations acknowledged since the verification before and until the fault
 * @param missing everything of it that was not there afterwards
 * @param hanging operations that had not ended long after the takeover
 * @param unnamed missing operations on names that the former leader did not list as lost
 * @param takeoverMillis from the fault until the new mfsmaster listened
 * @param metadata what the metadata application felt from the fault on
 * @param data what the data application felt from the fault on
 */
record FaultResult(
        int number,
        Fault fault,
        String leader,
        long epoch,
        long struckNanos,
        long acknowledged,
        List<Missing> missing,
        List<Operation> hanging,
        List<Operation> unnamed,
        long takeoverMillis,
        Figures metadata,
        Figures data) {
    FaultResult {
        missing = List.copyOf(missing);
        hanging = List.copyOf(hanging);
        unnamed = List.copyOf(unnamed);
    }

    /** Missing operations; one whose two names are both wrong counts once. */
    List<Operation> missingOperations() {
        return missing.stream().map(Missing::operation).distinct().toList();
    }

    /** How long before the fault each missing operation had been acknowledged; 0 if the answer was seen only later. */
    List<Double> agesMillis() {
        Map<Operation, Double> ages = new LinkedHashMap<>();
        for (Missing lost : missing) {
            double millis = millis(struckNanos - lost.acknowledgedNanos());
            ages.merge(lost.operation(), Math.max(0, millis), Math::max);
        }
        return List.copyOf(ages.values());
    }

    Figures both() {
        return metadata.and(data);
    }

    /** Errors that applications saw and that do not follow from a loss that may be. */
    List<String> errors() {
        return both().errors().stream().filter(error -> !follows(error)).toList();
    }

    /** Errors that do. */
    List<String> consequences() {
        return both().errors().stream().filter(this::follows).toList();
    }

    private boolean follows(String error) {
        return fault.mayLose() && !missing.isEmpty() && LostInode.explains(error);
    }

    /** Whether nothing happened that must not. */
    boolean good() {
        return errors().isEmpty() && hanging.isEmpty() && (fault.mayLose() || missing.isEmpty());
    }

    double metadataStallMillis() {
        return millis(metadata.stallNanos());
    }

    double dataStallMillis() {
        return millis(data.stallNanos());
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", number);
        json.put("fault", fault.label());
        json.put("leader", leader);
        json.put("epoch", epoch);
        json.put("acknowledged", acknowledged);
        json.put("missing", missing.stream().map(Missing::toString).toList());
        json.put("missing_operations", missingOperations().size());
        json.put("missing_ages_ms", agesMillis());
        json.put("hanging", hanging.stream().map(Operation::toString).toList());
        json.put(
                "not_named_by_former_leader",
                unnamed.stream().map(Operation::toString).toList());
        json.put("takeover_ms", takeoverMillis);
        json.put("metadata_stall_ms", metadataStallMillis());
        json.put("data_stall_ms", dataStallMillis());
        json.put("io_errors", errors());
        json.put("errors_that_follow_from_a_loss", consequences());
        json.put("repeated", both().repeated());
        return json;
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 1e5) / 10.0;
    }
}
