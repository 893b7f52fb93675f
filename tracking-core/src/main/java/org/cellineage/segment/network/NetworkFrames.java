package org.cellineage.segment.network;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.model.Network;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.segment.FoundCells;
import org.cellineage.segment.FramePlan;
import org.cellineage.segment.SegmentedChannel;
import org.cellineage.segment.StepwiseSegmenter;
import org.cellineage.segment.postprocess.FrameMaps;
import org.cellineage.segment.postprocess.Postprocessor;

/**
 * Segments frames with a network: scales each frame so that its nuclei have the diameter the network was trained on,
 * and scales the labels back.
 *
 * <p>A pure function of each frame and its diameter, independent of the other frames in the batch.
 */
public final class NetworkFrames implements StepwiseSegmenter<NetworkFrames.Prepared, NetworkFrames.Inferred> {

    private final NetworkInput input;
    private final TiledNetwork network;
    private final FrameHead head;

    /**
     * Creates a segmenter for a network that returns maps with a value for every pixel.
     *
     * @param maps names of the channels of the network's outputs
     * @param maxPixels maximum number of pixels per call of the network; limits memory
     */
    public NetworkFrames(Network network, NetworkInput input, List<String> maps, Postprocessor head, int maxPixels) {
        this(network, input, NetworkOutputs.ofMaps("the network", maps, 1), FrameHead.of(head), maxPixels);
    }

    /** Creates a segmenter for a network with any outputs. */
    NetworkFrames(Network network, NetworkInput input, NetworkOutputs outputs, FrameHead head, int maxPixels) {
        this.input = input;
        this.network = new TiledNetwork(network, input, outputs, maxPixels);
        this.head = head;
    }

    /** A frame prepared for the network. */
    public static final class Prepared {
        private final ScaledFrame scaled;

        private Prepared(ScaledFrame scaled) {
            this.scaled = scaled;
        }
    }

    /** The network's outputs for a frame. */
    public static final class Inferred {
        private final ScaledFrame scaled;
        private final FrameOutputs answer;

        private Inferred(ScaledFrame scaled, FrameOutputs answer) {
            this.scaled = scaled;
            this.answer = answer;
        }

        /** The maps at the network's scale. */
        FrameMaps maps() {
            return answer.maps();
        }
    }

    @Override
    public Prepared prepare(List<Plane> channels, FramePlan plan) {
        return prepare(channels, plan.cells());
    }

    /** Prepares the frame for finding what a channel shows. */
    Prepared prepare(List<Plane> channels, SegmentedChannel shown) {
        int channel = shown.channel();
        if (channel >= channels.size()) {
            throw new BadConfigurationException(
                    "segmentation.network.channel",
                    "Channel " + channel + " is requested, but the movie has " + channels.size() + ".",
                    "Give a number below " + channels.size() + ".");
        }
        return prepare(channels.get(channel), shown.diameterPx());
    }

    private Prepared prepare(Plane plane, double diameterPx) {
        double scale = input.scale(diameterPx);
        requireRoom(plane, diameterPx, scale);
        return new Prepared(ScaledFrame.of(input, plane.toFloats(), plane.width(), plane.height(), scale));
    }

    /** Rejects frames whose scaled pixels would not fit into a Java array of at most 2³¹ − 1 values. */
    private void requireRoom(Plane plane, double diameterPx, double scale) {
        double numbers = scale
                * plane.width()
                * scale
                * plane.height()
                * input.channels().size();
        // Leaves room for sides that are rounded up.
        if (numbers > 0.99 * Integer.MAX_VALUE) {
            throw new BadConfigurationException(
                    "segmentation.network.diameter_px",
                    "A frame of " + plane.width() + " x " + plane.height() + " pixels with nuclei of " + diameterPx
                            + " px is too large for the network, which would enlarge it " + scale + " times.",
                    "Give the correct diameter, or divide the frames into smaller sites.");
        }
    }

    @Override
    public List<Inferred> infer(List<Prepared> frames) {
        List<FrameOutputs> answers =
                network.run(frames.stream().map(frame -> frame.scaled).toList());
        List<Inferred> seen = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            seen.add(new Inferred(frames.get(i).scaled.sizes(), answers.get(i)));
        }
        return seen;
    }

    @Override
    public FoundCells finish(Inferred seen) {
        ScaledFrame frame = seen.scaled;
        return head.find(seen.answer, frame).scaled(frame.frameWidth(), frame.frameHeight());
    }

    /**
     * Grows whole cells around nuclei, with what the network says about whole cells.
     *
     * @param nuclei of the frame's size
     * @return the whole cells, of the frame's size
     */
    LabelImage grow(Inferred seen, LabelImage nuclei) {
        return head.grow(seen.answer, seen.scaled, nuclei);
    }

    /** Labels at the network's resolution. */
    LabelImage finishAtNetworkScale(Inferred seen) {
        return head.find(seen.answer, seen.scaled.asFrame()).sureLabels();
    }

    /** Always 1; {@link TiledNetwork} explains why. */
    @Override
    public int batch(Prepared frame) {
        return 1;
    }

    /** Runs all three steps on one frame. */
    public LabelImage segment(Plane plane, double diameterPx) {
        return finish(inferFrame(plane, diameterPx)).sureLabels();
    }

    /** Runs the first two steps on one frame. */
    Inferred inferFrame(Plane plane, double diameterPx) {
        return infer(List.of(prepare(plane, diameterPx))).get(0);
    }

    /** Runs the second step on a part of a frame at a given scale. */
    Inferred inferPart(NormalFrame part, double scale) {
        return infer(List.of(new Prepared(part.scaled(input, scale)))).get(0);
    }

    NetworkInput input() {
        return input;
    }
}
