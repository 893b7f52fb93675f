package org.cellineage.cell;

import static org.cellineage.cell.Kept.Quantity.RATIO;

import java.io.Serializable;

/**
 * The probability of one class of a cell, such as mitotic or dead.
 *
 * @param name of the class
 * @param raw from the cell's frame alone, 0 to 1; NaN if the cell was not looked at
 * @param smoothed from the frames of its track, its mother and its daughters, 0 to 1; NaN while they are not known
 */
public record ClassProbability(
        String name, @Kept(RATIO) double raw, @Kept(RATIO) double smoothed) implements Serializable {}
