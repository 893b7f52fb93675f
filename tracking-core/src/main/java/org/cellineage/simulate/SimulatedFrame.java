package org.cellineage.simulate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;

/**
 * A frame with its ground truth.
 *
 * @param frame 0-based frame
 * @param channels 16-bit planes
 * @param truth visible pixels of every cell; labels are track ids
 * @param phases what every visible cell is doing, by track
 * @param compartments what is inside the cells, for specimens with compartments
 */
public record SimulatedFrame(
        int frame,
        List<Plane> channels,
        LabelImage truth,
        Map<Integer, SimulatedPhase> phases,
        Optional<Compartments> compartments) {

    public SimulatedFrame {
        channels = List.copyOf(channels);
        phases = Map.copyOf(phases);
    }

    /**
     * The nuclei of whole cells, and where a reporter is.
     *
     * @param nuclei visible pixels of the nuclei; labels are track ids
     * @param reporterRatio by track, how many times as concentrated the reporter is in the nucleus as in the cytoplasm
     */
    public record Compartments(LabelImage nuclei, Map<Integer, Double> reporterRatio) {

        public Compartments {
            reporterRatio = Map.copyOf(reporterRatio);
        }
    }
}
