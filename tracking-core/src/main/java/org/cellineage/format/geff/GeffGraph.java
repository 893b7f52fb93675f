package org.cellineage.format.geff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cellineage.format.GivenFlaw;
import org.cellineage.format.GivenLineage;
import org.cellineage.format.TrackSpan;
import org.cellineage.format.zarr.ZarrColumn;
import org.cellineage.format.zarr.ZarrStore;
import org.cellineage.problem.Problem;

/**
 * The cells of a GEFF and their tracks. In memory are a few numbers for each node.
 *
 * <p>A track is a path without branches; an edge may skip frames. If the nodes number such paths
 * ({@link GeffMetadata#trackProperty}) and the edges confirm it, those numbers are kept. Otherwise tracks are numbered
 * from 1 by their first frame and the id of their first node. The order of nodes and edges in the file does not matter.
 */
final class GeffGraph {

    private static final int NONE = -1;
    private static final int MOST_FLAWS = 1000;

    private final GeffMetadata metadata;
    private final GeffNodes nodes;
    private final int[] frames;
    /** The node from which the only edge to a node comes. */
    private final int[] parents;

    private final int[] children;
    /** Nodes by frame, then by id. */
    private final int[] inOrder;

    private GeffGraph(GeffMetadata metadata, GeffNodes nodes, int[] frames, int[] parents) {
        this.metadata = metadata;
        this.nodes = nodes;
        this.frames = frames;
        this.parents = parents;
        this.children = new int[parents.length];
        long[] keys = new long[frames.length];
        for (int node = 0; node < keys.length; node++) {
            keys[node] = (long) frames[node] << Integer.SIZE | node;
            if (parents[node] != NONE) {
                children[parents[node]]++;
            }
        }
        Arrays.sort(keys);
        this.inOrder = Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    }

    /**
     * Reads a graph.
     *
     * @throws org.cellineage.problem.BadInputException if an edge is no step of a lineage in the plane: it leads to an
     *     unknown node, to itself, backwards in time, or is there twice, or two edges lead to the same node
     */
    static GeffGraph read(ZarrStore store, GeffMetadata metadata) throws IOException {
        GeffNodes nodes = GeffNodes.read(store, metadata);
        int[] frames = nodes.frames();
        return new GeffGraph(metadata, nodes, frames, parents(store, metadata, nodes, frames));
    }

    private static int[] parents(ZarrStore store, GeffMetadata metadata, GeffNodes nodes, int[] frames)
            throws IOException {
        int[] parents = new int[frames.length];
        Arrays.fill(parents, NONE);
        ZarrColumn column = GeffNodes.column(store, "edges/ids");
        if ((column.rows() > 0 && column.columns() != 2) || column.rows() > GeffNodes.MAX_NODES) {
            throw GeffMetadata.bad(
                    column.where(),
                    "It has " + column.rows() + " rows of " + column.columns() + " node ids; an edge has two.",
                    "Write one row with source and target for each edge.");
        }
        long[] ends = column.rows() == 0 ? new long[0] : GeffNodes.stored(column);
        for (int edge = 0; edge < ends.length; edge += 2) {
            String what = "The edge from node " + ends[edge] + " to node " + ends[edge + 1];
            if (ends[edge] == ends[edge + 1]) {
                throw bad(column, what + " is a loop.", "Remove the edge.");
            }
            int source = known(column, nodes, ends[edge], what);
            int target = known(column, nodes, ends[edge + 1], what);
            if (!metadata.directed() && frames[source] > frames[target]) {
                int later = source;
                source = target;
                target = later;
            }
            if (frames[source] >= frames[target]) {
                throw bad(
                        column,
                        what + " leads from frame " + frames[source] + " to frame " + frames[target]
                                + ", not forward in time.",
                        "Correct the edge: its first node is the earlier cell.");
            }
            if (parents[target] == source) {
                throw bad(column, what + " is there twice.", "Remove one of the two.");
            }
            if (parents[target] != NONE) {
                throw bad(
                        column,
                        "Two cells merge: edges from the nodes " + nodes.id(parents[target]) + " and "
                                + nodes.id(source) + " lead to node " + nodes.id(target)
                                + ". A cell has at most one predecessor here.",
                        "Remove all edges but one to this node.");
            }
            parents[target] = source;
        }
        return parents;
    }

