package org.cellineage.format.labels;

import java.util.Map;
import java.util.TreeMap;
import org.cellineage.format.PlaneRef;

/**
 * The label images of one movie.
 *
 * @param name the sequence, site or file they belong to
 * @param source the folder or file they come from
 * @param frames frame number to label image; frames without one lack
 * @param lineage where the lineage of these labels stands: a {@code man_track.txt}, {@code res_track.txt} or {@code .trk}
 *     file; empty where there is none
 * @param movieInFile which movie of a {@code .trks} file
 * @param lineageShift what is added to a frame number of the lineage to make it one of {@code frames}
 */
public record LabelSet(
        String name, String source, Map<Integer, PlaneRef> frames, String lineage, int movieInFile, int lineageShift) {

    public LabelSet {
        frames = new TreeMap<>(frames);
    }

    /** Labels whose lineage counts frames as the labels do. */
    public LabelSet(String name, String source, Map<Integer, PlaneRef> frames, String lineage, int movieInFile) {
        this(name, source, frames, lineage, movieInFile, 0);
    }

    /** The same label images so many frames later. */
    public LabelSet later(int frames) {
        Map<Integer, PlaneRef> moved = new TreeMap<>();
        this.frames.forEach((frame, plane) -> moved.put(frame + frames, plane));
        return withFrames(moved, lineageShift + frames);
    }

    /** The same label images under other frame numbers. */
    LabelSet withFrames(Map<Integer, PlaneRef> others, int shift) {
        return new LabelSet(name, source, others, lineage, movieInFile, shift);
    }
}
