package org.cellineage.jobs.segment;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.isolate.MarkedTask;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a task. Each movie has an attempt marker from before its first frame is returned until its last is
 * done.
 */
public final class MarkedFrames implements Iterator<FrameTask> {

    private final Iterator<FrameTask> frames;
    private final MarkedTask movies;
    /** Number of unfinished frames of each movie. */
    private final Map<MovieKey, Integer> left = new HashMap<>();

    private @Nullable FrameTask next;

    MarkedFrames(List<FrameTask> frames, MarkedTask movies) {
        this.frames = frames.iterator();
        this.movies = movies;
        frames.forEach(frame -> left.merge(frame.movie(), 1, Integer::sum));
    }

    @Override
    public boolean hasNext() {
        while (next == null && frames.hasNext()) {
            FrameTask frame = frames.next();
            if (movies.begin(frame.movie()) != MarkedTask.Standing.LEAVE) {
                next = frame;
            }
        }
        return next != null;
    }

    @Override
    public FrameTask next() {
        FrameTask frame = hasNext() ? next : null;
        if (frame == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return frame;
    }

    /** Records that a frame is done. */
    void done(FrameTask frame) {
        if (left.merge(frame.movie(), -1, Integer::sum) == 0) {
            movies.end(frame.movie());
        }
    }
}