    private static int known(ZarrColumn column, GeffNodes nodes, long id, String edge) {
        int node = nodes.find(id);
        if (node < 0) {
            throw bad(
                    column,
                    edge + " names node " + id + ", which does not exist.",
                    "Remove the edge, or add the node.");
        }
        return node;
    }

    private static RuntimeException bad(ZarrColumn column, String cause, String remedy) {
        return GeffMetadata.bad(column.where(), cause, remedy);
    }

    GeffNodes nodes() {
        return nodes;
    }

    int frame(int node) {
        return frames[node];
    }

    /** The largest frame number, -1 if there are no nodes. */
    int lastFrame() {
        return inOrder.length == 0 ? -1 : frames[inOrder[inOrder.length - 1]];
    }

    /** The track of each node. */
    int[] tracks() throws IOException {
        if (!metadata.trackProperty().isEmpty()) {
            Optional<int[]> numbered = nodes.positive(metadata.trackProperty());
            if (numbered.isPresent() && areTracks(numbered.get())) {
                return numbered.get();
            }
        }
        int[] tracks = new int[frames.length];
        int last = 0;
        for (int node : inOrder) {
            int parent = parents[node];
            tracks[node] = parent != NONE && children[parent] == 1 ? tracks[parent] : ++last;
        }
        return tracks;
    }

    /** Whether each number is that of one path, which ends where its daughters begin. */
    private boolean areTracks(int[] numbers) {
        Map<Integer, Integer> lastOf = new HashMap<>();
        List<Integer> begins = new ArrayList<>();
        for (int node : inOrder) {
            Integer last = lastOf.put(numbers[node], node);
            if (last == null) {
                begins.add(node);
            } else if (parents[node] != last) {
                return false;
            }
        }
        for (int node : begins) {
            int parent = parents[node];
            if (parent != NONE && lastOf.getOrDefault(numbers[parent], NONE) != parent) {
                return false;
            }
        }
        return true;
    }

    /**
     * The tracks with their frames and parents. Nodes without a label are flaws if labels are used.
     *
     * @param labels as {@link GeffNodes#labels} returns them; empty if cells are not painted by labels
     */
    GivenLineage lineage(Optional<int[]> labels) throws IOException {
        int[] tracks = tracks();
        TreeMap<Integer, TrackSpan> spans = new TreeMap<>();
        for (int node : inOrder) {
            TrackSpan span = spans.get(tracks[node]);
            int parent = parents[node] == NONE ? TrackSpan.NO_PARENT : tracks[parents[node]];
            spans.put(
                    tracks[node],
                    span == null
                            ? new TrackSpan(tracks[node], frames[node], frames[node], parent)
                            : new TrackSpan(span.track(), span.begin(), frames[node], span.parent()));
        }
        return new GivenLineage(List.copyOf(spans.values()), flaws(labels));
    }

    private List<GivenFlaw> flaws(Optional<int[]> labels) {
        List<GivenFlaw> flaws = new ArrayList<>();
        if (labels.isPresent()) {
            for (int node : inOrder) {
                if (labels.get()[node] == 0 && flaws.size() < MOST_FLAWS) {
                    flaws.add(new GivenFlaw(
                            frames[node],
                            new Problem(
                                    metadata.where(),
                                    "Node " + nodes.id(node) + " in frame " + frames[node]
                                            + " has no label, so that the cell has no pixels; it is left out.",
                                    "Give the node the label of its cell in the label images.")));
                }
            }
        }
        return flaws;
    }
}
