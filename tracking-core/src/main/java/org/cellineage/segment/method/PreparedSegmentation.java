package org.cellineage.segment.method;

import java.io.Serializable;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Supplier;
import org.cellineage.segment.FramePipeline;
import org.cellineage.segment.network.DiameterSearch;
import org.tensorflow.proto.ConfigProto;

/** A segmentation method with everything it needs, which can be sent to where frames are segmented. */
public interface PreparedSegmentation extends Serializable {

    /** SHA-256 of the model; empty if there is none. */
    String modelHash();

    /** How the nucleus diameter is found, if the method needs one and can find it. */
    Optional<DiameterSearch> diameterSearch();

    /**
     * Starts to segment tasks one after another. Networks are opened once per process and shared by its threads.
     *
     * @param session configures how a network that is opened uses the machine
     */
    <T, R> FramePipeline<T, R> start(Iterator<T> tasks, FramePipeline.Work<T, R> work, Supplier<ConfigProto> session);
}
