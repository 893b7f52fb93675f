package org.cellineage.page;

import java.util.Arrays;
import java.util.List;
import org.cellineage.image.Plane;
import org.cellineage.image.Scaling;
import org.cellineage.picture.Png;

/**
 * How the intensities of a channel become the 256 grey levels of a picture: the same for all frames of a movie, so that
 * a cell that becomes brighter looks brighter.
 *
 * <p>Levels are square roots, {@code 255 · √((v − low) / (high − low))}: noise of photons is then equally large in dark
 * and bright parts, and enough levels remain for a page to show dark cells on a logarithmic scale. Deterministic.
 *
 * @param low black
 * @param high white
 */
public record DisplayLevels(double low, double high) {

    private static final double LOW = 0.002;
    private static final double HIGH = 0.9995;
    private static final int WHITE = 255;
    /** Enough for these percentiles. */
    private static final int MOST_SAMPLES = 1 << 18;

    /** Levels for all frames, from some of them: from the 0.2nd to the 99.95th percentile of the finite samples. */
    public static DisplayLevels of(List<Plane> planes) {
        int each = MOST_SAMPLES / Math.max(1, planes.size());
        float[] samples = new float[each * planes.size()];
        int count = 0;
        for (Plane plane : planes) {
            float[] all = plane.toFloats();
            double step = Math.max(1, (double) all.length / each);
            for (double at = 0; at < all.length && count < samples.length; at += step) {
                if (Float.isFinite(all[(int) at])) {
                    samples[count++] = all[(int) at];
                }
            }
        }
        if (count == 0) {
            return new DisplayLevels(0, 1);
        }
        Arrays.sort(samples, 0, count);
        double low = samples[(int) (LOW * (count - 1))];
        double high = samples[(int) Math.ceil(HIGH * (count - 1))];
        return new DisplayLevels(low, high > low ? high : low + 1);
    }

    /** The frame as an 8-bit grey PNG of another size; NaN is black. */
    public byte[] png(Plane plane, int width, int height) {
        return Png.grey(width, height, levels(plane, width, height));
    }

    private int[] levels(Plane plane, int width, int height) {
        float[] samples = plane.toFloats();
        for (int p = 0; p < samples.length; p++) {
            // An unknown pixel must not make its neighbours unknown when they are averaged.
            samples[p] = Float.isFinite(samples[p]) ? samples[p] : (float) low;
        }
        float[] scaled = Scaling.scale(samples, plane.width(), plane.height(), width, height);
        int[] levels = new int[scaled.length];
        for (int p = 0; p < levels.length; p++) {
            double share = Math.max(0, Math.min(1, (scaled[p] - low) / (high - low)));
            levels[p] = (int) Math.round(WHITE * Math.sqrt(share));
        }
        return levels;
    }
}
