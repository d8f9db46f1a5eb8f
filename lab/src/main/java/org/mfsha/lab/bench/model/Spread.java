package org.mfsha.lab.bench.model;

import java.util.Collection;

/**
 * Some numbers in a few words; with none all of them are 0.
 *
 * @param count how many numbers
 * @param median the middle one, or the mean of both middle ones
 */
public record Spread(int count, double least, double median, double worst) {
    /** Of these numbers. */
    public static Spread of(Collection<? extends Number> numbers) {
        double[] sorted =
                numbers.stream().mapToDouble(Number::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            return new Spread(0, 0, 0, 0);
        }
        return new Spread(sorted.length, sorted[0], median(sorted), sorted[sorted.length - 1]);
    }

    /**
     * The smallest of the sorted numbers that this share of all does not exceed.
     *
     * @param share more than 0, at most 1
     */
    public static double quantile(double[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
