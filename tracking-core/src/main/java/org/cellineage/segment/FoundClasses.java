package org.cellineage.segment;

import java.util.List;

/**
 * Of which class found cells are, according to a network that names a class for each cell it detects.
 *
 * <p>The arrays are held, not copied; nobody may change them.
 *
 * @param names of the classes; empty if the network names none
 * @param probability for each label the probability of each class; an empty array if nothing is known of the cell; entry 0
 *     is unused
 */
@SuppressWarnings("ArrayRecordComponent")
public record FoundClasses(List<String> names, float[][] probability) {

    /** Nothing is known. */
    public static final FoundClasses NONE = new FoundClasses(List.of(), new float[0][]);

    public FoundClasses {
        names = List.copyOf(names);
    }

    /** Whether the class of a cell is known. */
    public boolean has(int label) {
        return label < probability.length && probability[label].length > 0;
    }
}
