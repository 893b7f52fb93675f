package org.cellineage.segment.method;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.cellineage.problem.BadInputException;
import org.cellineage.segment.FramePlan;
import org.cellineage.segment.SegmentedChannel;
import org.cellineage.segment.network.NetworkOptions;
import org.cellineage.type.ChannelType;
import org.cellineage.type.ImageType;
import org.cellineage.type.TypeOptions;

/**
 * Chooses, from what the channels of a movie show, the channel in which its cells are found, and the model.
 *
 * <p>Nuclei are found first: in the first channel that shows them. Where a further channel shows whole cells, these are
 * grown around the nuclei. Without nuclei, whole cells are found in phase contrast, else in fluorescence, else in bright
 * field: phase contrast shows all cells alike, while a reporter may be missing in some.
 */
final class ModelChoice implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final List<ImageType> CELLS =
            List.of(ImageType.NUCLEUS, ImageType.PHASE, ImageType.CYTOPLASM, ImageType.BRIGHTFIELD);

    /** Fluorescence shows where a cell ends more directly than the halos of phase contrast do. */
    private static final List<ImageType> AROUND_NUCLEI =
            List.of(ImageType.CYTOPLASM, ImageType.PHASE, ImageType.BRIGHTFIELD);

    private final NetworkOptions network;
    private final TypeOptions types;

    ModelChoice(NetworkOptions network, TypeOptions types) {
        this.network = network;
        this.types = types;
    }

    /**
     * Chooses.
     *
     * @param where the movie, for messages
     * @param names of its channels
     * @param channels what they show
     * @throws BadInputException if no channel certainly shows cells
     */
    FramePlan choose(String where, List<String> names, List<ChannelType> channels) {
        if (network.channel() >= channels.size()) {
            throw new BadInputException(
                    where,
                    "Channel " + network.channel() + " is requested, but the movie has " + channels.size() + ".",
                    "Set segmentation.network.channel to a number below " + channels.size() + ", or leave it out.");
        }
        for (ImageType shown : CELLS) {
            OptionalInt found = IntStream.range(0, channels.size())
                    .filter(c -> network.channel() < 0 || network.channel() == c)
                    .filter(c -> shows(channels.get(c), shown))
                    .findFirst();
            if (found.isPresent()) {
                boolean growsCells = shown == ImageType.NUCLEUS && network.wholeCells();
                return new FramePlan(channel(shown, found.getAsInt()), growsCells ? bodies(channels) : List.of());
            }
        }
        throw new BadInputException(
                where,
                "No channel certainly shows cells: " + described(names, channels) + ".",
                "Say what the channels show with --channel, as in --channel phase=0, or which model is right with --set"
                        + " segmentation.network.model=NAME; --set segmentation.type.min_probability=P accepts less"
                        + " certain answers. 'check --find-type' shows them without a run.");
    }

    private List<SegmentedChannel> bodies(List<ChannelType> channels) {
        for (ImageType shown : AROUND_NUCLEI) {
            for (int c = 0; c < channels.size(); c++) {
                if (shows(channels.get(c), shown)) {
                    return List.of(channel(shown, c));
                }
            }
        }
        return List.of();
    }

    private SegmentedChannel channel(ImageType shown, int channel) {
        return new SegmentedChannel(network.models().of(shown), channel, Double.NaN);
    }

    private boolean shows(ChannelType channel, ImageType type) {
        return channel.type() == type && channel.isSure(types.minProbability());
    }

    private static String described(List<String> names, List<ChannelType> channels) {
        List<String> parts = new ArrayList<>();
        for (int c = 0; c < channels.size(); c++) {
            ChannelType channel = channels.get(c);
            String shows = channel.type() == ImageType.NONE
                    ? "none of the known types"
                    : channel.type().toString();
            parts.add("channel " + c + " (" + names.get(c) + ") is "
                    + (channel.isGiven()
                            ? "said to be " + shows
                            : String.format(
                                    Locale.ROOT,
                                    "most likely %s, with probability %.2f",
                                    shows,
                                    channel.probability())));
        }
        return String.join("; ", parts);
    }
}
