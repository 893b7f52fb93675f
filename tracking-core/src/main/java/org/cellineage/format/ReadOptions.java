package org.cellineage.format;

import java.io.Serializable;

/**
 * How movies are read where their files leave a choice.
 *
 * @param zPlanes what becomes of several z planes of a frame
 */
public record ReadOptions(ZPlanes zPlanes) implements Serializable {

    /** Several z planes are refused. */
    public static final ReadOptions DEFAULTS = new ReadOptions(ZPlanes.REFUSE);
}
