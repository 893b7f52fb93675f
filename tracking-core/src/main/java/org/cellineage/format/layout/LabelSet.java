package org.cellineage.format.layout;

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
 */
public record LabelSet(String name, String source, Map<Integer, PlaneRef> frames, String lineage, int movieInFile) {

    public LabelSet {
        frames = new TreeMap<>(frames);
    }
}
