package org.cellineage.track.method;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.cellineage.format.Storage;
import org.cellineage.link.LinkOptions;
import org.cellineage.link.learned.CellEncoder;
import org.cellineage.track.DecidedLink;
import org.cellineage.track.FrameTracker;
import org.cellineage.track.TrackingOptions;
import org.cellineage.track.ViterbiTracker;
import org.tensorflow.proto.ConfigProto;

/**
 * Links a movie as a whole, with the scores of a method that links frame by frame.
 *
 * @param name the value of {@code linking.method}
 * @param costs the methods whose scores it may use
 */
record ViterbiMethod(String name, List<StepwiseMethod> costs) implements LinkingMethod {

    /** The values of {@code linking.viterbi_costs}. */
    List<String> costNames() {
        return costs.stream().map(LinkingMethod::name).toList();
    }

    @Override
    public boolean readsModel(LinkingOptions options) {
        return scores(options).readsModel(options);
    }

    @Override
    public PreparedLinking prepare(Storage storage, LinkingOptions options) throws IOException {
        return new Prepared(name, scores(options).prepare(storage, options));
    }

    private StepwiseMethod scores(LinkingOptions options) {
        return costs.stream()
                .filter(method -> method.name().equals(options.viterbiCosts()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there are no costs " + options.viterbiCosts()));
    }

    private record Prepared(String name, FrameByFrame scores) implements PreparedLinking {

        @Override
        public String modelHash() {
            return scores.modelHash();
        }

        @Override
        public boolean needsFeatures() {
            return scores.needsFeatures();
        }

        @Override
        public Optional<CellEncoder> encoder(Supplier<ConfigProto> session) {
            return scores.encoder(session);
        }

        @Override
        public FrameTracker tracker(
                TrackingOptions tracking,
                LinkOptions link,
                Supplier<ConfigProto> session,
                List<DecidedLink> decided,
                boolean given) {
            return new ViterbiTracker(
                    tracking, link, listener -> scores.linker(tracking, link, session, listener), decided, given);
        }
    }
}
