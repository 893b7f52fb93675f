package org.cellineage.classify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Smooths the classes of cells along a lineage: a hidden Markov model whose states, the stages of a cell's life, branch
 * where cells divide (forward and backward messages on a tree, as in Rabiner 1989 on a chain). That a cell divides, does
 * not, or is lost is evidence, too, if the model knows how probable that is after each stage.
 *
 * <p>The evidence for a cell is all of its past, of its ancestors' past, and a number of frames of its own, its sister's and
 * its descendants' future. Cells are held for as many frames, so memory does not grow with the length of a movie; with at
 * least as many frames as the movie has, the result is exact. A cell without probabilities of its own gets those that
 * its relatives suggest.
 *
 * <p>The probabilities of a frame alone allow for how frequent classes are; divided by that, they are proportional to the
 * likelihood of what was seen.
 *
 * @param <T> what stands for a cell
 */
public final class LineageSmoother<T> {

    private final ClassTransitions transitions;
    private final int ahead;
    private final BiConsumer<T, double[]> done;
    private final PriorityQueue<Node<T>> held = new PriorityQueue<>();
    /** The last cell of each track that may continue or divide. */
    private final Map<Integer, Node<T>> lastOfTrack = new HashMap<>();

    /** The first cell of each track whose mother may still be told. */
    private final Map<Integer, Node<T>> firstOfTrack = new TreeMap<>();

    private final Map<Integer, Integer> mothers = new HashMap<>();
    private long arrived;
    private int round;
    private int newest = Integer.MIN_VALUE;

    /** A cell in a frame. */
    private static final class Node<T> implements Comparable<Node<T>> {
        final int frame;
        final long order;
        final T cell;
        final double[] evidence;
        final List<Node<T>> next = new ArrayList<>(1);

        @Nullable
        Node<T> before;

        boolean isDaughter;
        /** Whether it is the last of its track, which ended in the middle of the field. */
        boolean isLost;
        /** The probabilities from all of the past; empty until it is given out. */
        double[] forward = new double[0];
        /** What the future that is known says. */
        double[] backward = new double[0];
        /** The last round in which that was computed. */
        int lookedAt;

        Node(int frame, long order, T cell, double[] evidence) {
            this.frame = frame;
            this.order = order;
            this.cell = cell;
            this.evidence = evidence;
        }

        @Override
        public int compareTo(Node<T> other) {
            int byFrame = Integer.compare(frame, other.frame);
            return byFrame == 0 ? Long.compare(order, other.order) : byFrame;
        }
    }

    /**
     * Creates a smoother for one movie.
     *
     * @param ahead number of frames after a cell that it is held for and whose evidence counts; at least 0
     * @param done receives each cell with the probabilities of its classes, in the order of frames
     */
    public LineageSmoother(ClassTransitions transitions, int ahead, BiConsumer<T, double[]> done) {
        if (ahead < 0) {
            throw new IllegalArgumentException("ahead must be at least 0, but is " + ahead);
        }
        this.transitions = transitions;
        this.ahead = ahead;
        this.done = done;
    }

    /** Says who the mother of a track is, before or soon after its first cell. */
    public void mother(int daughter, int mother) {
        mothers.put(daughter, mother);
    }

    /**
     * Takes the next cell of a track.
     *
     * @param raw probabilities of its classes from its frame alone; empty if there are none
     */
    public void add(int frame, int track, T cell, double[] raw) {
        if (frame > newest) {
            newest = frame;
            release(frame - ahead);
        }
        Node<T> node = new Node<>(frame, arrived++, cell, evidence(raw));
        Node<T> before = lastOfTrack.put(track, node);
        if (before != null) {
            follow(before, node, false);
        } else {
            firstOfTrack.put(track, node);
        }
        held.add(node);
    }

    /**
     * Ends a track: it will not continue. Its daughters are known by now.
     *
     * @param isLost whether its cell disappeared, without a division and not at the edge of the field
     */
    public void ended(int track, boolean isLost) {
        join();
        Node<T> last = lastOfTrack.remove(track);
        if (last != null) {
            last.isLost = isLost;
        }
    }

    /** Gives out all cells that are still held. */
    public void finish() {
        release(Integer.MAX_VALUE);
        lastOfTrack.clear();
        mothers.clear();
    }

    private double[] evidence(double[] raw) {
        double[] evidence = new double[transitions.stages()];
        if (raw.length == 0) {
            Arrays.fill(evidence, 1);
            return evidence;
        }
        if (raw.length != transitions.classes()) {
            throw new IllegalArgumentException(
                    raw.length + " probabilities, but there are " + transitions.classes() + " classes");
        }
        double[] ofClass = new double[raw.length];
        for (int k = 0; k < raw.length; k++) {
            double likelihood = Math.max(transitions.leastProbability(), raw[k])
                    / transitions.frequencies()[k];
            ofClass[k] = StrictMath.pow(likelihood, transitions.evidenceWeight());
        }
        for (int i = 0; i < evidence.length; i++) {
            evidence[i] = ofClass[transitions.classOf()[i]];
        }
        return evidence;
    }

