package org.cellineage.evaluate;

/**
 * Number of true cells found, among all or a subset. Each cell is either found, merged or missed, as
 * {@link DetectionScore} defines; it may be split as well.
 *
 * @param cells number of true cells
 * @param found those with a region of their own
 * @param merged those that share their region with others
 * @param split those that were divided into several regions
 * @param regions number of regions of the result that belong to these cells
 */
public record DetectionTally(long cells, long found, long merged, long split, long regions) {

    /** The tally of no cells. */
    static final DetectionTally NONE = new DetectionTally(0, 0, 0, 0, 0);

    /** Adds both. */
    public DetectionTally plus(DetectionTally other) {
        return new DetectionTally(
                cells + other.cells,
                found + other.found,
                merged + other.merged,
                split + other.split,
                regions + other.regions);
    }

    /** Number of cells that no region holds. */
    public long missed() {
        return cells - found - merged;
    }

    /** Found cells over all of these cells; NaN if there are none. */
    public double recall() {
        return cells == 0 ? Double.NaN : (double) found / cells;
    }

    /** Found cells, one region each, over the regions; NaN if there are none. */
    public double precision() {
        return regions == 0 ? Double.NaN : (double) found / regions;
    }
}
