package org.cellineage.predict;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.model.Network;
import org.cellineage.model.SharedNetworks;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.BadInputException;
import org.cellineage.type.ChannelType;
import org.cellineage.type.ImageType;
import org.tensorflow.proto.ConfigProto;

/** A model that predicts a channel from others: a bundle of the task {@code image}. */
public final class PredictionModel implements Serializable {

    /** Value of the task in the model description. */
    public static final String TASK = "image";

    /** Role of the network. */
    public static final String NETWORK = "predict";

    /** Map with the predicted intensity: 0 is dark, 1 is bright. */
    public static final String INTENSITY = "intensity";

    /** Map with the probability that a pixel is not background. */
    public static final String FOREGROUND = "foreground";

    private static final long serialVersionUID = 1L;

    private final ModelBundle bundle;

    private PredictionModel(ModelBundle bundle) {
        this.bundle = bundle;
    }

    /**
     * Interprets a bundle.
     *
     * @throws BadConfigurationException if it is for another task or its settings are wrong
     */
    public static PredictionModel of(ModelBundle bundle) {
        bundle.requireTask(TASK, "Give a model that 'cellineage train image' wrote.");
        PredictionModel model = new PredictionModel(bundle);
        model.input();
        model.output();
        if (!model.maps().contains(INTENSITY)) {
            throw new BadConfigurationException(
                    bundle.where() + "/" + ModelFiles.DESCRIPTION,
                    "settings.maps must name " + INTENSITY + ", but is " + model.maps() + ".",
                    "Fix the description; docs/MODELS.md explains every key.");
        }
        return model;
    }

    /** Hash of the model's files. */
    public String hash() {
        return bundle.hash();
    }

    /** What it reads. */
    public PredictionInput input() {
        return bundle.description().setting(bundle.where(), "input", PredictionInput.class);
    }

    /** What it predicts. */
    public PredictionOutput output() {
        return bundle.description().setting(bundle.where(), "output", PredictionOutput.class);
    }

    private List<String> maps() {
        return List.of(bundle.description().setting(bundle.where(), "maps", String[].class));
    }

    /**
     * Decides what the predicted channel of a movie is predicted from: the channels that the settings name; else those that
     * show what the model was trained on, by their type or, where no type is known, by their name; else, if no type is
     * known and the movie has no other channels, all of them.
     *
     * @param where the movie, for messages
     * @param names of its channels
     * @param types what they show, found or given; empty if that is not known
     * @throws BadInputException if the movie lacks a channel that the model reads
     */
    public PredictedChannel plan(PredictionOptions options, String where, List<String> names, List<ChannelType> types) {
        List<PredictionInput.Channel> reads = input().channels();
        List<Integer> from = options.channelsRead();
        if (from.isEmpty()) {
            from = found(where, names, types);
        } else if (from.size() != reads.size() || from.stream().anyMatch(channel -> channel >= names.size())) {
            throw new BadInputException(
                    where,
                    "The model " + bundle.description().name() + " reads " + described(reads)
                            + ", but prediction.from names " + options.from() + ", and the movie has " + names.size()
                            + " channels, counted from 0.",
                    "Name as many channels as the model reads, each below " + names.size() + ".");
        }
        String name = options.channel().isBlank() ? output().name() : options.channel();
        return new PredictedChannel(
                PredictedChannel.named(name),
                from,
                bundle.description().name(),
                bundle.description().version(),
                hash());
    }

    private List<Integer> found(String where, List<String> names, List<ChannelType> types) {
        List<PredictionInput.Channel> reads = input().channels();
        boolean isKnown = types.stream().anyMatch(channel -> channel.type() != ImageType.NONE);
        List<Integer> from = new ArrayList<>();
        for (PredictionInput.Channel channel : reads) {
            IntStream.range(0, names.size())
                    .filter(c -> !from.contains(c))
                    .filter(c -> isKnown
                            ? types.get(c).type() == channel.shows()
                            : names.get(c).equalsIgnoreCase(channel.name()))
                    .findFirst()
                    .ifPresent(from::add);
        }
        if (from.size() == reads.size()) {
            return from;
        }
        if (!isKnown && names.size() == reads.size()) {
            return IntStream.range(0, names.size()).boxed().toList();
        }
        List<String> present = new ArrayList<>();
        for (int c = 0; c < names.size(); c++) {
            present.add("channel " + c + " (" + names.get(c) + ")"
                    + (isKnown ? " shows " + types.get(c).type() : ""));
        }
        throw new BadInputException(
                where,
                "The model " + bundle.description().name() + " predicts a channel from " + described(reads)
                        + ", which the movie does not certainly have: " + String.join(", ", present) + ".",
                "Say which channel it is with --set prediction.from=N, counted from 0, or leave prediction.model out.");
    }

    private static String described(List<PredictionInput.Channel> reads) {
        return reads.stream()
                .map(channel ->
                        channel.name().isEmpty() ? channel.type() : channel.type() + " (" + channel.name() + ")")
                .reduce((one, other) -> one + " and " + other)
                .orElseThrow();
    }

    /** Opens the network. */
    public Network openNetwork(ConfigProto session) {
        return bundle.open(NETWORK, input().values(), session);
    }

    /**
     * Opens the predictor; the network is opened once per process and shared by its threads.
     *
     * @param session configures how the network uses the machine, if it is not open yet
     */
    public ChannelPredictor predictor(PredictionOptions options, Supplier<ConfigProto> session) {
        return predictor(SharedNetworks.get(hash() + NETWORK, () -> openNetwork(session.get())), options);
    }

    /** Creates a predictor that uses an open network. */
    public ChannelPredictor predictor(Network network, PredictionOptions options) {
        return new ChannelPredictor(
                network, bundle.where() + "/" + ModelFiles.DESCRIPTION, input(), output(), maps(), options);
    }
}
