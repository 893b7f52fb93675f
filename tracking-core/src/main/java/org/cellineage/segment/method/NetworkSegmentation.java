package org.cellineage.segment.method;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.cellineage.format.Storage;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.problem.BadInputException;
import org.cellineage.segment.FramePipeline;
import org.cellineage.segment.FramePlan;
import org.cellineage.segment.SegmentedChannel;
import org.cellineage.segment.network.DiameterSearch;
import org.cellineage.segment.network.ModelFrames;
import org.cellineage.segment.network.NetworkFrames;
import org.cellineage.segment.network.NetworkOptions;
import org.cellineage.segment.network.SegmentationModel;
import org.cellineage.type.ChannelType;
import org.cellineage.type.ImageType;
import org.cellineage.type.TypeModel;
import org.cellineage.type.TypeSearch;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.ConfigProto;

/** Segments with the networks of model bundles: one for all movies, or for each movie the one for what it shows. */
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
        return options.network().fixedChannel();
    }

    @Override
    public Throughput throughput() {
        return THROUGHPUT;
    }

    @Override
    public PreparedSegmentation prepare(Storage storage, SegmentationOptions options) throws IOException {
        NetworkOptions network = options.network();
        List<String> names = network.choosesModel() ? network.models().all() : List.of(network.model());
        TreeMap<String, SegmentationModel> models = new TreeMap<>();
        for (String name : names) {
            models.put(name, SegmentationModel.of(ModelBundle.of(ModelFiles.named(storage, name))));
        }
        // Types that are given need no network.
        TypeModel types = network.choosesModel() && options.type().given().isEmpty()
                ? TypeModel.of(
                        ModelBundle.of(ModelFiles.named(storage, options.type().model())))
                : null;
        return new Prepared(options, models, types);
    }

    /**
     * Models that are ready.
     *
     * @param models by the name that plans use
     * @param types null if types need not be found
     */
    private record Prepared(
            SegmentationOptions options,
            TreeMap<String, SegmentationModel> models,
            @Nullable TypeModel types) implements PreparedSegmentation {

        @Override
        public String modelHash() {
            if (models.size() == 1 && types == null) {
                return models.firstEntry().getValue().hash();
            }
            List<String> hashes = new ArrayList<>();
            models.forEach((name, model) -> hashes.add(name + " " + model.hash()));
            hashes.add(types == null ? "" : types.hash());
            return ModelFiles.sha256(String.join("\n", hashes).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }

        @Override
        public String modelHash(String model) {
            return model(model).hash();
        }

        @Override
        public Optional<TypeSearch> typeSearch() {
            return types == null ? Optional.empty() : Optional.of(new TypeSearch(types, options.type()));
        }

        @Override
        public FramePlan plan(String where, List<String> names, List<ChannelType> channels) {
            NetworkOptions network = options.network();
            if (!network.choosesModel()) {
                return new FramePlan(
                        new SegmentedChannel(network.model(), network.fixedChannel(), Double.NaN), List.of());
            }
            for (int named : options.type().given().keySet()) {
                if (named >= names.size()) {
                    throw new BadInputException(
                            where,
                            "Channel " + named + " is said to show "
                                    + options.type().given().get(named) + ", but the movie has " + names.size()
                                    + " channels, counted from 0.",
                            "Correct --channel, or give movies with other channels in a run of their own.");
                }
            }
            return new ModelChoice(network, options.type()).choose(where, names, channels);
        }

        @Override
        public List<ChannelType> givenTypes(int channels) {
            Map<Integer, ImageType> given = options.type().given();
            if (!options.network().choosesModel() || given.isEmpty()) {
                return List.of();
            }
            List<ChannelType> all = new ArrayList<>();
            for (int c = 0; c < channels; c++) {
                all.add(ChannelType.given(given.getOrDefault(c, ImageType.NONE)));
            }
            return all;
        }

        @Override
        public Optional<DiameterSearch> diameterSearch(String model) {
            SegmentationModel chosen = model(model);
            return chosen.findsDiameter()
                    ? Optional.of(new DiameterSearch(chosen, options.network()))
                    : Optional.empty();
        }

        private SegmentationModel model(String name) {
            SegmentationModel model = models.get(name);
            if (model == null) {
                throw new IllegalArgumentException("no model " + name + " among " + models.keySet());
            }
            return model;
        }

        @Override
        public <T, R> FramePipeline<T, R> start(
                Iterator<T> tasks, FramePipeline.Work<T, R> work, Supplier<ConfigProto> session) {
            Map<String, NetworkFrames> open = new ConcurrentHashMap<>();
            return FramePipeline.start(
                    tasks,
                    new ModelFrames(name ->
                            open.computeIfAbsent(name, key -> model(key).sharedFrames(options.network(), session))),
                    work);
        }
    }
}
