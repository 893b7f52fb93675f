package org.cellineage.evaluate;

import java.util.Arrays;
import java.util.Optional;

/**
 * Classes of a cell's relative contrast, ascending and contiguous. The relative contrast is the cell's median intensity
 * minus that of its surroundings, divided by the median of this difference over the true cells of its frame; it is 1
 * for the typical cell.
 */
public enum ContrastClass {
    BELOW_A_TWENTIETH("< .05", 0.05),
    BELOW_A_TENTH(".05 - .1", 0.1),
    BELOW_A_FIFTH(".1 - .2", 0.2),
    BELOW_TWO_FIFTHS(".2 - .4", 0.4),
    DIM(".4 - .8", 0.8),
    TYPICAL(".8 - 1.25", 1.25),
    BRIGHT("1.25 - 2", 2),
    BELOW_THREE("2 - 3", 3),
    BRIGHTEST(">= 3", Double.POSITIVE_INFINITY);

    private final String range;
    private final double end;

    ContrastClass(String range, double end) {
        this.range = range;
        this.end = end;
    }

    /**
     * The class of a contrast. An upper bound belongs to the class above; a cell darker than its surroundings, in a
     * frame in which the typical cell is brighter, belongs to the lowest.
     *
     * @return empty for NaN, an unknown contrast
     */
    static Optional<ContrastClass> of(double contrast) {
        if (Double.isNaN(contrast)) {
            return Optional.empty();
        }
        return Arrays.stream(values())
                .filter(c -> contrast < c.end || c == BRIGHTEST)
                .findFirst();
    }

    /** Its range, for tables. */
    public String range() {
        return range;
    }

    /** Whether all its cells have less than a fifth of the typical contrast. */
    public boolean isBelowAFifth() {
        return compareTo(BELOW_A_FIFTH) <= 0;
    }

    /** Whether all its cells have at least twice the typical contrast. */
    public boolean isAboveTwice() {
        return compareTo(BELOW_THREE) >= 0;
    }
}
