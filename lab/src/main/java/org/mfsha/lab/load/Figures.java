package org.mfsha.lab.load;

import java.util.ArrayList;
import java.util.List;

/**
 * What an application felt during some time.
 *
 * @param acknowledged operations that ended well, the repeated ones included
 * @param repeated see {@link Completion.Outcome#REPEATED}
 * @param errors what the application was told of operations that failed
 * @param stallNanos longest time in which nothing was completed
 * @param worstNanos longest single operation
 * @param worst that operation
 */
public record Figures(
        long acknowledged, long repeated, List<String> errors, long stallNanos, long worstNanos, String worst) {

    static Figures of(List<Completion> completions, long fromNanos, long toNanos) {
        long acknowledged = 0;
        long repeated = 0;
        List<String> errors = new ArrayList<>();
        long previous = fromNanos;
        long stall = 0;
        long worst = 0;
        String worstOperation = "none";
        for (Completion completion : completions) {
            if (completion.endNanos() - fromNanos < 0 || completion.endNanos() - toNanos > 0) {
                continue;
            }
            switch (completion.outcome()) {
                case ACKNOWLEDGED -> acknowledged++;
                case REPEATED -> {
                    acknowledged++;
                    repeated++;
                }
                case FAILED -> errors.add(completion.operation() + ": " + completion.detail());
            }
            stall = Math.max(stall, completion.endNanos() - previous);
            previous = Math.max(previous, completion.endNanos());
            if (completion.nanos() > worst) {
                worst = completion.nanos();
                worstOperation = completion.operation().toString();
            }
        }
        return new Figures(acknowledged, repeated, errors, Math.max(stall, toNanos - previous), worst, worstOperation);
    }

    /** Both together: counts add up, times are the longer ones. */
    public Figures and(Figures other) {
        List<String> all = new ArrayList<>(errors);
        all.addAll(other.errors);
        return new Figures(
                acknowledged + other.acknowledged,
                repeated + other.repeated,
                all,
                Math.max(stallNanos, other.stallNanos),
                Math.max(worstNanos, other.worstNanos),
                worstNanos >= other.worstNanos ? worst : other.worst);
    }
}
