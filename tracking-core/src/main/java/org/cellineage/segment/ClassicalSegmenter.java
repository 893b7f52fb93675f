package org.cellineage.segment;

import java.util.Arrays;
import java.util.List;
import org.cellineage.image.ConnectedRegions;
import org.cellineage.image.DistanceTransform;
import org.cellineage.image.FinitePixels;
import org.cellineage.image.GaussianFilter;
import org.cellineage.image.HoleFilling;
import org.cellineage.image.LabelImage;
import org.cellineage.image.OtsuThreshold;
import org.cellineage.image.PersistenceWatershed;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadConfigurationException;

/**
 * Segments bright nuclei on a dark background without a network.
 *
 * <p>Steps: background subtraction, smoothing, thresholding, watershed of the distance transform, and a boundary at a
 * fixed share of each nucleus's own intensity, so that dim nuclei next to bright ones keep their outline. This is the
 * classical baseline of Moen et al. 2019. A frame without signal has no cells. Non-finite pixels are background.
 */
public final class ClassicalSegmenter implements Segmenter {

    private static final double SMOOTHING_PX = 1;
    private static final int BACKGROUND_SQUARE_PX = 96;
    private static final double BACKGROUND_DIAMETERS = 3;
    private static final int MIN_AREA_PX = 12;
    private static final double BRIGHTNESS_PERCENTILE = 0.75;

    private final ClassicalOptions options;

    public ClassicalSegmenter(ClassicalOptions options) {
        this.options = options;
    }

    @Override
    public LabelImage segment(List<Plane> channels) {
        if (options.channel() >= channels.size()) {
            throw new BadConfigurationException(
                    "segmentation.classical.channel",
                    "Channel " + options.channel() + " is requested, but the movie has " + channels.size() + ".",
                    "Give a number below " + channels.size() + ".");
        }
        Plane plane = channels.get(options.channel());
        int width = plane.width();
        int height = plane.height();
        float[] values = plane.toFloats();
        FinitePixels.fill(values, Background.PERCENTILE);
        float[] signal = signal(values, width, height, SMOOTHING_PX, BACKGROUND_SQUARE_PX);
        boolean[] mask = foreground(signal);
        double diameter =
                Double.isNaN(options.diameterPx()) ? typicalDiameter(mask, width, height) : options.diameterPx();
        double smoothing = options.smoothingDiameters() * diameter;
        double square = BACKGROUND_DIAMETERS * diameter;
        // Large nuclei need more smoothing and larger background squares, so the first steps are repeated.
        if (smoothing > SMOOTHING_PX || square > BACKGROUND_SQUARE_PX) {
            signal = signal(values, width, height, Math.max(SMOOTHING_PX, smoothing), (int)
                    Math.max(BACKGROUND_SQUARE_PX, square));
            mask = foreground(signal);
            if (Double.isNaN(options.diameterPx())) {
                diameter = typicalDiameter(mask, width, height);
            }
        }
        if (Double.isNaN(diameter)) {
            return new LabelImage(width, height, new int[width * height]);
        }
        LabelImage basins = split(mask, width, height, diameter);
        LabelImage trimmed = HoleFilling.fill(trim(basins, signal));
        return keepLarge(trimmed, diameter);
    }

    private static float[] signal(float[] values, int width, int height, double sigma, int square) {
        return Background.subtract(GaussianFilter.smooth(values, width, height, sigma), width, height, square);
    }

    /**
     * Pixels above the noise and above a share of Otsu's threshold, which is computed on the square root of the signal
     * because shot noise grows with it.
     */
    private boolean[] foreground(float[] signal) {
        float noise = noise(signal);
        float[] root = new float[signal.length];
        for (int p = 0; p < root.length; p++) {
            root[p] = (float) Math.sqrt(Math.max(0, signal[p]));
        }
        double otsu = OtsuThreshold.of(root);
        double threshold = Math.max(options.noiseSigmas() * noise, options.otsuShare() * otsu * otsu);
        boolean[] mask = new boolean[signal.length];
        if (threshold > 0) {
            for (int p = 0; p < mask.length; p++) {
                mask[p] = signal[p] > threshold;
            }
        }
        return mask;
    }

