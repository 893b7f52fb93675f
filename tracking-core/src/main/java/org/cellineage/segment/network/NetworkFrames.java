package org.cellineage.segment.network;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.image.Scaling;
import org.cellineage.model.Network;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.segment.StepwiseSegmenter;
import org.cellineage.segment.postprocess.FrameMaps;
import org.cellineage.segment.postprocess.Postprocessor;

/**
 * Segments frames with a network at the network's own nucleus diameter: each frame is brought there and its labels back.
 *
 * <p>A pure function of each frame and its diameter, whatever else is in the batch.
 */
public final class NetworkFrames implements StepwiseSegmenter<NetworkFrames.Prepared, NetworkFrames.Seen> {

    private final NetworkInput input;
    private final TiledNetwork network;
    private final FrameHead head;
    private final int channel;

    /**
     * A segmentation by maps that have a value for every pixel.
     *
     * @param maps names of the channels of the network's outputs
     * @param channel of the movie that the network reads
     * @param maxPixels that go through the network at once; bounds memory
     */
    public NetworkFrames(
            Network network, NetworkInput input, List<String> maps, Postprocessor head, int channel, int maxPixels) {
        this(network, input, NetworkOutputs.ofMaps("the network", maps, 1), FrameHead.of(head), channel, maxPixels);
    }

    /** A segmentation by whatever the network gives. */
    NetworkFrames(
            Network network, NetworkInput input, NetworkOutputs outputs, FrameHead head, int channel, int maxPixels) {
        this.input = input;
        this.network = new TiledNetwork(network, input, outputs, maxPixels);
        this.head = head;
        this.channel = channel;
    }

    /** A frame made ready for the network. */
    public static final class Prepared {
        private final ScaledFrame scaled;

        private Prepared(ScaledFrame scaled) {
            this.scaled = scaled;
        }
    }

    /** What the network said of a frame. */
    public static final class Seen {
        private final ScaledFrame scaled;
        private final FrameAnswer answer;

        private Seen(ScaledFrame scaled, FrameAnswer answer) {
            this.scaled = scaled;
            this.answer = answer;
        }

        /** The maps, at the network's scale. */
        FrameMaps maps() {
            return answer.maps();
        }
    }

    @Override
    public Prepared prepare(List<Plane> channels, double diameterPx) {
        if (channel >= channels.size()) {
            throw new BadConfigurationException(
                    "segmentation.network.channel",
                    "Channel " + channel + " is requested, but the movie has " + channels.size() + ".",
                    "Give a number below " + channels.size() + ".");
        }
        Plane plane = channels.get(channel);
        double scale = input.scale(diameterPx);
        requireRoom(plane, diameterPx, scale);
        return new Prepared(ScaledFrame.of(input, plane.toFloats(), plane.width(), plane.height(), scale));
    }

    /** An array holds 2³¹ numbers; with fewer, memory decides. */
    private void requireRoom(Plane plane, double diameterPx, double scale) {
        double numbers = scale
                * plane.width()
                * scale
                * plane.height()
                * input.channels().size();
        // Sides are rounded up by up to half a pixel.
        if (numbers > 0.99 * Integer.MAX_VALUE) {
            throw new BadConfigurationException(
                    "segmentation.network.diameter_px",
                    "A frame of " + plane.width() + " x " + plane.height() + " pixels with nuclei of " + diameterPx
                            + " px is too large for the network, which would enlarge it " + scale + " times.",
                    "Give the correct diameter, or divide the frames into smaller sites.");
        }
    }

    @Override
    public List<Seen> infer(List<Prepared> frames) {
        List<FrameAnswer> answers =
                network.run(frames.stream().map(frame -> frame.scaled).toList());
        List<Seen> seen = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            seen.add(new Seen(frames.get(i).scaled.sizes(), answers.get(i)));
        }
        return seen;
    }

    @Override
    public LabelImage finish(Seen seen) {
        ScaledFrame frame = seen.scaled;
        return Scaling.scale(head.labels(seen.answer, frame), frame.frameWidth(), frame.frameHeight());
    }

    /** Labels of the size at which the network saw the frame. */
    LabelImage finishAtNetworkScale(Seen seen) {
        return head.labels(seen.answer, seen.scaled.asFrame());
    }

    /** One: see {@link TiledNetwork}. */
    @Override
    public int batch(Prepared frame) {
        return 1;
    }

    /** All three steps for one frame. */
    public LabelImage segment(Plane plane, double diameterPx) {
        return finish(see(plane, diameterPx));
    }

    /** The first two steps for one frame. */
    Seen see(Plane plane, double diameterPx) {
        return infer(List.of(prepare(java.util.Collections.nCopies(channel + 1, plane), diameterPx)))
                .get(0);
    }

    NetworkInput input() {
        return input;
    }
}
