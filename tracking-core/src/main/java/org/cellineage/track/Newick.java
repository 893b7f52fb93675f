package org.cellineage.track;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Formats family trees in Newick format for tree viewers: {@code (5.1:12,5.2:9)5:30;} is track 5, which lived for 30
 * and divided into two. Nodes are named by lineage path; the length of a branch is the lifetime of the cell.
 *
 * <p>The format is described in J. Felsenstein, "The Newick tree format" (PHYLIP).
 */
public final class Newick {

    private Newick() {}

    /**
     * A cell in a tree.
     *
     * @param path its lineage path
     * @param length its lifetime in any unit; NaN if unknown
     */
    public record Branch(LineagePath path, double length) {}

    /**
     * Formats the trees that contain the branches, ordered by root, each followed by a semicolon, separated by
     * newlines; empty if there are no branches. If several branches have the same path (a cell that reappeared under a
     * new track id), their lengths are added. Ancestors that connect branches but are not among them are written
     * without a length.
     */
    public static String format(Collection<Branch> branches) {
        TreeMap<LineagePath, Double> lengths = new TreeMap<>();
        for (Branch branch : branches) {
            lengths.merge(branch.path(), branch.length(), Double::sum);
        }
        Writer writer = new Writer(lengths);
        LineagePath top = null;
        for (LineagePath path : lengths.keySet()) {
            if (top == null || !path.descendsFrom(top)) {
                top = top(path, lengths);
            }
            writer.enter(path, top);
        }
        return writer.finish();
    }

    /** The uppermost node of the tree that starts at {@code first}: the common ancestor of all its nodes. */
    private static LineagePath top(LineagePath first, TreeMap<LineagePath, Double> lengths) {
        LineagePath top = first;
        for (LineagePath path : lengths.tailMap(first, false).keySet()) {
            if (path.root() != first.root()) {
                break;
            }
            top = top.commonAncestor(path).orElse(top);
        }
        return top;
    }

    /** Writes nodes given in path order; a mother's name follows those of her daughters. */
    private static final class Writer {
        private final Map<LineagePath, Double> lengths;
        private final StringBuilder text = new StringBuilder();
        private final Deque<LineagePath> open = new ArrayDeque<>();
        private @Nullable LineagePath lastNamed;

        Writer(Map<LineagePath, Double> lengths) {
            this.lengths = lengths;
        }

        void enter(LineagePath path, LineagePath top) {
            while (!open.isEmpty() && !path.descendsFrom(open.element())) {
                name(open.pop());
            }
            if (open.isEmpty() && lastNamed != null) {
                text.append(";\n");
                lastNamed = null;
            }
            int from = open.isEmpty() ? top.generation() : open.element().generation() + 1;
            for (int generation = from; generation <= path.generation(); generation++) {
                if (!open.isEmpty()) {
                    text.append(hasNamedDaughter(open.element()) ? ',' : '(');
                }
                open.push(path.ancestor(generation).orElseThrow());
            }
        }

        private boolean hasNamedDaughter(LineagePath node) {
            return lastNamed != null && lastNamed.descendsFrom(node);
        }

        private void name(LineagePath node) {
            text.append(hasNamedDaughter(node) ? ")" : "").append(node);
            Double length = lengths.get(node);
            if (length != null && !length.isNaN()) {
                text.append(':').append(number(length));
            }
            lastNamed = node;
        }

        String finish() {
            while (!open.isEmpty()) {
                name(open.pop());
            }
            return lastNamed == null ? "" : text.append(';').toString();
        }
    }

    private static String number(double length) {
        return length == Math.rint(length) && Math.abs(length) < 1e15
                ? Long.toString((long) length)
                : Double.toString(length);
    }
}
