package org.cellineage.evaluate;

/**
 * How many true cells were found, of all or of one kind. Each is either found, merged or missed, as
 * {@link DetectionScore} defines it; it may be split as well.
 *
 * @param cells cells of the truth
 * @param found those with a region of their own
 * @param merged those that share their region with others
 * @param split those that were cut into several regions
 * @param regions regions of the result that belong to these cells
 */
public record DetectionTally(long cells, long found, long merged, long split, long regions) {

    /** Of no cell. */
    static final DetectionTally NONE = new DetectionTally(0, 0, 0, 0, 0);

    /** Both together. */
    public DetectionTally plus(DetectionTally other) {
        return new DetectionTally(
                cells + other.cells,
                found + other.found,
                merged + other.merged,
                split + other.split,
                regions + other.regions);
    }

    /** Cells that no region covers. */
    public long missed() {
        return cells - found - merged;
    }

    /** Found cells over all of these; NaN where there is none. */
    public double recall() {
        return cells == 0 ? Double.NaN : (double) found / cells;
    }

    /** Found cells, one region each, over the regions; NaN where there is none. */
    public double precision() {
        return regions == 0 ? Double.NaN : (double) found / regions;
    }
}
