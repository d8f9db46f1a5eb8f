package org.mfsha.lab.losses;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A few words about many numbers.
 *
 * @param count how many; with none all others are 0
 * @param p95 the smallest number that 95 % of them do not exceed
 */
record Distribution(int count, double median, double p95, double worst) {
    static Distribution of(Collection<? extends Number> numbers) {
        double[] sorted =
                numbers.stream().mapToDouble(Number::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            return new Distribution(0, 0, 0, 0);
        }
        return new Distribution(sorted.length, rank(sorted, 0.5), rank(sorted, 0.95), sorted[sorted.length - 1]);
    }

    /** The nearest rank: always a number that was measured. */
    private static double rank(double[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("count", count);
        json.put("median", median);
        json.put("p95", p95);
        json.put("worst", worst);
        return json;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.0f / %.0f / %.0f", median, p95, worst);
    }
}
