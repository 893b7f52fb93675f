package org.cellineage.segment.postprocess;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellineage.image.ConnectedRegions;
import org.cellineage.image.LabelImage;
import org.cellineage.image.MarkerWatershed;
import org.cellineage.segment.OtherCuts;

/**
 * Finds nuclei that a slightly different threshold of their middles would cut otherwise: one whose middle falls into two
 * parts above a somewhat higher threshold, and two whose middles join above a somewhat lower one.
 *
 * <p>The farther the threshold is from the one that was used, the less likely is the other cut.
 */
final class ClumpCuts {

    /** Differences to the marker threshold that are tried, nearest first. */
    private static final double[] STEPS = {0.05, 0.1, 0.15};

    /**
     * Log odds of the other cut at each of these differences, at most 0, as counted on training images of the bundled
     * model: of the nuclei that would be cut, 22, 13 and 11 % were two in truth; of the pairs that would be joined, 67, 65
     * and 35 % were one.
     */
    private static final double[] SPLIT_LOG_ODDS = {-1.3, -1.9, -2.1};

    private static final double[] JOIN_LOG_ODDS = {0, 0, -0.6};

    private static final int NONE = -1;

    private final NuclearOptions options;
    private final float[] middle;
    private final float[] edge;
    private final boolean[] mask;
    private final LabelImage markers;
    private final LabelImage grown;
    private final List<Cut> cuts = new ArrayList<>();
    private final boolean[] isCut;
    /** Pixels by nucleus, and where those of each nucleus begin. */
    private final int[] pixels;

    private final int[] start;

    /**
     * @param middle sum of the three maps that mark the middles of nuclei
     * @param edge landscape in which nuclei grow
     * @param mask pixels of nuclei
     * @param markers middles of the nuclei
     * @param grown the nuclei, with the labels of their middles
     */
    ClumpCuts(
            NuclearOptions options,
            float[] middle,
            float[] edge,
            boolean[] mask,
            LabelImage markers,
            LabelImage grown) {
        this.options = options;
        this.middle = middle;
        this.edge = edge;
        this.mask = mask;
        this.markers = markers;
        this.grown = grown;
        int[] labels = grown.labels();
        int count = grown.maxLabel();
        this.isCut = new boolean[count + 1];
        this.start = new int[count + 2];
        this.pixels = new int[labels.length];
        for (int label : labels) {
            start[label + 1]++;
        }
        for (int label = 0; label <= count; label++) {
            start[label + 1] += start[label];
        }
        int[] next = start.clone();
        for (int p = 0; p < labels.length; p++) {
            pixels[next[labels[p]]++] = p;
        }
    }

    /**
     * A cut.
     *
     * @param first label of a nucleus that it replaces
     * @param second label of the other; NONE if it cuts one in two
     * @param middles the middles of the two parts
     */
    private record Cut(int first, int second, Middles middles, double logOdds) {}

    /**
     * The middles of two parts.
     *
     * @param parts the part of each pixel of the frame
     * @param first number of the larger part
     * @param second number of the other part
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Middles(int[] parts, int first, int second) {
        private static final Middles NONE = new Middles(new int[0], 0, 0);
    }

    /**
     * Returns the other cuts of nuclei that are kept.
     *
     * @param number label of each nucleus among those that are kept; 0 if it is not
     * @param leastArea minimum area of a nucleus
     * @param background probability of each pixel to be background
     */
    OtherCuts of(int[] number, double leastArea, float[] background) {
        for (int i = 0; i < STEPS.length; i++) {
            findSplits(STEPS[i], SPLIT_LOG_ODDS[i]);
            findJoins(STEPS[i], JOIN_LOG_ODDS[i]);
        }
        cuts.sort((a, b) -> Integer.compare(number[a.first], number[b.first]));
        int[] labels = new int[grown.labels().length];
        List<OtherCuts.Cut> kept = new ArrayList<>();
        int last = 0;
        for (Cut cut : cuts) {
            if (number[cut.first] == 0 || (cut.second != NONE && number[cut.second] == 0)) {
                continue;
            }
            if (cut.second != NONE) {
                last++;
                List<Integer> instead = List.of(number[cut.first], number[cut.second]);
                kept.add(new OtherCuts.Cut(instead, List.of(last), cut.logOdds));
                join(cut, last, labels);
            } else if (split(cut, last, labels, leastArea)) {
                kept.add(new OtherCuts.Cut(List.of(number[cut.first]), List.of(last + 1, last + 2), cut.logOdds));
                last += 2;
            }
        }
        LabelImage image = new LabelImage(grown.width(), grown.height(), labels);
        return new OtherCuts(image, Foreground.of(image, last, background).probabilities(), kept);
    }

