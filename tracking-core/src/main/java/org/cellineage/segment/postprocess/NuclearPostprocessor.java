package org.cellineage.segment.postprocess;

import java.util.Arrays;
import java.util.List;
import org.cellineage.image.ConnectedRegions;
import org.cellineage.image.HoleFilling;
import org.cellineage.image.LabelImage;
import org.cellineage.image.MarkerWatershed;

/**
 * The head of the bundled network: nuclei are marked where three maps agree on their centre, grow along the distance to
 * the edge, and are dropped if the network is not confident about them.
 *
 * <p>The mean of the three maps balances their weaknesses: a border map alone merges nuclei, and a distance map alone
 * splits them.
 */
public final class NuclearPostprocessor implements Postprocessor {

    /** Name of this head in a model description. */
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
            // The comparison is false if any of them is NaN, which makes the pixel background.
            mask[p] = background[p] < dark && interior[p] + edge[p] + centre[p] > -Float.MAX_VALUE;
            core[p] = mask[p] && interior[p] + edge[p] + centre[p] > least;
        }
        LabelImage markers = keepLarge(ConnectedRegions.of(core, width, height, true));
        LabelImage grown = HoleFilling.fill(MarkerWatershed.flood(edge, markers, mask));
        return keepSure(grown, background);
    }

    /** Removes specks. */
    private LabelImage keepLarge(LabelImage regions) {
        int[] area = areas(regions);
        int[] labels = regions.labels();
        for (int p = 0; p < labels.length; p++) {
            labels[p] = area[labels[p]] >= options.minMarkerAreaPx() ? labels[p] : 0;
        }
        return regions;
    }

    /** Removes nuclei that are much smaller than the others, and those for which the network is not confident. */
    private LabelImage keepSure(LabelImage image, float[] background) {
        int[] labels = image.labels();
        int[] area = areas(image);
        double[] sum = new double[area.length];
        int[] sure = new int[area.length];
        for (int p = 0; p < labels.length; p++) {
            // Average only pixels that are more likely nucleus than background, so that looser masks do not lose
            // nuclei.
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
            // A nucleus without any such pixel is dropped.
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
