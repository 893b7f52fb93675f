package org.cellineage.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/**
 * Number of cells found: in total, by contrast, and near divisions. A true cell is the set of all pixels that the
 * ground truth gives it, a marker or a complete mask; a region is the set of all pixels of one label of the result.
 * <ul>
 * <li>A region <i>holds</i> a cell if it covers more than half of it, as in the detection measure of the Cell Tracking
 * Challenge (Matula et al. 2015); no cell is held by two regions.
 * <li>A cell is <i>found</i> if a region holds it and no other cell, <i>merged</i> if its region holds others too, and
 * <i>missed</i> if no region holds it.
 * <li>A region <i>belongs</i> to the cell that it holds, or else to the one with which it shares most pixels; if it
 * holds several, to the one of which it covers most pixels; ties go to the lowest label. A region without a pixel in
 * common with the ground truth belongs to none.
 * <li>A cell is <i>split</i> if at least two regions belong to it, each of which covers more than a quarter of it or
 * has more than half of its own pixels in it.
 * </ul>
 *
 * @param all every cell, and every region of the result, including those that belong to no cell
 * @param byContrast cells of each {@link ContrastClass}, in its order, without cells of unknown contrast, which are all
 *     if no image was given
 * @param dividing cells in a mother's last frame and in a daughter's first two
 * @param merges number of regions that hold several cells
 * @param areas areas of found cells divided by the true ones; empty if the ground truth consists of markers
 */
public record DetectionScore(
        DetectionTally all, List<DetectionTally> byContrast, DetectionTally dividing, long merges, AreaRatios areas) {

    /** The score of no frames, from which sums start. */
    public static final DetectionScore NONE = new DetectionScore(
            DetectionTally.NONE,
            Collections.nCopies(ContrastClass.values().length, DetectionTally.NONE),
            DetectionTally.NONE,
            0,
            AreaRatios.NONE);

    public DetectionScore {
        byContrast = List.copyOf(byContrast);
    }

    /** Combines both. */
    public DetectionScore plus(DetectionScore other) {
        List<DetectionTally> sums = new ArrayList<>();
        for (int i = 0; i < byContrast.size(); i++) {
            sums.add(byContrast.get(i).plus(other.byContrast.get(i)));
        }
        return new DetectionScore(
                all.plus(other.all),
                sums,
                dividing.plus(other.dividing),
                merges + other.merges,
                areas.plus(other.areas));
    }

    /** Cells of one contrast class. */
    public DetectionTally of(ContrastClass contrast) {
        return byContrast.get(contrast.ordinal());
    }

    /** Cells of known contrast. */
    public DetectionTally ofKnownContrast() {
        return sum(contrast -> true);
    }

    /** Cells below a fifth of the typical contrast. */
    public DetectionTally belowAFifth() {
        return sum(ContrastClass::isBelowAFifth);
    }

    /** Cells of at least twice the typical contrast. */
    public DetectionTally aboveTwice() {
        return sum(ContrastClass::isAboveTwice);
    }

    private DetectionTally sum(Predicate<ContrastClass> which) {
        return Arrays.stream(ContrastClass.values())
                .filter(which)
                .map(this::of)
                .reduce(DetectionTally.NONE, DetectionTally::plus);
    }

    /** Number of regions that hold no cell: false positives if the ground truth contains every cell. */
    public long falseRegions() {
        return all.regions() - all.found() - merges;
    }
}
