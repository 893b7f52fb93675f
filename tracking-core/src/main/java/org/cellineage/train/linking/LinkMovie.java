package org.cellineage.train.linking;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cellineage.cell.Cell;
import org.cellineage.format.TrackSpan;
import org.cellineage.link.learned.FrameViews;

/** A movie with known lineages. */
final class LinkMovie {

    /** Track of a cell that is not in the ground truth. */
    static final int UNKNOWN = 0;

    /**
     * A frame.
     *
     * @param track true track of each cell, or {@link #UNKNOWN}
     * @param decided for each cell of a corrected movie, whether a person decided about it or about its link
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Frame(int frame, int width, int height, List<Cell> cells, int[] track, boolean[] decided, FrameViews views) {

        Frame(int frame, int width, int height, List<Cell> cells, int[] track, FrameViews views) {
            this(frame, width, height, cells, track, new boolean[cells.size()], views);
        }
    }

    /**
     * How much what people decided counts, and how much all else. In a movie of which the truth is known, nobody had to
     * decide anything.
     */
    record Emphasis(float decided, float others) {

        /** Of a movie of which the truth is known. */
        static final Emphasis NONE = new Emphasis(1, 1);

        /** Of a corrected movie that is learned from: what nobody decided keeps the network from forgetting the rest. */
        static final Emphasis LEARNED = new Emphasis(1, 0.1f);

        /** Of a corrected movie that is held out: only what people decided is counted. */
        static final Emphasis HELD_OUT = new Emphasis(1, 0);
    }

    /** Relation of a track to another, later one. */
    enum Relation {
        DIFFERENT,
        SAME,
        MOTHER,
        /** A grandmother, or a mother with only one known daughter: excluded from training. */
        UNCLEAR
    }

    private final String name;
    private final List<Frame> frames;
    private final Map<Integer, TrackSpan> spans;
    private final Emphasis emphasis;
    private final Map<Integer, Integer> children = new HashMap<>();

    /**
     * @param name for messages and the model's card
     * @param frames frames with cells, ascending
     * @param spans tracks by id
     */
    LinkMovie(String name, List<Frame> frames, Map<Integer, TrackSpan> spans) {
        this(name, frames, spans, Emphasis.NONE);
    }

    LinkMovie(String name, List<Frame> frames, Map<Integer, TrackSpan> spans, Emphasis emphasis) {
        this.name = name;
        this.emphasis = emphasis;
        this.frames = List.copyOf(frames);
        this.spans = new TreeMap<>(spans);
        for (TrackSpan span : spans.values()) {
            if (span.parent() != TrackSpan.NO_PARENT) {
                children.merge(span.parent(), 1, Integer::sum);
            }
        }
    }

    String name() {
        return name;
    }

    List<Frame> frames() {
        return frames;
    }

    Emphasis emphasis() {
        return emphasis;
    }

    /** Whether only what people decided is known to be true. */
    boolean isCorrected() {
        return !emphasis.equals(Emphasis.NONE);
    }

    /** Number of cells in all frames. */
    long cells() {
        return frames.stream().mapToLong(frame -> frame.cells().size()).sum();
    }

    /** Number of cells about which, or about whose link, a person decided. */
    long decisions() {
        long decisions = 0;
        for (Frame frame : frames) {
            for (boolean decided : frame.decided()) {
                decisions += decided ? 1 : 0;
            }
        }
        return decisions;
    }

    /** Tracks by id. */
    Map<Integer, TrackSpan> spans() {
        return spans;
    }

    /** Relation of the track of an earlier cell to the track of a later one. */
    Relation relation(int earlier, int later) {
        if (earlier == UNKNOWN || later == UNKNOWN) {
            return Relation.DIFFERENT;
        }
        if (earlier == later) {
            return Relation.SAME;
        }
        TrackSpan span = spans.get(later);
        if (span == null || span.parent() == TrackSpan.NO_PARENT) {
            return Relation.DIFFERENT;
        }
        if (span.parent() == earlier) {
            return children.getOrDefault(earlier, 0) >= 2 ? Relation.MOTHER : Relation.UNCLEAR;
        }
        for (int above = span.parent(); above != TrackSpan.NO_PARENT; ) {
            TrackSpan ancestor = spans.get(above);
            above = ancestor == null ? TrackSpan.NO_PARENT : ancestor.parent();
            if (above == earlier) {
                return Relation.UNCLEAR;
            }
        }
        return Relation.DIFFERENT;
    }

    /** The first ancestor of a track; the track itself if it has no parent. */
    int root(int track) {
        int root = track;
        TrackSpan span = spans.get(track);
        while (span != null && span.parent() != TrackSpan.NO_PARENT) {
            root = span.parent();
            span = spans.get(root);
        }
        return root;
    }

    /** Mothers with at least two known daughters, of which at least one is among these tracks. */
    Set<Integer> mothers(int[] tracks) {
        Set<Integer> mothers = new HashSet<>();
        for (int track : tracks) {
            TrackSpan span = spans.get(track);
            if (span != null && children.getOrDefault(span.parent(), 0) >= 2) {
                mothers.add(span.parent());
            }
        }
        return mothers;
    }

    /**
     * Whether a frame is so near to a track's division, or to the one that it comes from.
     *
     * @param before number of a mother's last frames
     * @param after number of a daughter's first frames
     */
    boolean isDividing(int track, int frame, int before, int after) {
        TrackSpan span = spans.get(track);
        if (span == null) {
            return false;
        }
        boolean ends = before > 0 && children.getOrDefault(track, 0) >= 2 && frame > span.end() - before;
        boolean begins = after > 0 && children.getOrDefault(span.parent(), 0) >= 2 && frame < span.begin() + after;
        return ends || begins;
    }
}
