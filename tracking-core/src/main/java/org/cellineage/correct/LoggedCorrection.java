package org.cellineage.correct;

import java.io.Serializable;

/**
 * A correction with its place in the log of its movie.
 *
 * @param id number of the batch and number within it, such as {@code 7.2}
 * @param correction the correction
 */
public record LoggedCorrection(String id, Correction correction) implements Serializable {}
