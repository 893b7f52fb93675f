package org.cellineage.track;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellineage.format.GivenFlaw;
import org.cellineage.format.GivenLineage;
import org.cellineage.format.TrackSpan;
import org.cellineage.problem.Problem;

/**
 * Compares a given lineage with the label images and keeps what is consistent.
 *
 * <p>A parent is kept if it occurs in the images and its last frame is before its daughter's first; the links that
 * remain refer only to existing tracks and are acyclic. Everything else is a flaw. Of each kind of flaw, the first
 * {@value #MOST_OF_A_KIND} are reported individually and the others are counted.
 */
final class LineageCheck {

    static final int MOST_OF_A_KIND = 100;

    /** The first and last frame in which a label occurs. */
    record Seen(int first, int last) {}

    private enum Kind {
        FILE,
        NOT_SHOWN,
        NOT_LISTED,
        FRAMES,
        PARENT,
        DIVISION
    }

    private final String where;
    private final Map<Integer, TrackSpan> listed = new TreeMap<>();
    private final SortedMap<Integer, Seen> seen;
    private final BitSet frames;
    private final SortedMap<Integer, Integer> parents = new TreeMap<>();
    private final SortedMap<Integer, SortedSet<Integer>> children = new TreeMap<>();
    private final Map<Kind, List<GivenFlaw>> flaws = new EnumMap<>(Kind.class);

    /**
     * Checks a lineage.
     *
     * @param where file of the lineage, for messages
     * @param seen label to the frames in which it occurs
     * @param frames all frames whose labels are known
     */
    LineageCheck(String where, GivenLineage lineage, SortedMap<Integer, Seen> seen, BitSet frames) {
        this.where = where;
        this.seen = seen;
        this.frames = frames;
        lineage.flaws().forEach(flaw -> of(Kind.FILE).add(flaw));
        for (TrackSpan span : lineage.spans()) {
            if (listed.putIfAbsent(span.track(), span) != null) {
                add(
                        Kind.FILE,
                        -1,
                        "Track " + span.track() + " is listed twice; the first is used.",
                        "Keep one line for each track.");
            }
        }
        listed.values().forEach(this::checkFrames);
        seen.forEach((track, span) -> {
            if (!listed.containsKey(track)) {
                add(
                        Kind.NOT_LISTED,
                        span.first(),
                        "Label " + track + " is in the label images from frame " + span.first()
                                + " on, but the list of tracks does not name it; it is kept as a track without a"
                                + " parent.",
                        "Add the track to the list, or remove the label from the images.");
            }
        });
        listed.values().forEach(this::checkParent);
        checkDivisions();
    }

    /** Daughter to parent; both occur in the images, the parent only before the daughter. */
    SortedMap<Integer, Integer> parents() {
        return parents;
    }

    /** The daughters of a track, in ascending order. */
    List<Integer> children(int track) {
        return List.copyOf(children.getOrDefault(track, new TreeSet<>()));
    }

    /** All flaws: those of the file, then those of tracks, each kind by ascending track. */
    List<GivenFlaw> flaws() {
        List<GivenFlaw> all = new ArrayList<>();
        flaws.forEach((kind, found) -> {
            all.addAll(found.subList(0, Math.min(MOST_OF_A_KIND, found.size())));
            if (found.size() > MOST_OF_A_KIND) {
                Problem last = found.get(found.size() - 1).problem();
                all.add(GivenFlaw.of(new Problem(
                        last.where(),
                        "There are " + (found.size() - MOST_OF_A_KIND) + " more flaws of this kind; the last: "
                                + last.cause(),
                        last.remedy())));
            }
        });
        return all;
    }

    private List<GivenFlaw> of(Kind kind) {
        return flaws.computeIfAbsent(kind, key -> new ArrayList<>());
    }

    private void add(Kind kind, int frame, String cause, String remedy) {
        of(kind).add(new GivenFlaw(Math.max(-1, frame), new Problem(where, cause, remedy)));
    }

    private void checkFrames(TrackSpan span) {
        Seen shown = seen.get(span.track());
        if (shown == null) {
            add(
                    Kind.NOT_SHOWN,
                    span.begin(),
                    "Track " + span.track() + " is listed for frames " + span.begin() + " to " + span.end()
                            + (span.parent() == TrackSpan.NO_PARENT ? "" : " with parent " + span.parent())
                            + ", but no label image shows it; it is ignored.",
                    "Add its label to the images of these frames, or remove the track from the list.");
            return;
        }
        // Frames that are missing or unreadable prove nothing.
        boolean lateOrEarly = shown.first() < span.begin()
                || shown.last() > span.end()
                || (shown.first() > span.begin() && frames.get(span.begin()))
                || (shown.last() < span.end() && frames.get(span.end()));
        if (lateOrEarly) {
            add(
                    Kind.FRAMES,
                    shown.first() == span.begin() ? shown.last() : shown.first(),
                    "Track " + span.track() + " is listed for frames " + span.begin() + " to " + span.end()
                            + ", but the label images show it in frames " + shown.first() + " to " + shown.last()
                            + "; the images take precedence.",
                    "Correct the frames in the list, or the labels in the images.");
        }
    }

    private void checkParent(TrackSpan span) {
        int parent = span.parent();
        Seen shown = seen.get(span.track());
        if (parent == TrackSpan.NO_PARENT || shown == null) {
            return;
        }
        Seen before = seen.get(parent);
        if (before != null && before.last() < shown.first()) {
            parents.put(span.track(), parent);
            children.computeIfAbsent(parent, key -> new TreeSet<>()).add(span.track());
            return;
        }
        String why;
        if (before == null) {
            why = listed.containsKey(parent) ? "which no label image shows" : "which does not exist";
        } else {
            why = "which the label images show until frame " + before.last() + ", not only before it";
        }
        add(
                Kind.PARENT,
                shown.first(),
                "Track " + span.track() + " begins in frame " + shown.first() + " and names " + parent
                        + " as its parent, " + why + "; the track is kept without a parent.",
                "Correct the parent, or write 0 for none.");
    }

    private void checkDivisions() {
        Map<Integer, Integer> named = new TreeMap<>();
        for (TrackSpan span : listed.values()) {
            named.merge(span.parent(), 1, Integer::sum);
        }
        children.forEach((parent, found) -> {
            int inTheList = named.getOrDefault(parent, 0);
            if (inTheList > 1 && found.size() == 1) {
                int only = found.first();
                Seen shown = seen.getOrDefault(only, new Seen(-1, -1));
                add(
                        Kind.DIVISION,
                        shown.first(),
                        "Of the " + inTheList + " daughters of track " + parent + " only " + only
                                + " can be used; it is kept as a continuation of the same cell, and no division is recorded.",
                        "Correct the other daughters, in the list or in the label images.");
            }
        });
    }
}
