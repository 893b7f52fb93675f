package org.cellineage.bench;

import org.cellineage.track.Division;
import org.cellineage.track.Track;
import org.cellineage.track.TrackSink;
import org.cellineage.track.TrackedCell;

/** Takes results and keeps their number only. */
final class Nowhere implements TrackSink {
    private long taken;

    @Override
    public void cell(TrackedCell cell) {
        taken++;
    }

    @Override
    public void track(Track track) {
        taken++;
    }

    @Override
    public void division(Division division) {
        taken++;
    }
}
