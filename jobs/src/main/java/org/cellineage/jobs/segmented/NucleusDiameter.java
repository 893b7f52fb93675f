package org.cellineage.jobs.segmented;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.cellineage.segment.network.DiameterSearch;

/**
 * The nucleus diameter assumed for a movie.
 *
 * @param px typical diameter in pixels; NaN if unknown or not needed
 * @param relativeSpread half the interquartile range of the diameters of the probed frames, divided by the diameter;
 *     NaN if the diameter was given, or found in fewer than two frames
 * @param origin {@code given}, {@code found}, or empty if unknown
 */
public record NucleusDiameter(double px, double relativeSpread, String origin) implements Serializable {

    public static final NucleusDiameter UNKNOWN = new NucleusDiameter(Double.NaN, Double.NaN, "");

    public static NucleusDiameter given(double px) {
        return new NucleusDiameter(px, Double.NaN, "given");
    }

    /** The median of the diameters found in the probed frames, ignoring NaN. */
    public static NucleusDiameter of(List<Double> said) {
        double[] sorted =
                said.stream().mapToDouble(d -> d).filter(d -> !Double.isNaN(d)).toArray();
        if (sorted.length == 0) {
            return UNKNOWN;
        }
        Arrays.sort(sorted);
        int last = sorted.length - 1;
        double median = DiameterSearch.ofMovie(sorted);
        double relativeSpread = last == 0 ? Double.NaN : (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 2 / median;
        return new NucleusDiameter(median, relativeSpread, "found");
    }

    private static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        double next = sorted[Math.min(sorted.length - 1, below + 1)];
        return sorted[below] + (at - below) * (next - sorted[below]);
    }
}
