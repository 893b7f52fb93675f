package org.cellineage.segment.network;

import java.io.Serializable;
import java.util.List;

/**
 * What a segmentation network reads.
 *
 * @param channels in the network's order
 * @param darkPercentile of a frame's brightness, goes to 0
 * @param brightPercentile goes to 1
 * @param nucleusDiameterPx at which the network works; 0 where it works at the frame's own scale
 * @param sideMultiple sides of what it reads must be multiples of this
 * @param marginPx how far a pixel's result may depend on its surroundings; tiles overlap by this on each side
 */
public record NetworkInput(
        List<Channel> channels,
        double darkPercentile,
        double brightPercentile,
        double nucleusDiameterPx,
        int sideMultiple,
        int marginPx)
        implements Serializable {

    /** What a channel holds. */
    public enum Channel {
        /** Brightness between the two percentiles. */
        BRIGHTNESS,
        /** {@link LocalContrast} of the brightness. */
        LOCAL_CONTRAST
    }

    private static final double MIN_SCALE = 0.08;
    private static final double MAX_SCALE = 3;

    public NetworkInput {
        channels = List.copyOf(channels);
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("channels must name at least one");
        }
        if (!(darkPercentile >= 0 && darkPercentile < brightPercentile && brightPercentile <= 100)) {
            throw new IllegalArgumentException("dark_percentile and bright_percentile must rise from 0 to 100, but are "
                    + darkPercentile + " and " + brightPercentile);
        }
        if (!(nucleusDiameterPx >= 0)) {
            throw new IllegalArgumentException("nucleus_diameter_px must be at least 0, but is " + nucleusDiameterPx);
        }
        if (sideMultiple < 1) {
            throw new IllegalArgumentException("side_multiple must be at least 1, but is " + sideMultiple);
        }
        if (marginPx < 0) {
            throw new IllegalArgumentException("margin_px must be at least 0, but is " + marginPx);
        }
    }

    /** Network pixels a frame pixel, for nuclei of that diameter in the frame. */
    public double scale(double diameterPx) {
        if (nucleusDiameterPx == 0 || Double.isNaN(diameterPx)) {
            return 1;
        }
        return Math.max(MIN_SCALE, Math.min(MAX_SCALE, nucleusDiameterPx / diameterPx));
    }
}
