package org.cellineage.segment;

import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;

/** Label images out of stored planes. */
public final class Labels {

    /** The first number too large for a label, 2^31. */
    private static final float LABEL_LIMIT = 0x1p31f;

    private Labels() {}

    /**
     * Takes a plane's values as labels.
     *
     * @param where the plane's file, for messages
     * @throws BadInputException where a value is negative or no whole number, or too large for a label
     */
    public static LabelImage fromPlane(Plane plane, String where) {
        if (plane instanceof Plane.OfFloats floats) {
            requireWhole(floats.samples(), where);
        }
        int[] labels = plane.toInts();
        for (int label : labels) {
            if (label < 0) {
                throw new BadInputException(
                        where,
                        "The label image holds the negative value " + label + ".",
                        "Save labels as whole numbers, 0 for background and one positive number a cell.");
            }
        }
        return new LabelImage(plane.width(), plane.height(), labels);
    }

    /** Probability maps and other pictures are stored as floats too: rounding them would make cells of nothing. */
    private static void requireWhole(float[] samples, String where) {
        for (float sample : samples) {
            if (sample != Math.rint(sample) || sample >= LABEL_LIMIT) {
                throw new BadInputException(
                        where,
                        "The label image holds the value " + sample + ", which is not a label.",
                        "Give label images, not probabilities: 0 for background and one whole number a cell.");
            }
        }
    }
}