    private LabelImage above(double threshold) {
        boolean[] core = new boolean[mask.length];
        float least = (float) (3 * threshold);
        for (int p = 0; p < core.length; p++) {
            core[p] = mask[p] && middle[p] > least;
        }
        return ConnectedRegions.of(core, grown.width(), grown.height(), true);
    }

    /** Nuclei whose middle falls into parts: its two largest ones are the middles of two nuclei. */
    private void findSplits(double step, double logOdds) {
        int[] parts = above(options.markerThreshold() + step).labels();
        int count = Arrays.stream(parts).max().orElse(0);
        int[] area = new int[count + 1];
        int[] owner = new int[count + 1];
        for (int p = 0; p < parts.length; p++) {
            area[parts[p]]++;
            owner[parts[p]] = markers.labels()[p];
        }
        int[] largest = new int[isCut.length];
        int[] next = new int[isCut.length];
        for (int part = 1; part <= count; part++) {
            int nucleus = owner[part];
            if (area[part] < options.minMarkerAreaPx() || nucleus == 0 || nucleus >= isCut.length) {
                continue;
            }
            if (area[part] > area[largest[nucleus]] || largest[nucleus] == 0) {
                next[nucleus] = largest[nucleus];
                largest[nucleus] = part;
            } else if (area[part] > area[next[nucleus]] || next[nucleus] == 0) {
                next[nucleus] = part;
            }
        }
        for (int nucleus = 1; nucleus < isCut.length; nucleus++) {
            if (next[nucleus] > 0 && !isCut[nucleus]) {
                isCut[nucleus] = true;
                Middles middles = new Middles(parts, largest[nucleus], next[nucleus]);
                cuts.add(new Cut(nucleus, NONE, middles, logOdds));
            }
        }
    }

    /** Pairs of nuclei, and no others, whose middles join. */
    private void findJoins(double step, double logOdds) {
        int[] parts = above(options.markerThreshold() - step).labels();
        int count = Arrays.stream(parts).max().orElse(0);
        int[] first = new int[count + 1];
        int[] second = new int[count + 1];
        boolean[] isCrowd = new boolean[count + 1];
        for (int p = 0; p < parts.length; p++) {
            int part = parts[p];
            int nucleus = markers.labels()[p];
            if (part == 0 || nucleus == 0 || nucleus == first[part] || nucleus == second[part]) {
                continue;
            }
            if (first[part] == 0) {
                first[part] = nucleus;
            } else if (second[part] == 0) {
                second[part] = nucleus;
            } else {
                isCrowd[part] = true;
            }
        }
        for (int part = 1; part <= count; part++) {
            int a = first[part];
            int b = second[part];
            if (b > 0 && !isCrowd[part] && a < isCut.length && b < isCut.length && !isCut[a] && !isCut[b]) {
                isCut[a] = true;
                isCut[b] = true;
                cuts.add(new Cut(a, b, Middles.NONE, logOdds));
            }
        }
    }

    /** Divides a nucleus between the middles of two; returns false if one of them is too small. */
    private boolean split(Cut cut, int last, int[] labels, double leastArea) {
        int width = grown.width();
        int top = Integer.MAX_VALUE;
        int left = Integer.MAX_VALUE;
        int bottom = 0;
        int right = 0;
        for (int i = start[cut.first]; i < start[cut.first + 1]; i++) {
            int y = pixels[i] / width;
            int x = pixels[i] % width;
            top = Math.min(top, y);
            bottom = Math.max(bottom, y + 1);
            left = Math.min(left, x);
            right = Math.max(right, x + 1);
        }
        int boxWidth = right - left;
        int n = boxWidth * (bottom - top);
        boolean[] inside = new boolean[n];
        float[] landscape = new float[n];
        int[] seeds = new int[n];
        for (int i = start[cut.first]; i < start[cut.first + 1]; i++) {
            int p = pixels[i];
            int at = (p / width - top) * boxWidth + p % width - left;
            int part = cut.middles.parts()[p];
            inside[at] = true;
            landscape[at] = edge[p];
            seeds[at] = part == cut.middles.first() ? 1 : part == cut.middles.second() ? 2 : 0;
        }
        int[] found = MarkerWatershed.flood(landscape, new LabelImage(boxWidth, bottom - top, seeds), inside)
                .labels();
        int[] area = new int[3];
        for (int label : found) {
            area[label]++;
        }
        if (area[1] < leastArea || area[2] < leastArea) {
            return false;
        }
        for (int i = start[cut.first]; i < start[cut.first + 1]; i++) {
            int p = pixels[i];
            int part = found[(p / width - top) * boxWidth + p % width - left];
            labels[p] = part == 0 ? 0 : last + part;
        }
        return true;
    }

    private void join(Cut cut, int label, int[] labels) {
        for (int nucleus : new int[] {cut.first, cut.second}) {
            for (int i = start[nucleus]; i < start[nucleus + 1]; i++) {
                labels[pixels[i]] = label;
            }
        }
    }
}
