package org.cellineage.track.method;

import java.io.Serializable;
import java.util.Optional;
import java.util.function.Supplier;
import org.cellineage.link.LinkOptions;
import org.cellineage.link.learned.CellEncoder;
import org.cellineage.track.FrameLinker;
import org.cellineage.track.TrackingOptions;
import org.tensorflow.proto.ConfigProto;

/** A linking method with everything it needs, which can be sent to where frames are segmented and movies are linked. */
public interface PreparedLinking extends Serializable {

    /** Name of the method, as recorded in the movies table. */
    String name();

    /** SHA-256 of the model; empty if there is none. */
    String modelHash();

    /** Whether the linker needs the features from {@link #encoder}. */
    boolean needsFeatures();

    /**
     * Creates the encoder of image features for linking; empty if not needed. Networks are opened once per process and
     * shared by its threads.
     *
     * @param session configures how a network that is opened uses the machine
     */
    Optional<CellEncoder> encoder(Supplier<ConfigProto> session);

    /**
     * Creates a linker for one movie at a time.
     *
     * @param session configures how a network that is opened uses the machine
     */
    FrameLinker linker(TrackingOptions tracking, LinkOptions link, Supplier<ConfigProto> session);
}
