package org.cellineage.segment.network;

import java.util.List;
import java.util.Optional;
import org.cellineage.problem.BadConfigurationException;

/**
 * The outputs of a segmentation network, as its description declares them.
 *
 * @param where file of the description, for messages
 * @param maps names of the channels of all outputs that are maps, concatenated
 * @param stride pixels of the network's input per value of a map
 * @param detections which outputs are boxes, scores and masks, if any
 */
record NetworkOutputs(String where, List<String> maps, int stride, Optional<DetectionOutputs> detections) {

    NetworkOutputs {
        maps = List.copyOf(maps);
    }

    /** Outputs that are all maps. */
    static NetworkOutputs ofMaps(String where, List<String> maps, int stride) {
        return new NetworkOutputs(where, maps, stride, Optional.empty());
    }

    /** The error for an output that does not match a key of the description. */
    static BadConfigurationException wrong(String where, String key, String cause) {
        return new BadConfigurationException(
                where, key + ": " + cause, "Fix the description or the network; docs/MODELS.md explains every key.");
    }
}
