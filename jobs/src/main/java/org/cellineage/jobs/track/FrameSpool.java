package org.cellineage.jobs.track;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.cluster.ScratchFile;
import org.cellineage.jobs.codec.RecordCodec;

/**
 * Writes the frames of some movies to the local disk in the order in which they arrive, and returns them movie by movie
 * in frame order. Memory holds one frame and the position of each other; sorting with Spark would hold whole frames,
 * and more of them the longer the movies are.
 */
public final class FrameSpool implements Iterator<FrameSpool.Frame>, AutoCloseable {

    /**
     * A frame of a movie.
     *
     * @param number 0-based frame number
     * @param segmentSeconds duration of its segmentation
     * @param segmented empty if it failed
     */
    record Frame(MovieKey movie, int number, double segmentSeconds, Optional<SegmentedFrame> segmented) {}

    /** Position of a frame in the file; a failed frame takes no bytes. */
    private record Entry(MovieKey movie, int number, double segmentSeconds, ScratchFile.Piece piece) {}

    private static final RecordCodec<SegmentedFrame> CODEC = RecordCodec.of(SegmentedFrame.class);
    private static final Comparator<Entry> IN_ORDER =
            Comparator.comparing(Entry::movie).thenComparingInt(Entry::number);

    private final ScratchFile file;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<MovieKey, MovieKey> movies = new HashMap<>();
    private int next;

    /** @param file closed by {@link #close} */
    FrameSpool(ScratchFile file) {
        this.file = file;
    }

    /** Creates an empty spool in a local folder of the current executor. */
    static FrameSpool onExecutor() {
        return new FrameSpool(ScratchFile.onExecutor("the frames that an executor tracks"));
    }

    /** Adds a frame; not allowed after the first was read. */
    void add(Frame frame) {
        if (next > 0) {
            throw new IllegalStateException("a frame after the first was read");
        }
        // Keep one key object per movie instead of one per frame.
        MovieKey movie = movies.computeIfAbsent(frame.movie(), key -> key);
        ScratchFile.Piece piece = frame.segmented()
                .map(segmented -> file.append(out -> CODEC.write(segmented, out)))
                .orElse(ScratchFile.Piece.EMPTY);
        entries.add(new Entry(movie, frame.number(), frame.segmentSeconds(), piece));
    }

    @Override
    public boolean hasNext() {
        return next < entries.size();
    }

    /** The next frame; the frames of a movie are consecutive. */
    @Override
    public Frame next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (next == 0) {
            entries.sort(IN_ORDER);
        }
        Entry entry = entries.get(next++);
        return new Frame(
                entry.movie,
                entry.number,
                entry.segmentSeconds,
                entry.piece.bytes() == 0 ? Optional.empty() : Optional.of(file.read(entry.piece, CODEC::read)));
    }

    @Override
    public void close() {
        file.close();
    }
}
