package org.cellineage.format.labels;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.geff.GeffSource;

/**
 * The label images of one movie.
 *
 * @param name the sequence, site or file they belong to
 * @param source the folder or file they come from
 * @param frames label image by frame number; frames without one are omitted; empty if the labels must be drawn, and it is
 *     not known yet on which pixels
 * @param lineage file with the lineage of these labels: a {@code man_track.txt}, {@code res_track.txt} or {@code .trk}
 *     file, one with spots, or the folder of a GEFF; empty if there is none
 * @param movieInFile index of the movie in a {@code .trks} file
 * @param lineageShift number to add to frame numbers of the lineage to get those of {@code frames}
 */
public record LabelSet(
        String name, String source, Map<Integer, PlaneRef> frames, String lineage, int movieInFile, int lineageShift)
        implements Serializable {

    public LabelSet {
        frames = new TreeMap<>(frames);
    }

    /** Labels whose lineage uses the same frame numbers. */
    public LabelSet(String name, String source, Map<Integer, PlaneRef> frames, String lineage, int movieInFile) {
        this(name, source, frames, lineage, movieInFile, 0);
    }

    /** Returns the same label images shifted by this number of frames. */
    public LabelSet later(int frames) {
        Map<Integer, PlaneRef> moved = new TreeMap<>();
        this.frames.forEach((frame, plane) -> moved.put(frame + frames, plane));
        return withFrames(moved, lineageShift + frames);
    }

    /**
     * Returns the label images for a movie: the same, unless they are discs, which are drawn in frames of any number and
     * size.
     */
    public LabelSet forMovie(int frameCount, int width, int height) {
        return frames.values().stream().anyMatch(GeffSource::isDisc)
                ? withFrames(GeffSource.discs(source, frameCount, width, height), lineageShift)
                : this;
    }

    /** Returns the same label images with other frame numbers. */
    LabelSet withFrames(Map<Integer, PlaneRef> others, int shift) {
        return new LabelSet(name, source, others, lineage, movieInFile, shift);
    }
}
