package org.cellineage.format.vendor;

import java.util.Optional;

/**
 * What an instrument wrote into an image about that image: MetaXpress, MetaMorph and Gen5 into its description,
 * Micro-Manager into a tag of its own. Unknown numbers are NaN.
 *
 * @param pixelSizeUm side of a pixel, micrometres
 * @param takenAtS when the image was taken, seconds from an unknown start: only differences mean something
 * @param frame 0-based time point, or {@link #NO_FRAME}
 * @param plannedIntervalS seconds between frames as they were planned; what was recorded is better
 * @param channel what the channel is called
 */
public record ImageMetadata(
        double pixelSizeUm, double takenAtS, int frame, double plannedIntervalS, Optional<String> channel) {

    /** The image does not say its time point. */
    public static final int NO_FRAME = -1;

    /** Nothing is known. */
    public static final ImageMetadata NONE =
            new ImageMetadata(Double.NaN, Double.NaN, NO_FRAME, Double.NaN, Optional.empty());

    /** A longer interval is a mistake in a clock. */
    private static final double MOST_SECONDS = 1e7;

    /** Sizes and intervals that cannot be are unknown. */
    public ImageMetadata {
        pixelSizeUm = pixelSizeUm >= 1e-3 && pixelSizeUm <= 1e3 ? pixelSizeUm : Double.NaN;
        plannedIntervalS = possible(plannedIntervalS);
    }

    /**
     * Reads what an image says of itself.
     *
     * @param description its ImageDescription, empty without one
     * @param microManager the text of Micro-Manager's tag, empty without one
     * @return of a broken text, what stands before the break
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
     * Seconds from frame to frame, by two images of one site and channel; NaN where one does not say when it was taken, or
     * that cannot be.
     *
     * @param frames how many frames the second is later
     */
    public static double intervalS(double firstTakenAtS, double secondTakenAtS, int frames) {
        return frames < 1 ? Double.NaN : possible((secondTakenAtS - firstTakenAtS) / frames);
    }

    private static double possible(double seconds) {
        return seconds > 0 && seconds <= MOST_SECONDS ? seconds : Double.NaN;
    }
}
