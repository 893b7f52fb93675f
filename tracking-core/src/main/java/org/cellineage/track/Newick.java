package org.cellineage.track;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Family trees as Newick text, which tree viewers read: {@code (5.1:12,5.2:9)5:30;} is track 5, which lived 30 and
 * divided into two. Nodes are named by their lineage path; a branch's length is its cell's life.
 *
 * <p>The format: J. Felsenstein's "The Newick tree format", as used by PHYLIP.
 */
public final class Newick {

    private Newick() {}

    /**
     * One cell's part of a tree.
     *
     * @param path the cell's place
     * @param length how long it lived, in any unit; NaN where that is not known
     */
    public record Branch(LineagePath path, double length) {}

    /**
     * The trees that the branches make, in order of their roots, each ended by a semicolon, with newlines between; empty
     * text for no branches. Where several branches have one path (a cell that was seen again under a new track id) their
     * lengths are added. An ancestor that is not among the branches stands without a length where it joins others.
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

    /** Where the tree that begins at {@code first} has its uppermost node: a cell from which all the tree comes. */
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

    /** Writes nodes that come in the order of their paths: a mother's name follows those of her daughters. */
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
