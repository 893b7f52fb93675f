package org.cellineage.format.geff;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.zarr.ZarrArray;
import org.cellineage.image.Plane;

/** The label images to which a graph refers, renamed. Labels that no node of the frame has are background. */
final class GeffLabels implements GeffPlanes {

    private final ZarrArray images;
    /** Frame and label of each node, ascending. */
    private final long[] keys;

    private final int[] tracks;

    private GeffLabels(ZarrArray images, long[] keys, int[] tracks) {
        this.images = images;
        this.keys = keys;
        this.tracks = tracks;
    }

    static GeffLabels open(Storage storage, PlaneRef ref) throws IOException {
        GeffSource source = GeffSource.open(storage, ref.location());
        GeffGraph graph = source.graph();
        int[] labels = graph.nodes().labels(source.metadata().labelProperty());
        int[] trackOf = graph.tracks();
        long[] all = keys(graph, labels);
        long[] keys = Arrays.stream(all).filter(key -> (int) key != 0).toArray();
        int[] tracks = new int[keys.length];
        for (int node = 0; node < labels.length; node++) {
            if (labels[node] != 0) {
                tracks[Arrays.binarySearch(keys, key(graph.frame(node), labels[node]))] = trackOf[node];
            }
        }
        PlaneRef plane = new PlaneRef(PlaneRef.Encoding.ZARR, ref.member(), "", ref.index());
        return new GeffLabels(ZarrArray.open(storage, plane), keys, tracks);
    }

    static long key(int frame, int label) {
        return (long) frame << Integer.SIZE | label;
    }

    /** Frame and label of all nodes, ascending; a node without a label has 0. */
    static long[] keys(GeffGraph graph, int[] labels) {
        long[] keys = new long[labels.length];
        for (int node = 0; node < keys.length; node++) {
            keys[node] = key(graph.frame(node), labels[node]);
        }
        Arrays.sort(keys);
        return keys;
    }

    @Override
    public Plane read(int frame) throws IOException {
        Plane plane = images.read(frame);
        int[] labels = plane.toInts();
        Map<Integer, Integer> named = new HashMap<>();
        int at = Arrays.binarySearch(keys, key(frame, 0));
        for (int i = at < 0 ? -at - 1 : at; i < keys.length && keys[i] >>> Integer.SIZE == frame; i++) {
            named.put((int) keys[i], tracks[i]);
        }
        int last = 0;
        int track = 0;
        for (int p = 0; p < labels.length; p++) {
            if (labels[p] != last) {
                last = labels[p];
                track = last <= 0 ? 0 : named.getOrDefault(last, 0);
            }
            labels[p] = track;
        }
        return Plane.of(plane.width(), plane.height(), labels);
    }

    @Override
    public void close() throws IOException {
        images.close();
    }
}
