package org.cellineage.evaluate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.format.TrackSpan;

/**
 * A lineage as a graph: one vertex for each track and frame in which it is visible, an edge from each vertex to the
 * next of the same track, and an edge from a parent's last vertex to the first vertex of each child.
 */
final class LineageGraph {

    /** An edge; a link within a track if both labels are equal, otherwise a parent edge. */
    record Edge(int fromFrame, int fromLabel, int toFrame, int toLabel) {
        boolean isParentEdge() {
            return fromLabel != toLabel;
        }
    }

    /** A division: a mother with her last frame, her daughters and the first frame of a daughter. */
    record Branching(int mother, int motherEnd, List<Integer> daughters, int firstDaughterFrame) {}

    private final TreeMap<Integer, List<Integer>> framesOfTrack = new TreeMap<>();
    private final Map<Integer, Integer> parents = new HashMap<>();
    private final TreeMap<Integer, List<Integer>> children = new TreeMap<>();

    /**
     * @param spans parents of the tracks; their frames are taken from the labels
     * @param labelsOfFrames labels in each frame, by frame number
     */
    LineageGraph(Collection<TrackSpan> spans, TreeMap<Integer, int[]> labelsOfFrames) {
        labelsOfFrames.forEach((frame, labels) -> {
            for (int label : labels) {
                framesOfTrack.computeIfAbsent(label, key -> new ArrayList<>()).add(frame);
            }
        });
        for (TrackSpan span : spans) {
            boolean seen = framesOfTrack.containsKey(span.track()) && framesOfTrack.containsKey(span.parent());
            if (span.parent() != TrackSpan.NO_PARENT && seen) {
                parents.put(span.track(), span.parent());
                children.computeIfAbsent(span.parent(), key -> new ArrayList<>())
                        .add(span.track());
            }
        }
        children.values().forEach(list -> list.sort(null));
    }

    /** Tracks with at least one cell, ascending. */
    Collection<Integer> tracks() {
        return framesOfTrack.keySet();
    }

    /** Frames in which a track has a cell, ascending. */
    List<Integer> frames(int track) {
        return framesOfTrack.getOrDefault(track, List.of());
    }

    int begin(int track) {
        return frames(track).get(0);
    }

    int end(int track) {
        List<Integer> frames = frames(track);
        return frames.get(frames.size() - 1);
    }

    int parent(int track) {
        return parents.getOrDefault(track, TrackSpan.NO_PARENT);
    }

    List<Integer> children(int track) {
        return children.getOrDefault(track, List.of());
    }

    /** All edges by ascending track, links before parent edges. */
    List<Edge> edges() {
        List<Edge> edges = new ArrayList<>();
        framesOfTrack.forEach((track, frames) -> {
            int parent = parent(track);
            if (parent != TrackSpan.NO_PARENT) {
                edges.add(new Edge(end(parent), parent, frames.get(0), track));
            }
            for (int i = 1; i < frames.size(); i++) {
                edges.add(new Edge(frames.get(i - 1), track, frames.get(i), track));
            }
        });
        return edges;
    }

    /** Tracks with at least two children, by mother. */
    List<Branching> branchings() {
        List<Branching> branchings = new ArrayList<>();
        children.forEach((mother, daughters) -> {
            if (daughters.size() >= 2) {
                int first = daughters.stream().mapToInt(this::begin).min().orElse(0);
                branchings.add(new Branching(mother, end(mother), List.copyOf(daughters), first));
            }
        });
        return branchings;
    }
}