    private void follow(Node<T> before, Node<T> node, boolean isDaughter) {
        node.before = before;
        node.isDaughter = isDaughter;
        before.next.add(node);
    }

    /** Joins the first cells of tracks to their mothers, which are told after them. */
    private void join() {
        firstOfTrack.entrySet().removeIf(entry -> {
            Integer mother = mothers.get(entry.getKey());
            Node<T> last = mother == null ? null : lastOfTrack.get(mother);
            if (last == null || last.frame >= entry.getValue().frame) {
                return false;
            }
            if (entry.getValue().forward.length == 0) {
                follow(last, entry.getValue(), true);
            }
            mothers.remove(entry.getKey());
            return true;
        });
    }

    private void release(int before) {
        join();
        List<Node<T>> ready = new ArrayList<>();
        while (!held.isEmpty() && (held.peek().frame < before || before == Integer.MAX_VALUE)) {
            ready.add(held.remove());
        }
        if (ready.isEmpty()) {
            return;
        }
        look(ready);
        for (Node<T> node : ready) {
            double[] forward = forward(node);
            node.forward = forward;
            double[] both = new double[transitions.classes()];
            for (int i = 0; i < forward.length; i++) {
                both[transitions.classOf()[i]] += forward[i] * node.backward[i];
            }
            normalise(both);
            done.accept(node.cell, both);
            node.before = null;
        }
        firstOfTrack.values().removeIf(node -> node.forward.length > 0);
    }

    private double[] forward(Node<T> node) {
        int n = node.evidence.length;
        double[] forward = new double[n];
        Node<T> before = node.before;
        if (before == null) {
            System.arraycopy(transitions.first(), 0, forward, 0, n);
        } else {
            double[] others = before.forward.clone();
            for (Node<T> sister : before.next) {
                if (sister != node) {
                    multiply(others, said(before, sister));
                }
            }
            if (node.isDaughter) {
                multiply(others, transitions.divides());
            }
            double[][] step = step(before, node);
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < n; k++) {
                    forward[k] += others[i] * step[i][k];
                }
            }
        }
        for (int k = 0; k < n; k++) {
            forward[k] *= node.evidence[k];
        }
        normalise(forward);
        return forward;
    }

    /** What the known future of the next cell says of a cell. */
    private double[] said(Node<T> node, Node<T> next) {
        double[][] step = step(node, next);
        double[] said = new double[step.length];
        for (int i = 0; i < said.length; i++) {
            for (int k = 0; k < said.length; k++) {
                said[i] += step[i][k] * next.evidence[k] * next.backward[k];
            }
        }
        return said;
    }

    private static void multiply(double[] values, double[] by) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= by[i];
        }
    }

    private double[][] step(Node<T> before, Node<T> node) {
        int frames = node.frame - before.frame;
        return node.isDaughter ? transitions.afterDivision(frames) : transitions.after(frames);
    }

    /** Computes what the known future says of cells and their sisters, from the last to the first; without recursion. */
    private void look(List<Node<T>> ready) {
        round++;
        ArrayDeque<Node<T>> open = new ArrayDeque<>();
        List<Node<T>> order = new ArrayList<>();
        List<Node<T>> roots = new ArrayList<>(ready);
        for (Node<T> node : ready) {
            // A sister says something of the mother, too; what one said that was given out before still holds.
            if (node.before != null) {
                node.before.next.stream()
                        .filter(sister -> sister.forward.length == 0)
                        .forEach(roots::add);
            }
        }
        // Those to give out by frame, then sisters that come later: no cell comes after one that follows it.
        for (Node<T> root : roots) {
            open.addLast(root);
            while (!open.isEmpty()) {
                Node<T> node = open.removeLast();
                if (node.lookedAt != round) {
                    node.lookedAt = round;
                    order.add(node);
                    node.next.forEach(open::addLast);
                }
            }
        }
        Collections.reverse(order);
        for (Node<T> node : order) {
            double[] backward = new double[node.evidence.length];
            Arrays.fill(backward, 1);
            node.next.forEach(next -> multiply(backward, said(node, next)));
            if (node.next.stream().anyMatch(next -> next.isDaughter)) {
                multiply(backward, transitions.divides());
            } else if (node.isLost) {
                multiply(backward, transitions.lost());
            }
            normalise(backward);
            node.backward = backward;
        }
    }

    private static void normalise(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        for (int k = 0; k < values.length; k++) {
            values[k] = sum > 0 ? values[k] / sum : 1.0 / values.length;
        }
    }
}
