package org.cellineage.track;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Position of a cell in its family tree, as {@link Track#lineagePath} writes it: the root's track id followed by the
 * ordinal of the daughter for each division. {@code 5.1.2} is the second daughter of the first daughter of track 5.
 *
 * <p>Ordered by depth-first traversal: a cell before its descendants, the first daughter's family before the second's,
 * and trees by root.
 */
public final class LineagePath implements Comparable<LineagePath> {

    private static final char SEPARATOR = '.';

    private final String text;
    /** The root, then one ordinal per division. */
    private final int[] steps;

    private LineagePath(String text, int[] steps) {
        this.text = text;
        this.steps = steps;
    }

    /**
     * Parses a path.
     *
     * @throws IllegalArgumentException if the text is not positive whole numbers separated by dots
     */
    public static LineagePath parse(String text) {
        int generation = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == SEPARATOR) {
                generation++;
            }
        }
        int[] steps = new int[generation + 1];
        int from = 0;
        for (int step = 0; step <= generation; step++) {
            int end = text.indexOf(SEPARATOR, from);
            int to = end < 0 ? text.length() : end;
            steps[step] = number(text, from, to);
            from = to + 1;
        }
        return new LineagePath(text, steps);
    }

    private static int number(String text, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            char digit = text.charAt(i);
            value = digit >= '0' && digit <= '9' ? value * 10 + digit - '0' : Long.MAX_VALUE;
            if (value > Integer.MAX_VALUE) {
                throw notAPath(text);
            }
        }
        // A leading zero would give a cell two names; an empty number is caught by the same test.
        if (from == to || text.charAt(from) == '0') {
            throw notAPath(text);
        }
        return (int) value;
    }

    private static IllegalArgumentException notAPath(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is not a lineage path: a root's track id and 1 or 2 for each division, such as 5.1.2");
    }

    /** Track id of the root. */
    public int root() {
        return steps[0];
    }

    /** Number of divisions since the root; 0 for the root. */
    public int generation() {
        return steps.length - 1;
    }

    /**
     * The cell's ancestor of this generation, which is the cell itself for its own generation; empty if negative or
     * later than the cell.
     */
    public Optional<LineagePath> ancestor(int generation) {
        if (generation < 0 || generation > generation()) {
            return Optional.empty();
        }
        return Optional.of(first(generation + 1));
    }

    /** The mother; empty for a root. */
    public Optional<LineagePath> parent() {
        return ancestor(generation() - 1);
    }

    /** All ancestors, root first, without the cell itself. */
    public List<LineagePath> ancestors() {
        List<LineagePath> ancestors = new ArrayList<>(generation());
        for (int generation = 0; generation < generation(); generation++) {
            ancestors.add(first(generation + 1));
        }
        return ancestors;
    }

    /** The other daughter of a division into two; empty for a root and for a third daughter. */
    public Optional<LineagePath> sister() {
        int ordinal = steps[generation()];
        if (generation() == 0 || ordinal > 2) {
            return Optional.empty();
        }
        String mother = first(generation()).text;
        return Optional.of(parse(mother + SEPARATOR + (3 - ordinal)));
    }

    /** The latest common ancestor of the two cells, which may be one of them; empty for different trees. */
    public Optional<LineagePath> commonAncestor(LineagePath other) {
        int shared = shared(other);
        return shared == 0 ? Optional.empty() : Optional.of(first(shared));
    }

    /** Number of divisions from one cell up to the common ancestor and down to the other; empty for different trees. */
    public OptionalInt distance(LineagePath other) {
        int shared = shared(other);
        return shared == 0 ? OptionalInt.empty() : OptionalInt.of(steps.length + other.steps.length - 2 * shared);
    }

    /**
     * Degree of cousinship, by the cell closer to the common ancestor: 0 for sisters (or a sister's descendant), 1 for
     * first cousins, 2 for second cousins. Empty if one descends from the other, and for different trees.
     */
    public OptionalInt cousinDegree(LineagePath other) {
        int shared = shared(other);
        int nearer = Math.min(steps.length, other.steps.length) - shared;
        return shared == 0 || nearer == 0 ? OptionalInt.empty() : OptionalInt.of(nearer - 1);
    }

    /** Whether {@code ancestor} is an ancestor of the cell. */
    public boolean descendsFrom(LineagePath ancestor) {
        return steps.length > ancestor.steps.length && shared(ancestor) == ancestor.steps.length;
    }

    private int shared(LineagePath other) {
        int most = Math.min(steps.length, other.steps.length);
        int shared = 0;
        while (shared < most && steps[shared] == other.steps[shared]) {
            shared++;
        }
        return shared;
    }

    /** The path of the first {@code count} steps. */
    private LineagePath first(int count) {
        if (count == steps.length) {
            return this;
        }
        int end = -1;
        for (int step = 0; step < count; step++) {
            end = text.indexOf(SEPARATOR, end + 1);
        }
        return new LineagePath(text.substring(0, end), java.util.Arrays.copyOf(steps, count));
    }

    @Override
    public int compareTo(LineagePath other) {
        return java.util.Arrays.compare(steps, other.steps);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LineagePath path && text.equals(path.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The path as written in the tables. */
    @Override
    public String toString() {
        return text;
    }
}
