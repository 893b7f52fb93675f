package org.cellineage.track.method;

import java.util.List;
import java.util.function.Supplier;
import org.cellineage.link.LinkOptions;
import org.cellineage.track.DecidedLink;
import org.cellineage.track.FrameLinker;
import org.cellineage.track.FrameTracker;
import org.cellineage.track.GainListener;
import org.cellineage.track.MovieTracker;
import org.cellineage.track.TrackingOptions;
import org.tensorflow.proto.ConfigProto;

/** A prepared method that links one frame after the other. */
interface FrameByFrame extends PreparedLinking {

    /**
     * Creates a linker for one movie at a time.
     *
     * @param session configures how a network that is opened uses the machine
     * @param listener hears what the linker thinks of each frame's candidates
     */
    FrameLinker linker(
            TrackingOptions tracking, LinkOptions link, Supplier<ConfigProto> session, GainListener listener);

    @Override
    default FrameTracker tracker(
            TrackingOptions tracking,
            LinkOptions link,
            Supplier<ConfigProto> session,
            List<DecidedLink> decided,
            boolean given) {
        return new MovieTracker(tracking, linker(tracking, link, session, GainListener.NONE), decided, given);
    }
}
