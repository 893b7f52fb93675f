package org.cellineage.track;

/**
 * A mother and her two daughters. A row of the divisions table.
 *
 * @param motherTrackId the mother's track
 * @param firstDaughterTrackId the daughter with the smaller id
 * @param secondDaughterTrackId the other daughter
 * @param frame first frame in which a daughter was seen
 * @param yPx row of the mother's last centroid, pixels
 * @param xPx column of the mother's last centroid
 * @param probability score of the division, NaN where it was given, not found
 */
public record Division(
        int motherTrackId,
        int firstDaughterTrackId,
        int secondDaughterTrackId,
        int frame,
        double yPx,
        double xPx,
        double probability) {}
