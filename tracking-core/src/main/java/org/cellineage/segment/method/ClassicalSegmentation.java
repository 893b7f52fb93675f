package org.cellineage.segment.method;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.cellineage.format.Storage;
import org.cellineage.segment.ClassicalOptions;
import org.cellineage.segment.ClassicalSegmenter;
import org.cellineage.segment.FramePipeline;
import org.cellineage.segment.FramePlan;
import org.cellineage.segment.StepwiseSegmenter;
import org.cellineage.segment.network.DiameterSearch;
import org.cellineage.type.ChannelType;
import org.cellineage.type.TypeSearch;
import org.tensorflow.proto.ConfigProto;

/** Segments without a network. */
final class ClassicalSegmentation implements SegmentationMethod {

    static final String NAME = "classical";

    private static final Throughput THROUGHPUT = new Throughput(1, "");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int channel(SegmentationOptions options) {
        return options.classical().channel();
    }

    @Override
    public Throughput throughput() {
        return THROUGHPUT;
    }

    @Override
    public PreparedSegmentation prepare(Storage storage, SegmentationOptions options) {
        return new Prepared(options.classical());
    }

    private record Prepared(ClassicalOptions options) implements PreparedSegmentation {

        @Override
        public String modelHash() {
            return "";
        }

        @Override
        public String modelHash(String model) {
            return "";
        }

        @Override
        public Optional<TypeSearch> typeSearch() {
            return Optional.empty();
        }

        @Override
        public List<ChannelType> givenTypes(int channels) {
            return List.of();
        }

        @Override
        public FramePlan plan(String where, List<String> names, List<ChannelType> channels) {
            return FramePlan.of(options.channel(), Double.NaN);
        }

        @Override
        public Optional<DiameterSearch> diameterSearch(String model) {
            return Optional.empty();
        }

        @Override
        public <T, R> FramePipeline<T, R> start(
                Iterator<T> tasks, FramePipeline.Work<T, R> work, Supplier<ConfigProto> session) {
            return FramePipeline.start(tasks, StepwiseSegmenter.of(new ClassicalSegmenter(options)), work);
        }
    }
}
