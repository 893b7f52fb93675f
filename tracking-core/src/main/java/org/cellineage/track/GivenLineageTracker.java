package org.cellineage.track;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.cell.Cell;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.format.GivenFlaw;
import org.cellineage.format.GivenLineage;
import org.cellineage.format.TrackSpan;

/**
 * Uses given tracks: a cell's label is its track, and a list of spans gives the parents.
 *
 * <p>For results of other programs and for ground truth. Track ids, parents and gaps are kept. A parent with two or
 * more daughters has divided; a parent with a single one is the same cell after a gap, so the daughter has the parent's
 * generation. Of three or more daughters, the two with the smallest ids form the division.
 *
 * <p>The label images determine which tracks exist, and in which frames. If the list contradicts them or itself, the
 * flaw is reported to the sink ({@link TrackSink#flaw}) and as little as possible is discarded. In the result, every
 * parent, root and daughter is a track of the result, and parents end before their daughters begin.
 */
public final class GivenLineageTracker implements FrameTracker {

    private final String where;
    private final GivenLineage given;
    private final LineageScores scores;
    private final Map<Integer, SeenTrack> tracks = new TreeMap<>();
    private final SummaryBuilder summary = new SummaryBuilder();
    private final BitSet frames = new BitSet();
    private int lastFrame = -1;

    /** The observed part of a track, and whether it was near the edge of the field at its ends. */
    private static final class SeenTrack {
        private final TrackBuilder builder;
        private final boolean firstNearEdge;
        private boolean lastNearEdge;

        SeenTrack(TrackBuilder builder, boolean nearEdge) {
            this.builder = builder;
            this.firstNearEdge = nearEdge;
            this.lastNearEdge = nearEdge;
        }
    }

    /** Creates a tracker for a lineage that was read without flaws. */
    public GivenLineageTracker(String where, Collection<TrackSpan> given) {
        this(where, new GivenLineage(List.copyOf(given), List.of()));
    }

    /**
     * Creates a tracker for a lineage with the flaws found while reading it.
     *
     * @param where file of the lineage, for messages
     */
    public GivenLineageTracker(String where, GivenLineage given) {
        this(where, given, LineageScores.NONE);
    }

    /**
     * Creates a tracker for a lineage of which a tracker scored some links and divisions.
     *
     * @param where file of the lineage, for messages
     */
    public GivenLineageTracker(String where, GivenLineage given, LineageScores scores) {
        this.where = where;
        this.given = given;
        this.scores = scores;
    }

    @Override
    public void accept(SegmentedFrame frame, TrackSink sink) {
        if (frame.frame() <= lastFrame) {
            throw new IllegalArgumentException("frame " + frame.frame() + " came after frame " + lastFrame);
        }
        lastFrame = frame.frame();
        frames.set(lastFrame);
        summary.frame();
        frame.cells().forEach(cell -> summary.cell());
        for (Cell cell : frame.cells()) {
            boolean nearEdge = FieldEdge.isNear(cell, frame.width(), frame.height());
            SeenTrack track = tracks.get(cell.label());
            if (track == null) {
                summary.track();
                tracks.put(cell.label(), new SeenTrack(begin(frame.frame(), cell), nearEdge));
                sink.cell(new TrackedCell(frame.frame(), cell.label(), cell, Double.NaN, Double.NaN));
            } else {
                sink.cell(link(track, frame.frame(), cell));
                track.lastNearEdge = nearEdge;
            }
        }
    }

    private TrackedCell link(SeenTrack track, int frame, Cell cell) {
        double probability = scores.linkProbability(frame, cell.label());
        double margin = scores.linkMargin(frame, cell.label());
        if (Double.isNaN(probability)) {
            track.builder.add(frame, cell);
            summary.givenLink();
        } else {
            track.builder.add(frame, cell, probability);
            summary.link(probability, margin);
        }
        return new TrackedCell(frame, cell.label(), cell, probability, margin);
    }

