package org.cellineage.segment.method;

import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Supplier;
import org.cellineage.format.Storage;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.segment.FramePipeline;
import org.cellineage.segment.network.DiameterSearch;
import org.cellineage.segment.network.NetworkOptions;
import org.cellineage.segment.network.SegmentationModel;
import org.tensorflow.proto.ConfigProto;

/** Segments with the network of a model bundle. */
final class NetworkSegmentation implements SegmentationMethod {

    static final String NAME = "network";

    /** For frames with about 600 nuclei of 24 px: 2.23 frames/s on two cores, including linking with the network. */
    private static final Throughput THROUGHPUT = new Throughput(0.97, "without a GPU, for nuclei of about 24 px");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int channel(SegmentationOptions options) {
        return options.network().channel();
    }

    @Override
    public Throughput throughput() {
        return THROUGHPUT;
    }

    @Override
    public PreparedSegmentation prepare(Storage storage, SegmentationOptions options) throws IOException {
        ModelFiles files = ModelFiles.named(storage, options.network().model());
        return new Prepared(SegmentationModel.of(ModelBundle.of(files)), options.network());
    }

    private record Prepared(SegmentationModel model, NetworkOptions options) implements PreparedSegmentation {

        @Override
        public String modelHash() {
            return model.hash();
        }

        @Override
        public Optional<DiameterSearch> diameterSearch() {
            return model.findsDiameter() ? Optional.of(new DiameterSearch(model, options)) : Optional.empty();
        }

        @Override
        public <T, R> FramePipeline<T, R> start(
                Iterator<T> tasks, FramePipeline.Work<T, R> work, Supplier<ConfigProto> session) {
            return FramePipeline.start(tasks, model.sharedFrames(options, session), work);
        }
    }
}
