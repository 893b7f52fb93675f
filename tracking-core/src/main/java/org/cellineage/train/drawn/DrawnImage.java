package org.cellineage.train.drawn;

import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;

/**
 * A drawn image and its cells.
 *
 * @param labels the cells of {@code plane}, each in one piece; slivers that cells on top leave of others have no label
 */
public record DrawnImage(Plane plane, LabelImage labels) {}
