package org.cellineage.track;

import org.cellineage.cell.Cell;

/**
 * A cell in a frame and the track it belongs to. A row of the cells table.
 *
 * @param frame 0-based frame
 * @param trackId its track
 * @param cell the cell
 * @param linkProbability score of the link from the track's previous cell, NaN where it is the track's first
 * @param linkMargin how much better the link scored than the best alternative (another pair of the same track or cell,
 *     or no link at all), negative where the assignment preferred the rest of the frame; NaN where there is no link
 */
public record TrackedCell(int frame, int trackId, Cell cell, double linkProbability, double linkMargin) {}
