package org.cellineage.track;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.cell.Cell;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.format.TrackSpan;
import org.cellineage.problem.BadInputException;

/**
 * Takes tracks as they are given: a cell's label is its track, and a list of spans says who is whose parent.
 *
 * <p>For results of other programs and for ground truth. Track ids, parents and gaps stay exactly as given. A parent
 * with two or more children divided; a parent with a single child is the same cell seen again, so the child has the
 * parent's generation. Of three or more children the two with the smallest ids stand in the division.
 */
public final class GivenLineageTracker implements FrameTracker {

    private final String where;
    private final Map<Integer, TrackSpan> spans = new TreeMap<>();
    private final Map<Integer, List<Integer>> children = new HashMap<>();
    private final Map<Integer, Ancestry> ancestries = new HashMap<>();
    private final Map<Integer, TrackBuilder> builders = new TreeMap<>();
    private final Map<Integer, Cell> lastCells = new HashMap<>();
    private final SummaryBuilder summary = new SummaryBuilder();
    private int firstFrame = -1;
    private int lastFrame = -1;
    private int width;
    private int height;

    /**
     * @param where the file the spans come from, for messages
     * @param given all tracks; parents must be among them
     */
    public GivenLineageTracker(String where, Collection<TrackSpan> given) {
        this.where = where;
        for (TrackSpan span : given) {
            if (spans.putIfAbsent(span.track(), span) != null) {
                throw new BadInputException(
                        where, "Track " + span.track() + " is listed twice.", "Keep one line for each track.");
            }
        }
        for (TrackSpan span : spans.values()) {
            if (span.parent() != Track.NO_PARENT) {
                TrackSpan parent = spans.get(span.parent());
                if (parent == null || parent.begin() >= span.begin()) {
                    throw new BadInputException(
                            where,
                            "Track " + span.track() + " names " + span.parent() + " as its parent, which "
                                    + (parent == null ? "is not listed." : "does not begin before it."),
                            "Correct the parent, or write 0 for none.");
                }
                children.computeIfAbsent(span.parent(), key -> new ArrayList<>())
                        .add(span.track());
            }
        }
    }

    @Override
    public void accept(SegmentedFrame frame, TrackSink sink) {
        if (frame.frame() <= lastFrame) {
            throw new IllegalArgumentException("frame " + frame.frame() + " came after frame " + lastFrame);
        }
        if (firstFrame < 0) {
            firstFrame = frame.frame();
        }
        lastFrame = frame.frame();
        width = frame.width();
        height = frame.height();
        summary.frame(frame.cells().size());
        for (Cell cell : frame.cells()) {
            TrackBuilder builder = builders.get(cell.label());
            if (builder == null) {
                builder = begin(frame.frame(), cell);
                builders.put(cell.label(), builder);
            } else {
                builder.add(frame.frame(), cell);
                summary.givenLink();
            }
            lastCells.put(cell.label(), cell);
            sink.cell(new TrackedCell(frame.frame(), cell.label(), cell, Double.NaN, Double.NaN));
        }
    }

    private TrackBuilder begin(int frame, Cell cell) {
        TrackSpan span = spans.get(cell.label());
        if (span == null) {
            throw new BadInputException(
                    where,
                    "Frame " + frame + " shows label " + cell.label() + ", which the list of tracks does not name.",
                    "Add the track to the list, or remove the label from the image.");
        }
        summary.track();
        Ancestry ancestry = ancestry(span.track());
        Origin origin;
        if (frame == firstFrame) {
            origin = Origin.START;
        } else if (divided(span.parent())) {
            origin = Origin.DIVISION;
        } else {
            origin = FieldEdge.isNear(cell, width, height) ? Origin.ENTERED : Origin.APPEARED;
        }
        return new TrackBuilder(span.track(), ancestry, origin, frame, cell);
    }

    private boolean divided(int track) {
        List<Integer> daughters = children.get(track);
        return daughters != null && daughters.size() >= 2;
    }

    private Ancestry ancestry(int track) {
        Ancestry known = ancestries.get(track);
        if (known != null) {
            return known;
        }
        TrackSpan span = spans.get(track);
        Ancestry found;
        if (span == null || span.parent() == Track.NO_PARENT) {
            found = Ancestry.ofRoot(track);
        } else if (divided(span.parent())) {
            int ordinal = children.getOrDefault(span.parent(), List.of()).indexOf(track) + 1;
            found = Ancestry.ofDaughter(span.parent(), ancestry(span.parent()), ordinal);
        } else {
            found = Ancestry.ofContinuation(span.parent(), ancestry(span.parent()));
        }
        ancestries.put(track, found);
        return found;
    }

    @Override
    public MovieSummary finish(TrackSink sink) {
        for (TrackBuilder builder : builders.values()) {
            List<Integer> daughters = children.getOrDefault(builder.id(), List.of());
            sink.track(builder.build(fateOf(builder), Double.NaN));
            if (daughters.size() >= 2) {
                summary.division();
                TrackSpan first = spans.get(daughters.get(0));
                TrackSpan second = spans.get(daughters.get(1));
                if (first != null && second != null) {
                    sink.division(new Division(
                            builder.id(),
                            first.track(),
                            second.track(),
                            Math.min(first.begin(), second.begin()),
                            builder.lastY(),
                            builder.lastX(),
                            Double.NaN));
                }
            }
        }
        return summary.build();
    }

    private Fate fateOf(TrackBuilder builder) {
        if (divided(builder.id())) {
            return Fate.DIVISION;
        }
        if (builder.lastFrame() == lastFrame) {
            return Fate.END;
        }
        Cell last = lastCells.get(builder.id());
        return last != null && FieldEdge.isNear(last, width, height) ? Fate.LEFT : Fate.LOST;
    }
}
