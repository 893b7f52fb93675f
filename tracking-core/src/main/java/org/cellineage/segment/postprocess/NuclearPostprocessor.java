package org.cellineage.segment.postprocess;

import java.util.Arrays;
import java.util.List;
import org.cellineage.image.ConnectedRegions;
import org.cellineage.image.HoleFilling;
import org.cellineage.image.LabelImage;
import org.cellineage.image.MarkerWatershed;

/**
 * The head of the bundled network: nuclei grow from where three maps agree that a nucleus has its middle, along the
 * distance to the edge, and those that the network doubts are dropped.
 *
 * <p>The mean of the three maps balances the faults of each: a border map alone merges nuclei, a distance map alone
 * splits them.
 */
public final class NuclearPostprocessor implements Postprocessor {

    /** The name that a model's description gives. */
    public static final String NAME = "nuclear";

    public static final String BACKGROUND = "background";
    public static final String INTERIOR = "interior";
    public static final String EDGE_DISTANCE = "edge_distance";
    public static final String CENTRE_DISTANCE = "centre_distance";

    private final NuclearOptions options;

    public NuclearPostprocessor(NuclearOptions options) {
        this.options = options;
    }

    @Override
    public List<String> maps() {
        return List.of(BACKGROUND, INTERIOR, EDGE_DISTANCE, CENTRE_DISTANCE);
    }

    @Override
    public LabelImage labels(FrameMaps maps) {
        int width = maps.width();
        int height = maps.height();
        float[] background = maps.map(BACKGROUND);
        float[] interior = maps.map(INTERIOR);
        float[] edge = maps.map(EDGE_DISTANCE);
        float[] centre = maps.map(CENTRE_DISTANCE);
        int n = background.length;
        boolean[] mask = new boolean[n];
        boolean[] core = new boolean[n];
        float least = (float) (3 * options.markerThreshold());
        float dark = (float) (1 - options.foregroundThreshold());
        for (int p = 0; p < n; p++) {
            // A NaN in any of them compares false, which makes the pixel background.
            mask[p] = background[p] < dark && interior[p] + edge[p] + centre[p] > -Float.MAX_VALUE;
            core[p] = mask[p] && interior[p] + edge[p] + centre[p] > least;
        }
        LabelImage markers = keepLarge(ConnectedRegions.of(core, width, height, true));
        LabelImage grown = HoleFilling.fill(MarkerWatershed.flood(edge, markers, mask));
        return keepSure(grown, background);
    }

    /** Drops specks. */
    private LabelImage keepLarge(LabelImage regions) {
        int[] area = areas(regions);
        int[] labels = regions.labels();
        for (int p = 0; p < labels.length; p++) {
            labels[p] = area[labels[p]] >= options.minMarkerAreaPx() ? labels[p] : 0;
        }
        return regions;
    }

    /** Drops nuclei that are far smaller than the others, or that the network takes for background nearly as well. */
    private LabelImage keepSure(LabelImage image, float[] background) {
        int[] labels = image.labels();
        int[] area = areas(image);
        double[] sum = new double[area.length];
        int[] sure = new int[area.length];
        for (int p = 0; p < labels.length; p++) {
            // Over the pixels that are rather nucleus than not, so that looser masks lose no nuclei.
            if (labels[p] != 0 && background[p] < 0.5f) {
                sum[labels[p]] += 1 - background[p];
                sure[labels[p]]++;
            }
        }
        int[] sizes =
                Arrays.stream(area, 1, area.length).filter(a -> a > 0).sorted().toArray();
        double typical = sizes.length == 0 ? 0 : sizes[sizes.length / 2];
        double least = Math.max(options.minAreaPx(), options.minAreaShare() * typical);
        int[] number = new int[area.length];
        int next = 0;
        int[] kept = new int[labels.length];
        for (int p = 0; p < labels.length; p++) {
            int label = labels[p];
            // Without any such pixel it is doubted as a whole.
            if (label != 0
                    && area[label] >= least
                    && sum[label] >= options.minForeground() * Math.max(1, sure[label])) {
                if (number[label] == 0) {
                    number[label] = ++next;
                }
                kept[p] = number[label];
            }
        }
        return new LabelImage(image.width(), image.height(), kept);
    }

    private static int[] areas(LabelImage image) {
        int[] area = new int[image.maxLabel() + 1];
        for (int label : image.labels()) {
            area[label]++;
        }
        return area;
    }
}
