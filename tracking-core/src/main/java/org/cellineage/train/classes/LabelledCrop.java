package org.cellineage.train.classes;

import java.util.Map;
import org.cellineage.classify.Crop;

/**
 * A crop of a cell, or of a frame, whose class is known.
 *
 * @param known index of its class
 * @param crop what is seen
 * @param number of the cell among those of its source and class, from 0
 * @param groups what it may be held out by: the value of each grouping by name, such as its movie, well or compound
 */
record LabelledCrop(int known, Crop crop, int number, Map<String, String> groups) {

    /** The grouping by where cells come from, of which each is drawn equally often; cells without it are of one. */
    static final String SOURCE = "source";

    LabelledCrop {
        groups = Map.copyOf(groups);
    }

    /** Returns the same cell as another class. */
    LabelledCrop as(int other) {
        return new LabelledCrop(other, crop, number, groups);
    }
}
