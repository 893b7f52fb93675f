package org.cellineage.segment.network;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.image.Scaling;
import org.cellineage.model.Network;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.segment.StepwiseSegmenter;
import org.cellineage.segment.head.FrameMaps;
import org.cellineage.segment.head.Head;
import org.cellineage.segment.head.StarDistHead;

/**
 * Segments frames with a network at the network's own nucleus diameter: each frame is brought there and its labels back.
 *
 * <p>A pure function of each frame and its diameter, whatever else is in the batch.
 */
public final class NetworkFrames implements StepwiseSegmenter<NetworkFrames.Prepared, NetworkFrames.Seen> {

    private final NetworkInput input;
    private final TiledNetwork network;
    private final Head head;
    private final int channel;

    /**
     * A segmentation.
     *
     * @param maps names of the channels of the network's outputs
     * @param stride pixels between two values of a map
     * @param channel of the movie that the network reads
     * @param maxPixels that go through the network at once; bounds memory
     */
    public NetworkFrames(
            Network network, NetworkInput input, List<String> maps, int stride, Head head, int channel, int maxPixels) {
        this.input = input;
        this.network = new TiledNetwork(network, input, maps, stride, maxPixels);
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
        private final FrameMaps maps;

        private Seen(ScaledFrame scaled, FrameMaps maps) {
            this.scaled = scaled;
            this.maps = maps;
        }
    }

    @Override
    public Prepared prepare(List<Plane> channels, double diameterPx) {
        if (channel >= channels.size()) {
            throw new BadConfigurationException(
                    "segmentation.network.channel",
                    "Channel " + channel + " is asked for, but the movie has " + channels.size() + ".",
                    "Give a number below " + channels.size() + ".");
        }
        Plane plane = channels.get(channel);
        return new Prepared(
                ScaledFrame.of(input, plane.toFloats(), plane.width(), plane.height(), input.scale(diameterPx)));
    }

    @Override
    public List<Seen> look(List<Prepared> frames) {
        List<FrameMaps> maps =
                network.run(frames.stream().map(frame -> frame.scaled).toList());
        List<Seen> seen = new ArrayList<>();
        for (int i = 0; i < maps.size(); i++) {
            seen.add(new Seen(frames.get(i).scaled, maps.get(i)));
        }
        return seen;
    }

    /**
     * Labels of the frame's own size. Maps are enlarged where the frame was made smaller for the network, so that outlines
     * follow its pixels; labels are made smaller where the frame was enlarged.
     */
    @Override
    public LabelImage finish(Seen seen) {
        ScaledFrame frame = seen.scaled;
        if (head instanceof StarDistHead stars) {
            return Scaling.scale(
                    stars.labels(seen.maps, frame.width(), frame.height()), frame.frameWidth(), frame.frameHeight());
        }
        FrameMaps maps = seen.maps;
        if (frame.width() < frame.frameWidth() || frame.height() < frame.frameHeight()) {
            maps = enlarge(maps, frame.frameWidth(), frame.frameHeight());
        }
        return Scaling.scale(head.labels(maps), frame.frameWidth(), frame.frameHeight());
    }

    /** One: see {@link TiledNetwork}. */
    @Override
    public int batch(Prepared frame) {
        return 1;
    }

    /** All three steps for one frame. */
    public LabelImage segment(Plane plane, double diameterPx) {
        return finish(look(List.of(prepare(java.util.Collections.nCopies(channel + 1, plane), diameterPx)))
                .get(0));
    }

    /** What the network says of a frame, at the network's scale. */
    FrameMaps maps(Plane plane, double diameterPx) {
        return look(List.of(prepare(java.util.Collections.nCopies(channel + 1, plane), diameterPx)))
                .get(0)
                .maps;
    }

    NetworkInput input() {
        return input;
    }

    Head head() {
        return head;
    }

    private FrameMaps enlarge(FrameMaps maps, int width, int height) {
        List<String> names = head.maps();
        float[][] values = new float[names.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = Scaling.scale(maps.map(names.get(i)), maps.width(), maps.height(), width, height);
        }
        return new FrameMaps(width, height, names, values);
    }
}
