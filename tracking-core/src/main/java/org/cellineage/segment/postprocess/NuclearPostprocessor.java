package org.cellineage.segment.postprocess;

import java.util.Arrays;
import java.util.List;
import org.cellineage.image.ConnectedRegions;
import org.cellineage.image.HoleFilling;
import org.cellineage.image.LabelImage;
import org.cellineage.image.MarkerWatershed;
import org.cellineage.segment.FoundCells;
import org.cellineage.segment.OtherCuts;

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
    private final Candidates candidates;

    /**
     * What is found beside the nuclei that one frame is evidence enough for.
     *
     * @param weakForeground minimum mean probability of a weak nucleus; at or above that of the others, none are found
     * @param otherCuts whether to find other ways to cut clumps
     */
    public record Candidates(double weakForeground, boolean otherCuts) {

        /** Nothing else. */
        public static final Candidates NONE = new Candidates(1, false);
    }

    /** Creates a head that finds neither weak nuclei nor other cuts. */
    public NuclearPostprocessor(NuclearOptions options) {
        this(options, Candidates.NONE);
    }

    /** Creates a head. */
    public NuclearPostprocessor(NuclearOptions options, Candidates candidates) {
        this.options = options;
        this.candidates = candidates;
    }

    @Override
    public List<String> maps() {
        return List.of(BACKGROUND, INTERIOR, EDGE_DISTANCE, CENTRE_DISTANCE);
    }

    @Override
    public LabelImage labels(FrameMaps maps) {
        return find(maps).sureLabels();
    }

    @Override
    public FoundCells find(FrameMaps maps) {
        int width = maps.width();
        int height = maps.height();
        float[] background = maps.map(BACKGROUND);
        float[] interior = maps.map(INTERIOR);
        float[] edge = maps.map(EDGE_DISTANCE);
        float[] centre = maps.map(CENTRE_DISTANCE);
        int n = background.length;
        boolean[] mask = new boolean[n];
        boolean[] core = new boolean[n];
        float[] middle = new float[n];
        float least = (float) (3 * options.markerThreshold());
        float dark = (float) (1 - options.foregroundThreshold());
        for (int p = 0; p < n; p++) {
            middle[p] = interior[p] + edge[p] + centre[p];
            // The comparison is false if any of them is NaN, which makes the pixel background.
            mask[p] = background[p] < dark && middle[p] > -Float.MAX_VALUE;
            core[p] = mask[p] && middle[p] > least;
        }
        LabelImage markers = keepLarge(ConnectedRegions.of(core, width, height, true));
        LabelImage grown = HoleFilling.fill(MarkerWatershed.flood(edge, markers, mask));
        CutFinder cuts = candidates.otherCuts()
                ? (number, leastArea) ->
                        new ClumpCuts(options, middle, edge, mask, markers, grown).of(number, leastArea, background)
                : (number, leastArea) -> OtherCuts.NONE;
        return sort(grown, background, cuts);
    }

    /**
     * Grows whole cells around their nuclei over the foreground, along the distance to the edge.
     *
     * @param maps of whole cells
     * @param nuclei of the maps' size
     */
    public LabelImage grow(FrameMaps maps, LabelImage nuclei) {
        float[] background = maps.map(BACKGROUND);
        float dark = (float) (1 - options.foregroundThreshold());
        boolean[] mask = new boolean[background.length];
        for (int p = 0; p < mask.length; p++) {
            mask[p] = background[p] < dark;
        }
        return SeededCells.grow(maps.map(EDGE_DISTANCE), mask, nuclei);
    }

    /** Finds other cuts of the nuclei that are kept. */
    @FunctionalInterface
    private interface CutFinder {
        OtherCuts find(int[] number, double leastArea);
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

    /**
     * Removes nuclei that are much smaller than the others, and sorts the rest into those for which the network is
     * confident, those that it doubts, and those that it takes for background, which are removed.
     */
    private FoundCells sort(LabelImage image, float[] background, CutFinder cuts) {
        int[] labels = image.labels();
        int[] area = areas(image);
        Foreground foreground = Foreground.of(image, area.length - 1, background);
        int[] sizes =
                Arrays.stream(area, 1, area.length).filter(a -> a > 0).sorted().toArray();
        double typical = sizes.length == 0 ? 0 : sizes[sizes.length / 2];
        double least = Math.max(options.minAreaPx(), options.minAreaShare() * typical);
        // A nucleus without any counted pixel is neither.
        boolean[] isSure = new boolean[area.length];
        boolean[] isWeak = new boolean[area.length];
        for (int label = 1; label < area.length; label++) {
            isSure[label] = area[label] >= least && foreground.reaches(label, options.minForeground());
            isWeak[label] =
                    area[label] >= least && !isSure[label] && foreground.reaches(label, candidates.weakForeground());
        }
        int[] number = new int[area.length];
        int sure = number(labels, isSure, 0, number);
        int all = number(labels, isWeak, sure, number);
        int[] kept = new int[labels.length];
        for (int p = 0; p < labels.length; p++) {
            kept[p] = number[labels[p]];
        }
        float[] probability = new float[all + 1];
        float[] unsorted = foreground.probabilities();
        for (int label = 1; label < area.length; label++) {
            if (number[label] > 0) {
                probability[number[label]] = unsorted[label];
            }
        }
        return new FoundCells(
                new LabelImage(image.width(), image.height(), kept), sure, probability, cuts.find(number, least));
    }

    /** Numbers the chosen labels in raster order of their first pixel, starting after {@code last}; returns the last. */
    private static int number(int[] labels, boolean[] chosen, int last, int[] number) {
        int next = last;
        for (int label : labels) {
            if (chosen[label] && number[label] == 0) {
                number[label] = ++next;
            }
        }
        return next;
    }

    private static int[] areas(LabelImage image) {
        int[] area = new int[image.maxLabel() + 1];
        for (int label : image.labels()) {
            area[label]++;
        }
        return area;
    }
}
