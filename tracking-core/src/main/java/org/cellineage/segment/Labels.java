package org.cellineage.segment;

import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;

/** Label images out of stored planes. */
public final class Labels {

    private Labels() {}

    /**
     * Takes a plane's values as labels.
     *
     * @param where the plane's file, for messages
     * @throws BadInputException where a value is negative
     */
    public static LabelImage fromPlane(Plane plane, String where) {
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
}
