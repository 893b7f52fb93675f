package org.cellineage.track.method;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cellineage.format.Storage;
import org.cellineage.link.LinkOptions;
import org.cellineage.link.learned.CellEncoder;
import org.cellineage.link.learned.LearnedScorer;
import org.cellineage.link.learned.LinkingModel;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.model.Network;
import org.cellineage.model.SharedNetworks;
import org.cellineage.track.FrameLinker;
import org.cellineage.track.GainListener;
import org.cellineage.track.LearnedLinker;
import org.cellineage.track.TrackingOptions;
import org.tensorflow.proto.ConfigProto;

/**
 * Links with the networks of a model bundle, which encode cells while frames are segmented and score links while movies
 * are tracked.
 *
 * @param name the value of {@code linking.method}
 */
record LearnedLinking(String name) implements StepwiseMethod {

    @Override
    public boolean readsModel(LinkingOptions options) {
        return true;
    }

    @Override
    public FrameByFrame prepare(Storage storage, LinkingOptions options) throws IOException {
        ModelFiles files = ModelFiles.named(storage, options.model());
        return new Prepared(name, LinkingModel.of(ModelBundle.of(files)), options);
    }

    private record Prepared(String name, LinkingModel model, LinkingOptions options) implements FrameByFrame {

        @Override
        public String modelHash() {
            return model.hash();
        }

        @Override
        public boolean needsFeatures() {
            return true;
        }

        @Override
        public Optional<CellEncoder> encoder(Supplier<ConfigProto> session) {
            return Optional.of(new CellEncoder(shared(LinkingModel.ENCODE_CELL, model::openCellEncoder, session)));
        }

        @Override
        public FrameLinker linker(
                TrackingOptions tracking, LinkOptions link, Supplier<ConfigProto> session, GainListener listener) {
            LinkingModel.Settings settings =
                    model.settings().withThresholds(options.sameThreshold(), options.divisionThreshold());
            LearnedScorer scorer = new LearnedScorer(
                    shared(LinkingModel.ENCODE_TRACK, model::openTrackEncoder, session),
                    shared(LinkingModel.SCORE, model::openScore, session),
                    shared(LinkingModel.DIVIDE, model::openDivide, session),
                    settings);
            return new LearnedLinker(link, scorer, settings, listener);
        }

        private Network shared(String role, Function<ConfigProto, Network> open, Supplier<ConfigProto> session) {
            return SharedNetworks.get(model.hash() + role, () -> open.apply(session.get()));
        }
    }
}
