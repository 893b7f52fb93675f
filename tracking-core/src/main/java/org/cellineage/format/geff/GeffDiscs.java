package org.cellineage.format.geff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.image.Plane;

/**
 * Discs in place of cells, for graphs that have positions and radii but no label images. A pixel belongs to the disc whose
 * centre is nearest, and of equally near ones to that of the node with the smaller id.
 */
final class GeffDiscs implements GeffPlanes {

    /** How {@link PlaneRef#member} begins; the size of a frame follows, such as {@code discs:512x512}. */
    static final String MEMBER = "discs:";

    private static final double MAX_RADIUS = 10_000;

    private final int width;
    private final int height;
    private final double[] y;
    private final double[] x;
    private final double[] radius;
    private final int[] tracks;
    private final Map<Integer, List<Integer>> nodesOfFrame = new HashMap<>();

    private GeffDiscs(int width, int height, double[] y, double[] x, double[] radius, int[] tracks) {
        this.width = width;
        this.height = height;
        this.y = y;
        this.x = x;
        this.radius = radius;
        this.tracks = tracks;
    }

    static GeffDiscs open(Storage storage, PlaneRef ref) throws IOException {
        String[] size = ref.member().substring(MEMBER.length()).split("x", 2);
        GeffSource source = GeffSource.open(storage, ref.location());
        GeffMetadata metadata = source.metadata();
        GeffGraph graph = source.graph();
        GeffNodes nodes = graph.nodes();
        double[] radii = nodes.numbers(metadata.radius());
        double[] rows = nodes.numbers(metadata.space().get(0).name());
        double[] columns = nodes.numbers(metadata.space().get(1).name());
        GeffDiscs discs = new GeffDiscs(
                Integer.parseInt(size[0]), Integer.parseInt(size[1]), rows, columns, radii, graph.tracks());
        for (int node = 0; node < radii.length; node++) {
            boolean placed = Double.isFinite(rows[node]) && Double.isFinite(columns[node]);
            if (!placed || !(radii[node] > 0 && radii[node] <= MAX_RADIUS)) {
                throw GeffMetadata.bad(
                        metadata.where(),
                        "Node " + nodes.id(node) + " is at (" + rows[node] + ", " + columns[node]
                                + ") and has the radius " + radii[node] + ", which is no disc.",
                        "Write positions and radii in pixels, or refer to label images.");
            }
            discs.nodesOfFrame
                    .computeIfAbsent(graph.frame(node), frame -> new ArrayList<>())
                    .add(node);
        }
        return discs;
    }

    /**
     * The planes of a movie.
     *
     * @param frames number of frames
     */
    static Map<Integer, PlaneRef> planes(String location, int frames, int width, int height) {
        Map<Integer, PlaneRef> planes = new TreeMap<>();
        for (int frame = 0; frame < frames; frame++) {
            planes.put(frame, new PlaneRef(PlaneRef.Encoding.GEFF, location, MEMBER + width + "x" + height, frame));
        }
        return planes;
    }

    @Override
    public Plane read(int frame) {
        int[] labels = new int[width * height];
        double[] distances = new double[labels.length];
        for (int node : nodesOfFrame.getOrDefault(frame, List.of())) {
            int lastRow = (int) Math.min(height - 1, Math.floor(y[node] + radius[node]));
            int lastColumn = (int) Math.min(width - 1, Math.floor(x[node] + radius[node]));
            for (int row = (int) Math.max(0, Math.ceil(y[node] - radius[node])); row <= lastRow; row++) {
                for (int column = (int) Math.max(0, Math.ceil(x[node] - radius[node]));
                        column <= lastColumn;
                        column++) {
                    double dy = row - y[node];
                    double dx = column - x[node];
                    double distance = dy * dy + dx * dx;
                    int at = row * width + column;
                    if (distance <= radius[node] * radius[node] && (labels[at] == 0 || distance < distances[at])) {
                        labels[at] = tracks[node];
                        distances[at] = distance;
                    }
                }
            }
        }
        return Plane.of(width, height, labels);
    }

    @Override
    public void close() {
        // Everything is in memory.
    }
}