    /** Standard deviation of the background, from the pixels below its mode. */
    private static float noise(float[] signal) {
        float[] sample = new float[Math.min(signal.length, 1 << 16)];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = signal[(int) ((long) i * signal.length / sample.length)];
        }
        Arrays.sort(sample);
        // The mode is the middle of the shortest interval that holds a fifth of the sample.
        int stretch = Math.max(1, sample.length / 5);
        int best = 0;
        for (int i = 0; i + stretch < sample.length; i++) {
            if (sample[i + stretch] - sample[i] < sample[best + stretch] - sample[best]) {
                best = i;
            }
        }
        int mode = Math.min(sample.length - 1, best + stretch / 2);
        // 16 % of a normal distribution lies below -1 sigma, that is, 32 % of its lower half.
        return sample[mode] - sample[(int) (mode * 0.32)];
    }

    /**
     * Typical nucleus diameter in pixels: twice the area-weighted median, over the connected regions of the mask, of
     * the radius of the largest inscribed circle; NaN if there is no region.
     */
    private static double typicalDiameter(boolean[] mask, int width, int height) {
        float[] distance = DistanceTransform.of(mask, width, height);
        LabelImage regions = ConnectedRegions.of(mask, width, height, false);
        float[] radius = new float[regions.maxLabel() + 1];
        int[] area = new int[radius.length];
        for (int p = 0; p < distance.length; p++) {
            int region = regions.labels()[p];
            radius[region] = Math.max(radius[region], Float.isInfinite(distance[p]) ? 0 : distance[p]);
            area[region]++;
        }
        // Weighted by area, so that specks of noise do not dominate.
        Integer[] order = new Integer[radius.length - 1];
        Arrays.setAll(order, i -> i + 1);
        Arrays.sort(order, (a, b) -> Float.compare(radius[a], radius[b]));
        long total = 0;
        for (int region : order) {
            total += area[region];
        }
        long sum = 0;
        for (int region : order) {
            sum += area[region];
            if (2 * sum >= total && radius[region] >= 2) {
                return 2 * radius[region];
            }
        }
        return Double.NaN;
    }

    private LabelImage split(boolean[] mask, int width, int height, double diameter) {
        float[] distance = DistanceTransform.of(mask, width, height);
        for (int p = 0; p < distance.length; p++) {
            distance[p] = Float.isInfinite(distance[p]) ? 0 : distance[p];
        }
        float[] landscape = GaussianFilter.smooth(distance, width, height, Math.max(0.5, 0.05 * diameter));
        double waist = Math.max(0.5, options.waistDiameters() * diameter);
        return PersistenceWatershed.cut(landscape, mask, width, height, waist);
    }

    /** Keeps the pixels of each basin that are brighter than a share of the basin's own intensity. */
    private LabelImage trim(LabelImage basins, float[] signal) {
        int[] labels = basins.labels();
        int n = basins.maxLabel();
        int[] start = new int[n + 2];
        for (int label : labels) {
            start[label + 1]++;
        }
        start[1] = 0;
        for (int i = 1; i <= n; i++) {
            start[i + 1] += start[i];
        }
        float[] values = new float[start[n + 1]];
        int[] fill = start.clone();
        for (int p = 0; p < labels.length; p++) {
            if (labels[p] != 0) {
                values[fill[labels[p]]++] = signal[p];
            }
        }
        float[] edge = new float[n + 1];
        for (int i = 1; i <= n; i++) {
            Arrays.sort(values, start[i], start[i + 1]);
            int last = start[i + 1] - 1 - start[i];
            edge[i] = (float) (options.edgeShare() * values[start[i] + (int) (BRIGHTNESS_PERCENTILE * last)]);
        }
        int[] trimmed = new int[labels.length];
        for (int p = 0; p < labels.length; p++) {
            trimmed[p] = labels[p] != 0 && signal[p] > edge[labels[p]] ? labels[p] : 0;
        }
        return new LabelImage(basins.width(), basins.height(), trimmed);
    }

    /** Drops small labels and numbers the others in raster order of their first pixel. */
    private LabelImage keepLarge(LabelImage image, double diameter) {
        int width = image.width();
        int[] labels = image.labels();
        int[] area = new int[image.maxLabel() + 1];
        for (int label : labels) {
            area[label]++;
        }
        double least = Math.max(MIN_AREA_PX, options.minAreaShare() * Math.PI / 4 * diameter * diameter);
        int[] number = new int[area.length];
        int[] kept = new int[labels.length];
        int next = 0;
        for (int p = 0; p < labels.length; p++) {
            int label = labels[p];
            if (label != 0 && area[label] >= least) {
                if (number[label] == 0) {
                    number[label] = ++next;
                }
                kept[p] = number[label];
            }
        }
        return new LabelImage(width, image.height(), kept);
    }
}
