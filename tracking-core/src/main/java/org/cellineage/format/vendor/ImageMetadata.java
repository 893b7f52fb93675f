package org.cellineage.format.vendor;

import java.util.Optional;

/**
 * What an instrument wrote about an image into its file: MetaXpress, MetaMorph and Gen5 into the description,
 * Micro-Manager into a tag of its own. Unknown numbers are NaN.
 *
 * @param pixelSizeUm side of a pixel in micrometres
 * @param takenAtS time of acquisition in seconds from an unknown origin: only differences are meaningful
 * @param frame 0-based time point, or {@link #NO_FRAME}
 * @param plannedIntervalS planned seconds between frames; recorded times take precedence
 * @param channel name of the channel
 */
public record ImageMetadata(
        double pixelSizeUm, double takenAtS, int frame, double plannedIntervalS, Optional<String> channel) {

    /** The image has no time point. */
    public static final int NO_FRAME = -1;

    /** Nothing is known. */
    public static final ImageMetadata NONE =
            new ImageMetadata(Double.NaN, Double.NaN, NO_FRAME, Double.NaN, Optional.empty());

    /** A longer interval indicates a wrong clock. */
    private static final double MOST_SECONDS = 1e7;

    /** Implausible sizes and intervals become unknown. */
    public ImageMetadata {
        pixelSizeUm = pixelSizeUm >= 1e-3 && pixelSizeUm <= 1e3 ? pixelSizeUm : Double.NaN;
        plannedIntervalS = possible(plannedIntervalS);
    }

    /**
     * Parses the metadata of an image.
     *
     * @param description its ImageDescription, empty if there is none
     * @param microManager text of Micro-Manager's tag, empty if there is none
     * @return the metadata, of a broken text that before the break
     */
    public static ImageMetadata of(String description, String microManager) {
        if (!microManager.isEmpty()) {
            return MicroManagerImage.read(microManager);
        }
        if (Gen5Description.is(description)) {
            return Gen5Description.read(description);
        }
        return MetaSeries.parse(description).map(ImageMetadata::of).orElse(NONE);
    }

    private static ImageMetadata of(MetaSeries text) {
        return new ImageMetadata(
                text.pixelSizeUm().orElse(Double.NaN),
                text.acquiredMillis().isPresent() ? text.acquiredMillis().getAsLong() / 1000.0 : Double.NaN,
                NO_FRAME,
                Double.NaN,
                text.channel());
    }

    /**
     * Seconds per frame from two images of the same site and channel; NaN if a time is unknown or implausible.
     *
     * @param frames number of frames between the two images
     */
    public static double intervalS(double firstTakenAtS, double secondTakenAtS, int frames) {
        return frames < 1 ? Double.NaN : possible((secondTakenAtS - firstTakenAtS) / frames);
    }

    private static double possible(double seconds) {
        return seconds > 0 && seconds <= MOST_SECONDS ? seconds : Double.NaN;
    }
}
