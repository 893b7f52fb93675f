package org.cellineage.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.image.LabelImage;

/**
 * Segmentation scores of one or more images. Counts are summed over images before scores are computed, so every cell
 * has the same weight, whatever image it is in.
 *
 * <p>The ground truth must have a complete mask for every cell. Labels need not agree between ground truth and result,
 * nor between images. A cell is the set of all pixels with the same label, connected or not.
 *
 * @param images number of images compared
 * @param truthCells number of cells in the ground truth
 * @param resultCells number of cells in the result
 * @param instances cells found at an IoU of at least 0.5, 0.55, …, 0.9, in this order
 * @param jaccardSum sum of the Jaccard indices, of which {@link #seg} is the mean
 * @param merges cells of the result that contain more than half of each of two or more cells of the ground truth
 * @param splits cells of the ground truth that contain more than half of each of two or more cells of the result
 */
public record SegmentationScore(
        long images,
        long truthCells,
        long resultCells,
        List<InstanceScore> instances,
        double jaccardSum,
        long merges,
        long splits) {

    /** IoU thresholds are counted in twentieths, to avoid floating-point errors. */
    private static final int TWENTIETHS = 20;

    private static final int LOWEST = 10;
    private static final int HIGHEST = 18;

    /** The score of no images, from which sums start. */
    public static final SegmentationScore NONE = none();

    public SegmentationScore {
        instances = List.copyOf(instances);
    }

    private static SegmentationScore none() {
        List<InstanceScore> instances = new ArrayList<>();
        for (int threshold = LOWEST; threshold <= HIGHEST; threshold++) {
            instances.add(new InstanceScore((double) threshold / TWENTIETHS, 0, 0, 0));
        }
        return new SegmentationScore(0, 0, 0, instances, 0, 0, 0);
    }

    /**
     * Compares one image.
     *
     * @throws IllegalArgumentException if the two differ in size
     */
    public static SegmentationScore of(LabelImage truth, LabelImage result) {
        Overlaps overlaps = Overlaps.of(truth, result);
        int[] truthAreas = overlaps.truthAreas();
        int[] resultAreas = overlaps.resultAreas();
        List<InstanceScore> instances = new ArrayList<>();
        for (int threshold = LOWEST; threshold <= HIGHEST; threshold++) {
            int pairs = pairs(overlaps, threshold);
            instances.add(new InstanceScore(
                    (double) threshold / TWENTIETHS, pairs, resultAreas.length - pairs, truthAreas.length - pairs));
        }
        SegScore seg = new SegScore();
        seg.add(overlaps);
        return new SegmentationScore(
                1,
                truthAreas.length,
                resultAreas.length,
                instances,
                seg.jaccardSum(),
                holdersOfSeveral(
                        overlaps.shared(),
                        overlaps.truthOfPair(),
                        truthAreas,
                        overlaps.resultOfPair(),
                        resultAreas.length),
                holdersOfSeveral(
                        overlaps.shared(),
                        overlaps.resultOfPair(),
                        resultAreas,
                        overlaps.truthOfPair(),
                        truthAreas.length));
    }

    /**
     * Size of the largest one-to-one pairing with an IoU of at least {@code threshold} twentieths.
     *
     * <p>A greedy choice is optimal. If an IoU is above 1/2, neither cell can be paired with any other. If it is
     * exactly 1/2 and one of the cells, A, can also be paired with a second cell, then each of these covers half of A
     * and can be paired with nothing else; whichever is chosen, A is found once.
     */
    private static int pairs(Overlaps overlaps, int threshold) {
        boolean[] truthTaken = new boolean[overlaps.truthAreas().length];
        boolean[] resultTaken = new boolean[overlaps.resultAreas().length];
        int pairs = 0;
        for (int i = 0; i < overlaps.pairs(); i++) {
            int t = overlaps.truthOfPair()[i];
            int r = overlaps.resultOfPair()[i];
            long shared = overlaps.shared()[i];
            long union = (long) overlaps.truthAreas()[t] + overlaps.resultAreas()[r] - shared;
            if (TWENTIETHS * shared >= threshold * union && !truthTaken[t] && !resultTaken[r]) {
                truthTaken[t] = true;
                resultTaken[r] = true;
                pairs++;
            }
        }
        return pairs;
    }

    /**
     * Number of cells on one side (holders) that contain more than half of each of two or more cells on the other side
     * (parts).
     */
    private static int holdersOfSeveral(
            int[] shared, int[] partOfPair, int[] partAreas, int[] holderOfPair, int holders) {
        int[] held = new int[holders];
        int several = 0;
        for (int i = 0; i < shared.length; i++) {
            if (2L * shared[i] > partAreas[partOfPair[i]] && ++held[holderOfPair[i]] == 2) {
                several++;
            }
        }
        return several;
    }

    /** Combines the scores of two sets of images. */
    public SegmentationScore plus(SegmentationScore other) {
        List<InstanceScore> sums = new ArrayList<>();
        for (int i = 0; i < instances.size(); i++) {
            sums.add(instances.get(i).plus(other.instances.get(i)));
        }
        return new SegmentationScore(
                images + other.images,
                truthCells + other.truthCells,
                resultCells + other.resultCells,
                sums,
                jaccardSum + other.jaccardSum,
                merges + other.merges,
                splits + other.splits);
    }

    /**
     * Counts at an IoU of at least {@code minIou}.
     *
     * @throws IllegalArgumentException if {@code minIou} is none of 0.5, 0.55, …, 0.9
     */
    public InstanceScore at(double minIou) {
        return instances.stream()
                .filter(score -> score.minIou() == minIou)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no score at an IoU of " + minIou));
    }

    /** Mean of {@link InstanceScore#ap} over the IoU thresholds 0.5, 0.55, …, 0.9; NaN if neither side has cells. */
    public double meanAp() {
        return instances.stream().mapToDouble(InstanceScore::ap).average().orElse(Double.NaN);
    }

    /** SEG as defined by {@link SegScore}, over all cells of the ground truth; NaN if there are none. */
    public double seg() {
        return truthCells == 0 ? Double.NaN : jaccardSum / truthCells;
    }

    /**
     * Number of cells in the result minus that in the ground truth; errors of opposite sign in different images cancel.
     */
    public long countError() {
        return resultCells - truthCells;
    }

    /** {@link #countError} over the number of cells in the ground truth; NaN if there are none. */
    public double relativeCountError() {
        return truthCells == 0 ? Double.NaN : (double) countError() / truthCells;
    }
}
