package org.cellineage.correct;

import java.io.Serializable;
import java.util.Locale;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellPlace;
import org.cellineage.cell.RunLengthMask;

/**
 * A cell as a person saw it: where it was, what it looked like, and which track it belonged to. Place and mask find it
 * again in the tables of another run; the track is for people.
 *
 * @param frame 0-based frame
 * @param track its track in the run that was corrected
 * @param yPx row of its centroid
 * @param xPx column of its centroid
 * @param box its bounding box
 * @param mask its pixels
 */
public record CellRef(int frame, int track, double yPx, double xPx, BoundingBox box, RunLengthMask mask)
        implements Serializable {

    /** Refers to a cell of a track. */
    public static CellRef of(int frame, int track, Cell cell) {
        return new CellRef(frame, track, cell.yPx(), cell.xPx(), cell.box(), cell.mask());
    }

    /** Where it is, without its track. */
    public CellPlace place() {
        return new CellPlace(yPx, xPx, box, mask);
    }

    /** For example {@code track 5 in frame 12 (y 40, x 61)}. */
    public String describe() {
        return String.format(Locale.ROOT, "track %d in frame %d (y %.0f, x %.0f)", track, frame, yPx, xPx);
    }
}
