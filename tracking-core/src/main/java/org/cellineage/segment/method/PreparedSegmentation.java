package org.cellineage.segment.method;

import java.io.Serializable;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Supplier;
import org.cellineage.segment.FramePipeline;
import org.cellineage.segment.network.DiameterSearch;
import org.tensorflow.proto.ConfigProto;

/** A segmentation method with all that it needs, ready to be sent to where frames are segmented. */
public interface PreparedSegmentation extends Serializable {

    /** SHA-256 of the model; empty where there is none. */
    String modelHash();

    /** How the nuclei's diameter is found, where the method needs one and can find it. */
    Optional<DiameterSearch> diameterSearch();

    /**
     * Segments tasks one after the other. Networks are opened once a process and shared by its threads.
     *
     * @param session how a network that is opened uses the machine
     */
    <T, R> FramePipeline<T, R> start(Iterator<T> tasks, FramePipeline.Work<T, R> work, Supplier<ConfigProto> session);
}
