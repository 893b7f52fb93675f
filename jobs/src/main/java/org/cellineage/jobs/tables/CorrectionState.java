package org.cellineage.jobs.tables;

/**
 * Whether a movie's rows contain corrections.
 *
 * @param corrected whether any is in force
 * @param hash hash of the log of its corrections; empty if it has none
 */
public record CorrectionState(boolean corrected, String hash) {

    /** Of a movie that nobody has corrected. */
    public static final CorrectionState NONE = new CorrectionState(false, "");
}
