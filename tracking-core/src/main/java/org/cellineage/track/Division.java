package org.cellineage.track;

/**
 * A mother and her two daughters: a row of the divisions table.
 *
 * @param motherTrackId the mother's track
 * @param firstDaughterTrackId the daughter with the smaller id
 * @param secondDaughterTrackId the other daughter
 * @param frame first frame in which a daughter was observed
 * @param yPx row of the mother's last centroid in pixels
 * @param xPx column of the mother's last centroid in pixels
 * @param probability score of the division, NaN if the lineage was given
 */
public record Division(
        int motherTrackId,
        int firstDaughterTrackId,
        int secondDaughterTrackId,
        int frame,
        double yPx,
        double xPx,
        double probability) {}
