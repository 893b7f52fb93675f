package org.cellineage.evaluate;

import java.util.List;

/**
 * CT (Ulman et al. 2017): F1 score of completely reconstructed tracks. A truth track is complete if one result track
 * with exactly the same frames follows it from first to last. A frame in which the result cell contains several truth
 * cells does not count as followed, so no result track follows two truth tracks.
 *
 * @param complete number of complete tracks
 * @param truthTracks number of tracks in the ground truth
 * @param resultTracks number of tracks in the result
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

    /** 0 to 1; NaN if the ground truth has no tracks. */
    public double score() {
        return truthTracks == 0 ? Double.NaN : 2.0 * complete / (truthTracks + resultTracks);
    }
}
