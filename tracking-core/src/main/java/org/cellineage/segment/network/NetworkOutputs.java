package org.cellineage.segment.network;

import java.util.List;
import java.util.Optional;
import org.cellineage.problem.BadConfigurationException;

/**
 * What a segmentation network gives, as its description says.
 *
 * @param where the description's file, for messages
 * @param maps names of the channels of those outputs that are maps, one after the other
 * @param stride pixels between two values of a map
 * @param detections where the other outputs are boxes, scores and masks
 */
record NetworkOutputs(String where, List<String> maps, int stride, Optional<DetectionOutputs> detections) {

    NetworkOutputs {
        maps = List.copyOf(maps);
    }

    /** Outputs that are all maps. */
    static NetworkOutputs ofMaps(String where, List<String> maps, int stride) {
        return new NetworkOutputs(where, maps, stride, Optional.empty());
    }

    /** The network does not give what the description's key says. */
    static BadConfigurationException wrong(String where, String key, String cause) {
        return new BadConfigurationException(
                where, key + ": " + cause, "Fix the description or the network; docs/MODELS.md explains every key.");
    }
}
