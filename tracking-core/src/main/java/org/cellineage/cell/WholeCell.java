package org.cellineage.cell;

import java.io.Serializable;

/**
 * The whole cell around a nucleus, the nucleus included.
 *
 * @param box bounding box
 * @param areaPx number of pixels
 * @param mask its pixels
 */
public record WholeCell(BoundingBox box, int areaPx, RunLengthMask mask) implements Serializable {}
