package org.cellineage.track;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellineage.format.TrackSpan;

/**
 * Splits tracks at gaps, as the Cell Tracking Challenge format requires: the part after a gap becomes a track of its
 * own, whose parent is the part before.
 *
 * <p>A track without gaps keeps its id and its parent. New parts are numbered after the largest id, by track and time.
 * Daughters belong to their mother's last part.
 */
public final class ContiguousTracks {

    private final TreeMap<Integer, TrackSpan> spans = new TreeMap<>();
    private final Map<Integer, List<TrackSpan>> parts = new HashMap<>();

    /**
     * @param framesOfTrack track id to the ascending frames in which it was observed
     * @param parents track id to its parent, for tracks that have one
     */
    public ContiguousTracks(SortedMap<Integer, List<Integer>> framesOfTrack, Map<Integer, Integer> parents) {
        int next = framesOfTrack.isEmpty() ? 1 : framesOfTrack.lastKey() + 1;
        for (Map.Entry<Integer, List<Integer>> track : framesOfTrack.entrySet()) {
            List<TrackSpan> ofTrack = new ArrayList<>();
            int id = track.getKey();
            int parent = TrackSpan.NO_PARENT;
            int begin = track.getValue().get(0);
            int last = begin;
            for (int frame : track.getValue()) {
                if (frame > last + 1) {
                    ofTrack.add(new TrackSpan(id, begin, last, parent));
                    parent = id;
                    id = next++;
                    begin = frame;
                }
                last = frame;
            }
            ofTrack.add(new TrackSpan(id, begin, last, parent));
            parts.put(track.getKey(), ofTrack);
        }
        parts.forEach((track, ofTrack) -> {
            int mother = parents.getOrDefault(track, TrackSpan.NO_PARENT);
            List<TrackSpan> ofMother = parts.getOrDefault(mother, List.of());
            if (!ofMother.isEmpty()) {
                TrackSpan first = ofTrack.get(0);
                int parent = ofMother.get(ofMother.size() - 1).track();
                ofTrack.set(0, new TrackSpan(first.track(), first.begin(), first.end(), parent));
            }
            ofTrack.forEach(span -> spans.put(span.track(), span));
        });
    }

    /** All tracks by ascending id. */
    public List<TrackSpan> spans() {
        return List.copyOf(spans.values());
    }

    /** Returns the id of a track in one of its frames. */
    public int idAt(int track, int frame) {
        for (TrackSpan part : parts.getOrDefault(track, List.of())) {
            if (frame >= part.begin() && frame <= part.end()) {
                return part.track();
            }
        }
        throw new IllegalArgumentException("track " + track + " was not seen in frame " + frame);
    }
}
