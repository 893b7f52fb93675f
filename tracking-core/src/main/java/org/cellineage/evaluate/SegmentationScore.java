package org.cellineage.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.image.LabelImage;

/**
 * How well cells were segmented in one image, or in several together: counts are added over images and figures are made
 * of the sums, so that every cell weighs the same, whatever image it is in.
 *
 * <p>The truth must show every cell's full mask. Labels need not agree between truth and result, nor from image to
 * image. A cell is all pixels of one label, connected or not.
 *
 * @param images images compared
 * @param truthCells cells of the truth
 * @param resultCells cells of the result
 * @param instances cells found at an IoU of at least 0.5, 0.55, …, 0.9, in this order
 * @param jaccardSum the sum that {@link #seg} is the mean of
 * @param merges cells of the result that hold most of two or more cells of the truth: more than half of each one's
 *     pixels
 * @param splits cells of the truth in which two or more cells of the result lie for the most part: with more than half
 *     of each one's pixels
 */
public record SegmentationScore(
        long images,
        long truthCells,
        long resultCells,
        List<InstanceScore> instances,
        double jaccardSum,
        long merges,
        long splits) {

    /** IoU thresholds are whole twentieths: exact where floating point is not. */
    private static final int TWENTIETHS = 20;

    private static final int LOWEST = 10;
    private static final int HIGHEST = 18;

    /** The score of no image; sums start from it. */
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
     * @throws IllegalArgumentException where the two differ in size
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
     * The most pairs of an IoU of at least {@code threshold} twentieths that use no cell twice.
     *
     * <p>Taking each pair whose cells are still free is enough. Where an IoU is above 1/2 neither cell fits any other.
     * Where it is 1/2 and one of the cells, A, fits a second other cell too, both of these lie inside A, half of it
     * each, and fit nothing else: whichever is taken, A is found once.
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

    /** How many cells of one side (holders) hold more than half of two or more cells of the other side (parts). */
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

    /** This score and another one's images together. */
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
     * The cells found at an IoU of at least {@code minIou}.
     *
     * @throws IllegalArgumentException where {@code minIou} is none of 0.5, 0.55, …, 0.9
     */
    public InstanceScore at(double minIou) {
        return instances.stream()
                .filter(score -> score.minIou() == minIou)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no score at an IoU of " + minIou));
    }

    /** Mean of {@link InstanceScore#ap} over the IoU thresholds 0.5, 0.55, …, 0.9; NaN where neither side has a cell. */
    public double meanAp() {
        return instances.stream().mapToDouble(InstanceScore::ap).average().orElse(Double.NaN);
    }

    /** SEG as {@link SegScore} defines it, over all cells of the truth; NaN where it has none. */
    public double seg() {
        return truthCells == 0 ? Double.NaN : jaccardSum / truthCells;
    }

    /** Cells found too many; negative for too few. Images with too many make up for images with too few. */
    public long countError() {
        return resultCells - truthCells;
    }

    /** {@link #countError} over the cells of the truth; NaN where it has none. */
    public double relativeCountError() {
        return truthCells == 0 ? Double.NaN : (double) countError() / truthCells;
    }
}
