package org.cellineage.link;

import org.cellineage.cell.Cell;

/**
 * A cell as seen in one frame.
 *
 * @param frame 0-based frame
 * @param cell the cell there
 */
public record Observation(int frame, Cell cell) {}
