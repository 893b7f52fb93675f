package org.cellineage.evaluate;

import java.util.List;

/**
 * CT (Ulman et al. 2017): the F1 score of tracks that were followed from their first frame to their last by one result
 * track of exactly the same frames. A cell that shares its result cell with another is not followed there, so that no
 * result track follows two.
 *
 * @param complete such tracks
 * @param truthTracks tracks of the truth
 * @param resultTracks tracks of the result
 */
public record CompleteTracks(int complete, int truthTracks, int resultTracks) {

    static CompleteTracks of(TrackMatching matching) {
        int complete = 0;
        for (int track : matching.truth().tracks()) {
            List<Integer> frames = matching.truth().frames(track);
            int first = matching.onlyResultLabel(frames.get(0), track);
            boolean followed = first != 0 && matching.result().frames(first).equals(frames);
            for (int i = 1; i < frames.size() && followed; i++) {
                followed = matching.onlyResultLabel(frames.get(i), track) == first;
            }
            complete += followed ? 1 : 0;
        }
        return new CompleteTracks(
                complete,
                matching.truth().tracks().size(),
                matching.result().tracks().size());
    }

    /** 0 to 1; NaN where the truth has no track. */
    public double score() {
        return truthTracks == 0 ? Double.NaN : 2.0 * complete / (truthTracks + resultTracks);
    }
}
