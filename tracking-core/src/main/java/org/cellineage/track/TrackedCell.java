package org.cellineage.track;

import org.cellineage.cell.Cell;

/**
 * A cell in a frame with its track: a row of the cells table.
 *
 * @param frame 0-based frame
 * @param trackId its track
 * @param cell the cell
 * @param linkProbability score of the link from the track's previous cell, NaN for the first cell of a track
 * @param linkMargin how much better the link scored than the best alternative (another pair of the same track or cell,
 *     or no link); negative if the assignment accepted a worse link for a better total; NaN if there is no link
 */
public record TrackedCell(int frame, int trackId, Cell cell, double linkProbability, double linkMargin) {}
