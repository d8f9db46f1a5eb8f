package org.mfsha.lab.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mfsha.lab.bench.model.FaultCase;
import org.mfsha.lab.bench.model.Results;
import org.mfsha.lab.bench.model.Size;
import org.mfsha.lab.bench.model.Tool;
import org.mfsha.lab.bench.model.Trial;

/**
 * What is measured.
 *
 * @param runs how often
 * @param tools who is compared
 * @param cases what happens to them
 * @param sizes how much metadata there is
 * @param huge whether the loss of a host is also measured for mfsha at ten million inodes
 * @param costs whether the price of being there is measured
 */
record Plan(int runs, List<Tool> tools, List<FaultCase> cases, List<Size> sizes, boolean huge, boolean costs) {
    /** Everything. */
    static Plan full(int runs) {
        return new Plan(
                runs,
                Arrays.asList(Tool.values()),
                Arrays.asList(FaultCase.values()),
                List.of(Size.SMALL, Size.LARGE),
                true,
                true);
    }

    /** A few minutes: is all well with the measurement itself? */
    static Plan quick() {
        return new Plan(
                1,
                List.of(Tool.HOW_TO, Tool.MFSHA),
                List.of(FaultCase.HOST_LOSS, FaultCase.HANDOVER),
                List.of(Size.SMALL),
                false,
                true);
    }

    /** All trials in their order. Tools alternate, and each run begins with another one. */
    List<Trial> trials() {
        List<Trial> trials = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
            List<Tool> order = new ArrayList<>(tools);
            Collections.rotate(order, 1 - run);
            for (Size size : sizes) {
                for (FaultCase fault : cases) {
                    for (Tool tool : order) {
                        trials.add(new Trial.Fault(run, tool, fault, size));
                    }
                }
            }
            if (costs) {
                boolean attachedFirst = run % 2 == 0;
                trials.add(new Trial.Cost(run, attachedFirst));
                trials.add(new Trial.Cost(run, !attachedFirst));
            }
            if (huge && tools.contains(Tool.MFSHA)) {
                trials.add(new Trial.Fault(run, Tool.MFSHA, FaultCase.HOST_LOSS, Size.HUGE));
            }
        }
        return trials;
    }

    /** What is still to be measured. */
    List<Trial> left(Results results) {
        return trials().stream().filter(trial -> isOpen(trial, results)).toList();
    }

    /** Whether a trial is worth making: not made yet, and not one that the tool is known not to notice. */
    static boolean isOpen(Trial trial, Results results) {
        boolean useless = trial instanceof Trial.Fault fault && results.knownToBeUnnoticed(fault);
        return !useless && !results.has(trial);
    }

    /** In words, for the settings in the results. */
    Map<String, String> about() {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("runs", Integer.toString(runs));
        about.put("tools", String.join(" ", tools.stream().map(Tool::id).toList()));
        about.put("cases", String.join(" ", cases.stream().map(FaultCase::id).toList()));
        about.put("sizes", String.join(", ", sizes.stream().map(Size::label).toList()) + (huge ? ", 10 million" : ""));
        return about;
    }
}
