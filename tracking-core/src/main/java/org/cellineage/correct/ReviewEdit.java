package org.cellineage.correct;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * An edit that a review proposes: its kind, and its cells by frame and track, in the order in which {@link Edit} has
 * them.
 */
public record ReviewEdit(What what, List<Reviewed.Place> cells) {

    /** Kinds of edits that are proposed. */
    public enum What {
        LINK("from", "to"),
        CUT("from", "to"),
        /** From here on. */
        SWAP("first", "after_first", "second", "after_second"),
        ADD_DIVISION("mother", "first", "second"),
        REMOVE_DIVISION("mother"),
        MARK_BEGINNING("cell"),
        MARK_END("cell");

        private final List<String> roles;

        What(String... roles) {
            this.roles = List.of(roles);
        }

        /** What each cell is, as in the log of corrections. */
        public List<String> roles() {
            return roles;
        }

        /** The name of the edit in the log of corrections. */
        public String label() {
            return this == MARK_BEGINNING || this == MARK_END ? "mark_right" : name().toLowerCase(Locale.ROOT);
        }
    }

    public ReviewEdit {
        cells = List.copyOf(cells);
    }

    static ReviewEdit link(Reviewed.Place from, Reviewed.Place to) {
        return new ReviewEdit(What.LINK, List.of(from, to));
    }

    static ReviewEdit cut(Reviewed.Place from, Reviewed.Place to) {
        return new ReviewEdit(What.CUT, List.of(from, to));
    }

    /** The same edit whichever track is named first. */
    static ReviewEdit swap(
            Reviewed.Place first, Reviewed.Place afterFirst, Reviewed.Place second, Reviewed.Place afterSecond) {
        return first.track() < second.track()
                ? new ReviewEdit(What.SWAP, List.of(first, afterFirst, second, afterSecond))
                : new ReviewEdit(What.SWAP, List.of(second, afterSecond, first, afterFirst));
    }

    static ReviewEdit divide(Reviewed.Place mother, Reviewed.Place first, Reviewed.Place second) {
        return new ReviewEdit(What.ADD_DIVISION, List.of(mother, first, second));
    }

    static ReviewEdit undivide(Reviewed.Place mother) {
        return new ReviewEdit(What.REMOVE_DIVISION, List.of(mother));
    }

    static ReviewEdit beginningIsRight(Reviewed.Place cell) {
        return new ReviewEdit(What.MARK_BEGINNING, List.of(cell));
    }

    static ReviewEdit endIsRight(Reviewed.Place cell) {
        return new ReviewEdit(What.MARK_END, List.of(cell));
    }

    /**
     * The edit.
     *
     * @param refs finds each cell with its outline
     */
    public Edit edit(Function<Reviewed.Place, CellRef> refs) {
        List<CellRef> found = cells.stream().map(refs).toList();
        return switch (what) {
            case LINK -> new Edit.Link(found.get(0), found.get(1));
            case CUT -> new Edit.Cut(found.get(0), found.get(1));
            case SWAP -> new Edit.Swap(found.get(0), found.get(1), found.get(2), found.get(3), Scope.FROM_HERE);
            case ADD_DIVISION -> new Edit.AddDivision(found.get(0), found.get(1), found.get(2));
            case REMOVE_DIVISION -> new Edit.RemoveDivision(found.get(0));
            case MARK_BEGINNING -> new Edit.MarkRight(found.get(0), Edit.Subject.BEGINNING);
            case MARK_END -> new Edit.MarkRight(found.get(0), Edit.Subject.END);
        };
    }

    /** The edit in words. */
    public String summary() {
        return switch (what) {
            case LINK -> "link track " + track(0) + " to track " + track(1);
            case CUT ->
                "cut track " + track(0) + " before frame " + cells.get(1).frame();
            case SWAP ->
                "swap tracks " + track(0) + " and " + track(2) + " from frame "
                        + cells.get(1).frame() + " on";
            case ADD_DIVISION -> "track " + track(0) + " divides into tracks " + track(1) + " and " + track(2);
            case REMOVE_DIVISION -> "track " + track(0) + " does not divide";
            case MARK_BEGINNING -> "track " + track(0) + " begins here";
            case MARK_END -> "track " + track(0) + " ends here";
        };
    }

    private int track(int cell) {
        return cells.get(cell).track();
    }
}
