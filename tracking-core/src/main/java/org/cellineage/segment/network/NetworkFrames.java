package org.cellineage.segment.network;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.image.Scaling;
import org.cellineage.model.Network;
import org.cellineage.segment.head.FrameMaps;
import org.cellineage.segment.head.Head;

/**
 * Segments frames with a network at the network's own nucleus diameter: each frame is brought there and its labels back.
 *
 * <p>A pure function of each frame and its diameter, whatever else is in the batch.
 */
public final class NetworkFrames {

    private final NetworkInput input;
    private final TiledNetwork network;
    private final Head head;

    /**
     * A segmentation.
     *
     * @param maps names of the channels of the network's outputs
     * @param maxPixels that go through the network at once; bounds memory
     */
    public NetworkFrames(Network network, NetworkInput input, List<String> maps, Head head, int maxPixels) {
        this.input = input;
        this.network = new TiledNetwork(network, input, maps, maxPixels);
        this.head = head;
    }

    /**
     * A frame made ready for the network, to be made on another thread while the network is busy.
     *
     * @param scaled at the network's scale
     */
    public record Prepared(ScaledFrame scaled) {}

    /** What the network said of a frame. */
    public record Seen(ScaledFrame scaled, FrameMaps maps) {}

    /** First of three steps: brings a frame to the network. */
    public Prepared prepare(Plane plane, double diameterPx) {
        return new Prepared(
                ScaledFrame.of(input, plane.toFloats(), plane.width(), plane.height(), input.scale(diameterPx)));
    }

    /** Second step: runs the network. */
    public List<Seen> run(List<Prepared> frames) {
        List<FrameMaps> maps = network.run(frames.stream().map(Prepared::scaled).toList());
        List<Seen> seen = new ArrayList<>();
        for (int i = 0; i < maps.size(); i++) {
            seen.add(new Seen(frames.get(i).scaled(), maps.get(i)));
        }
        return seen;
    }

    /**
     * Third step: labels of the frame's own size. Maps are enlarged where the frame was made smaller for the network, so
     * that outlines follow its pixels; labels are made smaller where the frame was enlarged.
     */
    public LabelImage finish(Seen seen) {
        ScaledFrame frame = seen.scaled();
        FrameMaps maps = seen.maps();
        if (frame.width() < frame.frameWidth() || frame.height() < frame.frameHeight()) {
            maps = enlarge(maps, frame.frameWidth(), frame.frameHeight());
        }
        return Scaling.scale(head.labels(maps), frame.frameWidth(), frame.frameHeight());
    }

    /** All three steps for one frame. */
    public LabelImage segment(Plane plane, double diameterPx) {
        return finish(run(List.of(prepare(plane, diameterPx))).get(0));
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
