package org.cellineage.track.method;

import java.io.Serializable;
import java.util.Optional;
import java.util.function.Supplier;
import org.cellineage.format.Storage;
import org.cellineage.link.LinkOptions;
import org.cellineage.link.LinkScorer;
import org.cellineage.link.learned.CellEncoder;
import org.cellineage.track.FrameLinker;
import org.cellineage.track.GainListener;
import org.cellineage.track.GeometricLinker;
import org.cellineage.track.TrackingOptions;
import org.tensorflow.proto.ConfigProto;

/**
 * A method defined by a {@link LinkScorer}, which needs neither a model nor pixels; the assignment is that of
 * {@link GeometricLinker}.
 *
 * @param name the value of {@code linking.method}
 * @param open creates a scorer for one thread
 */
record ScoredLinking(String name, Open open) implements StepwiseMethod {

    /** Creates a scorer; sent to where movies are linked. */
    @FunctionalInterface
    interface Open extends Serializable {
        LinkScorer with(LinkOptions options);
    }

    @Override
    public boolean readsModel(LinkingOptions options) {
        return false;
    }

    @Override
    public FrameByFrame prepare(Storage storage, LinkingOptions options) {
        return new Prepared(name, open);
    }

    private record Prepared(String name, Open open) implements FrameByFrame {

        @Override
        public String modelHash() {
            return "";
        }

        @Override
        public boolean needsFeatures() {
            return false;
        }

        @Override
        public Optional<CellEncoder> encoder(Supplier<ConfigProto> session) {
            return Optional.empty();
        }

        @Override
        public FrameLinker linker(
                TrackingOptions tracking, LinkOptions link, Supplier<ConfigProto> session, GainListener listener) {
            return new GeometricLinker(tracking, link, open.with(link), listener);
        }
    }
}
