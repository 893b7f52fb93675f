package org.cellineage.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;

/** Counts found cells frame by frame, as {@link DetectionScore} defines them. */
final class DetectionCounter {

    private final boolean masks;
    private DetectionTally all = DetectionTally.NONE;
    private DetectionTally dividing = DetectionTally.NONE;
    private final List<DetectionTally> byContrast = new ArrayList<>(DetectionScore.NONE.byContrast());
    private long merges;
    private float[] ratios = new float[64];
    private int ratioCount;

    private DetectionCounter(boolean masks) {
        this.masks = masks;
    }

    /** For ground truth that consists of markers, whose areas are not those of the cells. */
    static DetectionCounter ofMarkers() {
        return new DetectionCounter(false);
    }

    /** For ground truth with complete masks. */
    static DetectionCounter ofMasks() {
        return new DetectionCounter(true);
    }

    /** The number of regions that belong to each true cell, and of those that are pieces of it. */
    private record Belongings(int[] regions, int[] pieces) {

        static Belongings of(Overlaps overlaps) {
            int[] pairOfRegion = new int[overlaps.resultLabels().length];
            Arrays.fill(pairOfRegion, -1);
            // Pairs ascend by true label; the first of equals is kept.
            for (int pair = 0; pair < overlaps.pairs(); pair++) {
                int region = overlaps.resultOfPair()[pair];
                if (pairOfRegion[region] < 0 || rank(overlaps, pair) > rank(overlaps, pairOfRegion[region])) {
                    pairOfRegion[region] = pair;
                }
            }
            int[] regions = new int[overlaps.truthLabels().length];
            int[] pieces = new int[regions.length];
            for (int pair : pairOfRegion) {
                if (pair >= 0) {
                    int cell = overlaps.truthOfPair()[pair];
                    long shared = overlaps.shared()[pair];
                    boolean piece = 4 * shared > overlaps.truthAreas()[cell]
                            || 2 * shared > overlaps.resultAreas()[overlaps.resultOfPair()[pair]];
                    regions[cell]++;
                    pieces[cell] += piece ? 1 : 0;
                }
            }
            return new Belongings(regions, pieces);
        }

        /** Held cells come first, then those that share many pixels. */
        private static long rank(Overlaps overlaps, int pair) {
            long shared = overlaps.shared()[pair];
            boolean held = 2 * shared > overlaps.truthAreas()[overlaps.truthOfPair()[pair]];
            return held ? shared + Integer.MAX_VALUE : shared;
        }
    }

    /** Ground truth and result of one frame. */
    record Frame(LabelImage truth, LabelImage result, Overlaps overlaps) {

        /** @throws IllegalArgumentException if the two differ in size */
        static Frame of(LabelImage truth, LabelImage result) {
            return new Frame(truth, result, Overlaps.of(truth, result));
        }
    }

    /**
     * Adds a frame.
     *
     * @param image its intensities, of the same size as its labels; empty if unknown
     * @param isDividing whether a label of the ground truth is near a division in this frame
     */
    void add(Frame frame, Optional<Plane> image, IntPredicate isDividing) {
        image.ifPresent(plane -> checkSize(plane, frame.truth()));
        Overlaps overlaps = frame.overlaps();
        FrameMatch match = FrameMatch.of(0, overlaps);
        Belongings belongings = Belongings.of(overlaps);
        double[] contrasts = image.map(
                        plane -> CellContrast.relative(overlaps, frame.truth(), frame.result(), plane.toFloats()))
                .orElseGet(() -> unknown(overlaps.truthLabels().length));
        for (int cell = 0; cell < overlaps.truthLabels().length; cell++) {
            int region = match.resultOfTruth()[cell];
            boolean found = region != FrameMatch.NONE && match.truthsOfResult()[region] == 1;
            boolean merged = region != FrameMatch.NONE && !found;
            DetectionTally one = new DetectionTally(
                    1,
                    found ? 1 : 0,
                    merged ? 1 : 0,
                    belongings.pieces()[cell] >= 2 ? 1 : 0,
                    belongings.regions()[cell]);
            all = all.plus(one);
            ContrastClass.of(contrasts[cell])
                    .ifPresent(contrast -> byContrast.set(
                            contrast.ordinal(),
                            byContrast.get(contrast.ordinal()).plus(one)));
            if (isDividing.test(overlaps.truthLabels()[cell])) {
                dividing = dividing.plus(one);
            }
            if (found && masks) {
                add((float) overlaps.resultAreas()[region] / overlaps.truthAreas()[cell]);
            }
        }
        long unclaimed = overlaps.resultLabels().length
                - Arrays.stream(belongings.regions()).asLongStream().sum();
        all = all.plus(new DetectionTally(0, 0, 0, 0, unclaimed));
        merges += Arrays.stream(match.truthsOfResult())
                .filter(cells -> cells >= 2)
                .count();
    }

    private static void checkSize(Plane image, LabelImage truth) {
        if (image.width() != truth.width() || image.height() != truth.height()) {
            throw new IllegalArgumentException("an image of " + image.width() + " x " + image.height()
                    + " pixels and a truth of " + truth.width() + " x " + truth.height() + " do not fit");
        }
    }

    private static double[] unknown(int cells) {
        double[] contrasts = new double[cells];
        Arrays.fill(contrasts, Double.NaN);
        return contrasts;
    }

    private void add(float ratio) {
        if (ratioCount == ratios.length) {
            ratios = Arrays.copyOf(ratios, 2 * ratioCount);
        }
        ratios[ratioCount++] = ratio;
    }

    /** The counts so far. */
    DetectionScore score() {
        return new DetectionScore(all, byContrast, dividing, merges, AreaRatios.of(ratios, ratioCount));
    }
}
