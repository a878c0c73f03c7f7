package io.latchkey.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A value with what it was in the rounds that it came from.
 *
 * @param value the one that is judged
 * @param low the smallest of all rounds
 * @param high the largest of all rounds
 */
record Spread(double value, double low, double high) {

    /** A value that was found once. */
    static Spread once(double value) {
        return new Spread(value, value, value);
    }

    /** The median of the rounds. */
    static Spread ofRounds(Collection<Double> rounds) {
        double[] sorted =
                sorted(rounds.stream().mapToDouble(Double::doubleValue).toArray());
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** A percentile of all samples together, and its smallest and largest over the rounds. */
    static Spread percentile(double percent, List<double[]> rounds) {
        double all = percentile(
                percent, rounds.stream().flatMapToDouble(Arrays::stream).toArray());
        List<Double> single = new ArrayList<>();
        rounds.forEach(round -> single.add(percentile(percent, round)));
        Spread spread = ofRounds(single);
        return new Spread(all, spread.low, spread.high);
    }

    /** The smallest sample that so many percent of all samples do not exceed. */
    static double percentile(double percent, double[] samples) {
        double[] sorted = sorted(samples);
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(0, rank - 1)];
    }

    /** The same of another unit. */
    Spread map(ToDoubleFunction<Double> function) {
        return new Spread(function.applyAsDouble(value), function.applyAsDouble(low), function.applyAsDouble(high));
    }

    private static double[] sorted(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }
}
