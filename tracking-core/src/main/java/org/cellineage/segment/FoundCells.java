package org.cellineage.segment;

import java.util.Arrays;
import java.util.Optional;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Scaling;

/**
 * The cells that a segmenter found in a frame. Those it is sure of come first, numbered from 1 in raster order of their
 * first pixel. After them come the weak ones, also in raster order: objects that it would drop on the evidence of this
 * frame alone, and that tracking may keep.
 *
 * <p>The arrays are held, not copied; nobody may change them.
 *
 * @param labels the cells' pixels
 * @param sure number of cells that the segmenter is sure of
 * @param probability for each label the probability that it is a cell, 0 to 1; NaN if the segmenter gives none; entry 0 is
 *     unused
 * @param otherCuts other ways to cut some of them
 * @param bodies if the cells are nuclei, the whole cells around the sure ones, with the same labels, of the same size; empty
 *     if these were not looked for
 * @param classes of which class they are
 */
@SuppressWarnings("ArrayRecordComponent")
public record FoundCells(
        LabelImage labels,
        int sure,
        float[] probability,
        OtherCuts otherCuts,
        Optional<LabelImage> bodies,
        FoundClasses classes) {

    /** Creates cells that nobody would cut otherwise. */
    public FoundCells(LabelImage labels, int sure, float[] probability) {
        this(labels, sure, probability, OtherCuts.NONE);
    }

    /** Creates cells whose whole cells are not known. */
    public FoundCells(LabelImage labels, int sure, float[] probability, OtherCuts otherCuts) {
        this(labels, sure, probability, otherCuts, Optional.empty(), FoundClasses.NONE);
    }

    public FoundCells {
        if (sure < 0 || sure >= probability.length) {
            throw new IllegalArgumentException(
                    sure + " of " + (probability.length - 1) + " cells cannot be the sure ones");
        }
    }

    /** All labels of an image, all sure, without probabilities. */
    public static FoundCells ofLabels(LabelImage labels) {
        float[] unknown = new float[labels.maxLabel() + 1];
        Arrays.fill(unknown, Float.NaN);
        return new FoundCells(labels, unknown.length - 1, unknown);
    }

    /** The same cells with their classes. */
    public FoundCells withClasses(FoundClasses known) {
        return new FoundCells(labels, sure, probability, otherCuts, bodies, known);
    }

    /** Whether the cell with this label is a weak one. */
    public boolean isWeak(int label) {
        return label > sure;
    }

    /** The labels of the sure cells only. */
    public LabelImage sureLabels() {
        if (sure == probability.length - 1) {
            return labels;
        }
        int[] all = labels.labels();
        int[] kept = new int[all.length];
        for (int p = 0; p < kept.length; p++) {
            kept[p] = all[p] <= sure ? all[p] : 0;
        }
        return new LabelImage(labels.width(), labels.height(), kept);
    }

    /** The same nuclei with the whole cells around the sure ones. */
    public FoundCells withBodies(LabelImage whole) {
        if (whole.width() != labels.width() || whole.height() != labels.height()) {
            throw new IllegalArgumentException("whole cells of another size than their nuclei");
        }
        return new FoundCells(labels, sure, probability, otherCuts, Optional.of(whole), classes);
    }

    /** The same cells in an image of another size. Cells that are smaller than a pixel there are lost. */
    public FoundCells scaled(int width, int height) {
        return new FoundCells(
                Scaling.scale(labels, width, height),
                sure,
                probability,
                otherCuts.scaled(width, height),
                bodies.map(whole -> Scaling.scale(whole, width, height)),
                classes);
    }
}
