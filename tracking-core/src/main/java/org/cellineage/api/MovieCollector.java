package org.cellineage.api;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.track.Division;
import org.cellineage.track.MovieSummary;
import org.cellineage.track.Track;
import org.cellineage.track.TrackedCell;

/** Collects the tracks of one movie in memory. */
public final class MovieCollector implements MovieSink {

    private final List<TrackedCell> cells = new ArrayList<>();
    private final List<Track> tracks = new ArrayList<>();
    private final List<Division> divisions = new ArrayList<>();
    private final List<FrameFailure> failures = new ArrayList<>();
    private int width;
    private int height;

    @Override
    public void started(int widthPx, int heightPx) {
        width = widthPx;
        height = heightPx;
    }

    @Override
    public void cell(TrackedCell cell) {
        cells.add(cell);
    }

    @Override
    public void track(Track track) {
        tracks.add(track);
    }

    @Override
    public void division(Division division) {
        divisions.add(division);
    }

    @Override
    public void failure(FrameFailure failure) {
        failures.add(failure);
    }

    /**
     * The movie, once it is finished.
     *
     * @param summary from {@link MovieSession#finish}
     */
    public TrackedMovie finished(MovieSummary summary) {
        return new TrackedMovie(width, height, cells, tracks, divisions, failures, summary);
    }
}
