package org.cellineage.segment;

import java.util.Arrays;
import org.cellineage.image.ConnectedRegions;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;

/** Converts stored planes to label images. */
public final class Labels {

    /**
     * The largest number up to which a 32-bit float represents every whole number; beyond it, different labels may
     * coincide.
     */
    private static final float FLOAT_LIMIT = 0x1p24f;

    private static final int[] FOREGROUND = {1, 255, 65_535};
    /** Connected components with fewer pixels are ignored as specks. */
    private static final int SPECK_PX = 5;

    private Labels() {}

    /**
     * Reads the values of a plane as labels.
     *
     * @param where file of the plane, for messages
     * @throws BadInputException if a value is negative, not a whole number, or too large for a label
     */
    public static LabelImage fromPlane(Plane plane, String where) {
        if (plane instanceof Plane.OfFloats floats) {
            requireWhole(floats.samples(), where);
        }
        int[] labels = plane.toInts();
        for (int label : labels) {
            if (label < 0) {
                throw negative(where, label);
            }
        }
        return new LabelImage(plane.width(), plane.height(), labels);
    }

    /**
     * Reads the values of a plane as labels and rejects binary masks, in which all cells have the same value. A plane
     * with a single non-zero value is a binary mask if that value is 255 or 65535 and there are at least two connected
     * components, or if it is 1 and there are at least three.
     *
     * @param where file of the plane, for messages
     * @throws BadInputException as for {@link #fromPlane}, and for binary masks
     */
    public static LabelImage ofCells(Plane plane, String where) {
        LabelImage image = fromPlane(plane, where);
        int only = 0;
        for (int label : image.labels()) {
            if (label != 0 && label != only) {
                if (only != 0) {
                    return image;
                }
                only = label;
            }
        }
        for (int foreground : FOREGROUND) {
            if (only == foreground) {
                requireFewPieces(image, only, where);
            }
        }
        return image;
    }

    private static void requireFewPieces(LabelImage image, int label, String where) {
        boolean[] mask = new boolean[image.labels().length];
        for (int p = 0; p < mask.length; p++) {
            mask[p] = image.labels()[p] == label;
        }
        int[] pieces =
                ConnectedRegions.of(mask, image.width(), image.height(), true).labels();
        int[] areas = new int[1 + Arrays.stream(pieces).max().orElse(0)];
        for (int piece : pieces) {
            areas[piece]++;
        }
        long large = Arrays.stream(areas)
                .skip(1)
                .filter(areaPx -> areaPx >= SPECK_PX)
                .count();
        if (large >= (label == 1 ? 3 : 2)) {
            throw new BadInputException(
                    where,
                    "It is a binary mask: its only values are 0 and " + label + ", in " + large
                            + " pieces, so its cells cannot be distinguished.",
                    "Number the cells first: skimage.measure.label(mask), or in Fiji 'Connected Components Labeling'.");
        }
    }

    private static BadInputException negative(String where, Object value) {
        return new BadInputException(
                where,
                "The label image contains the negative value " + value
                        + "; labels above 32767 become negative when they are saved as signed 16-bit numbers.",
                "Save labels as unsigned 16-bit or as 32-bit whole numbers, 0 for background and one positive number per"
                        + " cell.");
    }

    /** Probability maps and other images are stored as floats too; rounding them would invent cells. */
    private static void requireWhole(float[] samples, String where) {
        for (float sample : samples) {
            if (sample != Math.rint(sample)) {
                throw new BadInputException(
                        where,
                        "The label image contains the value " + sample + ", which is not a label.",
                        "Give label images, not probabilities: 0 for background and one whole number per cell.");
            }
            if (sample > FLOAT_LIMIT) {
                throw new BadInputException(
                        where,
                        "The label image contains the value " + sample
                                + ", which is not a label: 32-bit floats cannot distinguish numbers this large.",
                        "Save labels as 32-bit whole numbers.");
            }
            if (sample < 0) {
                throw negative(where, sample);
            }
        }
    }
}
