package org.cellineage.evaluate;

import java.util.List;

/**
 * TF (Ulman et al. 2017): for every truth track that was found at all, the longest uninterrupted run of frames followed
 * by a single result track, as a share of its frames; averaged over tracks. As in {@link CompleteTracks}, a frame in
 * which the result cell contains several truth cells does not count as followed.
 *
 * @param score 0 to 1; NaN if no track was found
 * @param foundTracks truth tracks that were found, as cells of their own, in at least one frame
 */
public record TrackFractions(double score, int foundTracks) {

    static TrackFractions of(TrackMatching matching) {
        double sum = 0;
        int found = 0;
        for (int track : matching.truth().tracks()) {
            List<Integer> frames = matching.truth().frames(track);
            int longest = 0;
            int stretch = 0;
            int before = 0;
            for (int frame : frames) {
                int label = matching.onlyResultLabel(frame, track);
                stretch = label == 0 ? 0 : label == before ? stretch + 1 : 1;
                longest = Math.max(longest, stretch);
                before = label;
            }
            if (longest > 0) {
                sum += (double) longest / frames.size();
                found++;
            }
        }
        return new TrackFractions(found == 0 ? Double.NaN : sum / found, found);
    }
}
