package org.cellineage.simulate;

import java.util.List;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;

/**
 * A frame with its ground truth.
 *
 * @param frame 0-based frame
 * @param channels 16-bit planes
 * @param truth visible pixels of every cell; labels are track ids
 */
public record SimulatedFrame(int frame, List<Plane> channels, LabelImage truth) {

    public SimulatedFrame {
        channels = List.copyOf(channels);
    }
}
