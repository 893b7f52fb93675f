package org.cellineage.jobs.store;

import org.cellineage.format.MovieKey;

/**
 * A movie as the tables show it.
 *
 * @param key plate, well and site
 * @param status {@code ok}, {@code partial} or {@code failed}
 * @param failedSince whether a later run failed on it, so that the rows shown are older than the latest attempt
 * @param mayPass whether some of its frames could not be read for a reason that may have been transient
 * @param inputHash hash of its files
 * @param configHash hash of the settings it was processed with
 * @param modelHash hash of the networks that segmented it, empty if there are none
 * @param linkModelHash hash of the networks that linked it, empty if there are none
 * @param softwareVersion version of Cellineage
 * @param correctionsHash hash of the corrections that its rows contain, empty if there are none
 */
public record PublishedMovie(
        MovieKey key,
        String status,
        boolean failedSince,
        boolean mayPass,
        String inputHash,
        String configHash,
        String modelHash,
        String linkModelHash,
        String softwareVersion,
        String correctionsHash) {

    /** Whether it has rows of its own in the other tables, and another attempt would give the same result. */
    public boolean isGood() {
        return !failedSince && !mayPass && !status.equals("failed");
    }

    /** Whether it or some of its frames failed. */
    public boolean hasFailures() {
        return failedSince || !status.equals("ok");
    }
}
