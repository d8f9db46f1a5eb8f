package org.mfsha.lab.bench.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mfsha.lab.control.Fields;
import tools.jackson.jr.ob.JSON;

/**
 * Everything that was measured so far; immutable.
 *
 * @param about machine, versions and settings, in words by name
 * @param faults faults, oldest first
 * @param costs the price of being there, oldest first
 */
public record Results(Map<String, String> about, List<FaultResult> faults, List<CostResult> costs) {
    /** Keeps its own copies, the order included. */
    public Results {
        about = new LinkedHashMap<>(about);
        faults = List.copyOf(faults);
        costs = List.copyOf(costs);
    }

    /** Nothing measured yet. */
    public static Results begin(Map<String, String> about) {
        return new Results(about, List.of(), List.of());
    }

    /** The same with one more; an earlier result of the same trial is replaced. */
    public Results with(FaultResult result) {
        List<FaultResult> all = new ArrayList<>(faults);
        all.removeIf(earlier -> earlier.trial().equals(result.trial()));
        all.add(result);
        return new Results(about, all, costs);
    }

    /** The same with one more; an earlier result of the same trial is replaced. */
    public Results with(CostResult result) {
        List<CostResult> all = new ArrayList<>(costs);
        all.removeIf(earlier -> earlier.trial().equals(result.trial()));
        all.add(result);
        return new Results(about, faults, all);
    }

    /** Whether a trial has been made to its end. */
    public boolean has(Trial trial) {
        return Stream.concat(
                        faults.stream()
                                .filter(result -> result.outcome() != Outcome.BROKEN)
                                .map(FaultResult::trial),
                        costs.stream().map(CostResult::trial))
                .anyMatch(trial::equals);
    }

    /** What came of a tool in a case, in the order of the runs; trials that broke are left out. */
    public List<FaultResult> of(Tool tool, FaultCase fault, Size size) {
        return faults.stream()
                .filter(result -> result.outcome() != Outcome.BROKEN)
                .filter(result -> result.trial().tool() == tool
                        && result.trial().fault() == fault
                        && result.trial().size().equals(size))
                .toList();
    }

    /** Whether a tool did not even notice this in an earlier run: nothing is learnt by repeating it. */
    public boolean knownToBeUnnoticed(Trial.Fault trial) {
        return of(trial.tool(), trial.fault(), trial.size()).stream()
                .anyMatch(result -> result.outcome() == Outcome.NOT_NOTICED);
    }

    /** The sizes that faults happened at, the smallest first. */
    public List<Size> sizes() {
        return faults.stream()
                .filter(result -> result.outcome() != Outcome.BROKEN)
                .map(result -> result.trial().size())
                .distinct()
                .sorted()
                .toList();
    }

    /** Reads a file that {@link #write} made; empty if there is none. */
    public static Optional<Results> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Fields fields = Fields.of(JSON.std.mapFrom(Files.readString(file)));
        Map<String, String> about = new LinkedHashMap<>();
        fields.object("about").map().forEach((key, value) -> about.put(String.valueOf(key), String.valueOf(value)));
        return Optional.of(new Results(
                about,
                fields.objects("faults").stream()
                        .map(FaultResult::from)
                        .flatMap(Optional::stream)
                        .toList(),
                fields.objects("costs").stream().map(CostResult::from).toList()));
    }

    /** Writes all of it; whoever reads the file finds the old or the new results, never half of them. */
    public void write(Path file) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("about", about);
        json.put("faults", faults.stream().map(FaultResult::toJson).toList());
        json.put("costs", costs.stream().map(CostResult::toJson).toList());
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(aside, JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(json) + "\n");
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