    /** Ancestry and origin are known only at the end. */
    private static TrackBuilder begin(int frame, Cell cell) {
        return new TrackBuilder(cell.label(), Ancestry.ofRoot(cell.label()), Origin.APPEARED, frame, cell);
    }

    @Override
    public MovieSummary finish(TrackSink sink) {
        TreeMap<Integer, LineageCheck.Seen> seen = new TreeMap<>();
        tracks.forEach((id, track) ->
                seen.put(id, new LineageCheck.Seen(track.builder.firstFrame(), track.builder.lastFrame())));
        LineageCheck lineage = new LineageCheck(where, given, seen, frames);
        for (GivenFlaw flaw : lineage.flaws()) {
            sink.flaw(flaw);
        }
        Map<Integer, Ancestry> ancestries = new HashMap<>();
        for (SeenTrack track : inOrderOfBirth()) {
            ancestries.put(track.builder.id(), ancestry(track.builder.id(), lineage, ancestries));
        }
        tracks.forEach((id, track) -> {
            Ancestry ancestry = ancestries.getOrDefault(id, Ancestry.ofRoot(id));
            List<Integer> daughters = lineage.children(id);
            double probability = daughters.size() >= 2 ? scores.divisionProbability(id) : Double.NaN;
            sink.track(track.builder.build(ancestry, origin(track, lineage), fate(track, lineage), probability));
            if (daughters.size() >= 2) {
                summary.division();
                sink.division(division(track, daughters, seen, probability));
            }
        });
        return summary.build();
    }

    /**
     * Parents begin before their daughters, so their ancestry is resolved first, without recursion, however long a
     * lineage is.
     */
    private List<SeenTrack> inOrderOfBirth() {
        return tracks.values().stream()
                .sorted(java.util.Comparator.comparingInt((SeenTrack track) -> track.builder.firstFrame())
                        .thenComparingInt(track -> track.builder.id()))
                .toList();
    }

    private static Ancestry ancestry(int id, LineageCheck lineage, Map<Integer, Ancestry> known) {
        Integer parent = lineage.parents().get(id);
        if (parent == null) {
            return Ancestry.ofRoot(id);
        }
        Ancestry before = known.getOrDefault(parent, Ancestry.ofRoot(parent));
        List<Integer> daughters = lineage.children(parent);
        return daughters.size() >= 2
                ? Ancestry.ofDaughter(parent, before, daughters.indexOf(id) + 1)
                : Ancestry.ofContinuation(parent, before);
    }

    private Origin origin(SeenTrack track, LineageCheck lineage) {
        Integer parent = lineage.parents().get(track.builder.id());
        if (track.builder.firstFrame() == frames.nextSetBit(0)) {
            return Origin.START;
        }
        if (parent != null && lineage.children(parent).size() >= 2) {
            return Origin.DIVISION;
        }
        return track.firstNearEdge ? Origin.ENTERED : Origin.APPEARED;
    }

    private Fate fate(SeenTrack track, LineageCheck lineage) {
        if (lineage.children(track.builder.id()).size() >= 2) {
            return Fate.DIVISION;
        }
        if (track.builder.lastFrame() == lastFrame) {
            return Fate.END;
        }
        return track.lastNearEdge ? Fate.LEFT : Fate.LOST;
    }

    private static Division division(
            SeenTrack mother, List<Integer> daughters, Map<Integer, LineageCheck.Seen> seen, double probability) {
        int first = daughters.get(0);
        int second = daughters.get(1);
        LineageCheck.Seen none = new LineageCheck.Seen(Integer.MAX_VALUE, Integer.MAX_VALUE);
        int frame = Math.min(
                seen.getOrDefault(first, none).first(),
                seen.getOrDefault(second, none).first());
        return new Division(
                mother.builder.id(), first, second, frame, mother.builder.lastY(), mother.builder.lastX(), probability);
    }
}
