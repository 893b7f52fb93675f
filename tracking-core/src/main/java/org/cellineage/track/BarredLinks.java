package org.cellineage.track;

import org.cellineage.cell.Cell;

/** Links that a linker must not make, because a person decided about the track or the cell. */
@FunctionalInterface
public interface BarredLinks {

    /** Bars nothing. */
    BarredLinks NONE = (track, cell) -> false;

    /**
     * Whether a track may neither continue in a cell nor divide into it.
     *
     * @param track index into the problem's tracks
     * @param cell the very object among the problem's cells
     */
    boolean bars(int track, Cell cell);
}
