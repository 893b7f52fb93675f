package org.cellineage.segment.network;

import java.io.Serializable;
import java.util.List;
import org.cellineage.image.LocalContrast;

/**
 * The input of a segmentation network.
 *
 * @param channels in the network's order
 * @param darkPercentile percentile of a frame's grey values that is scaled to 0
 * @param brightPercentile percentile that is scaled to 1
 * @param nucleusDiameterPx nucleus diameter the network was trained on; 0 if frames are not rescaled
 * @param sideMultiple the sides of the input must be multiples of this
 * @param marginPx radius of the surroundings that can affect a pixel's result; tiles overlap by this much on each side
 */
public record NetworkInput(
        List<Channel> channels,
        double darkPercentile,
        double brightPercentile,
        double nucleusDiameterPx,
        int sideMultiple,
        int marginPx)
        implements Serializable {

    /** Contents of an input channel. */
    public enum Channel {
        /** Intensity, scaled between the two percentiles. */
        BRIGHTNESS,
        /** {@link LocalContrast} of the scaled intensity. */
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

    /** Network pixels per frame pixel for nuclei of this diameter in the frame. */
    public double scale(double diameterPx) {
        if (nucleusDiameterPx == 0 || Double.isNaN(diameterPx)) {
            return 1;
        }
        return Math.max(MIN_SCALE, Math.min(MAX_SCALE, nucleusDiameterPx / diameterPx));
    }
}
