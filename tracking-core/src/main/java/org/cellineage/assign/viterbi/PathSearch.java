package org.cellineage.assign.viterbi;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Finds the best track to add to lineages: the best path through the detections that are no cells yet, from left to right
 * through time (Viterbi 1967).
 *
 * <p>A step of the path may rearrange what is there. The path may begin as a continuation of a cell that ended, or as a
 * daughter, and a cell that it replaces begins anew; it may go to a cell's child, while that cell goes on where the path
 * goes on (a swap); it may divide into its next detection and a cell that is there; and it may end in the beginning of a
 * track, or in a child that it takes from another cell. Steps of a path usually concern cells of different times, so that
 * they do not interfere, and their scores add up; where a link passes over a frame, two steps could concern the same cell,
 * and the second is not taken.
 *
 * <p>After a track has been added, only what may have changed is computed again.
 */
final class PathSearch {

    private static final int NONE = GlobalLineage.NONE;

    private final EventIndex index;
    private final MovieEvents events;
    private final Lineages lineages;

    /** For each free detection, the score of the best path up to it. */
    private final double[] best;
    /** The last step of this path: the detection before it, or none. */
    private final int[] before;
    /** The cell whose child it becomes instead, or none. */
    private final int[] via;
    /** Its sister, or none. */
    private final int[] sister;
    /** The child of {@link #via} that the detection before takes over, or none. */
    private final int[] taken;
    /** The cells that follow if the path ends here, or none. */
    private final int[] end;

    private final int[] otherEnd;
    private final Highest total;

    private final BitSet stale = new BitSet();
    private final BitSet staleEnd = new BitSet();

    PathSearch(EventIndex index, Lineages lineages) {
        this.index = index;
        this.events = index.events();
        this.lineages = lineages;
        int n = events.detections();
        best = new double[n];
        before = new int[n];
        via = new int[n];
        sister = new int[n];
        taken = new int[n];
        end = new int[n];
        otherEnd = new int[n];
        total = new Highest(n);
        Arrays.fill(best, Double.NEGATIVE_INFINITY);
        stale.set(0, n);
    }

    /** Returns how much the best track would add to the score. */
    double find() {
        for (int p = stale.nextSetBit(0); p >= 0; p = stale.nextSetBit(p + 1)) {
            if (!lineages.isPresent(p)) {
                double known = best[p];
                int[] step = {before[p], via[p], sister[p]};
                step(p);
                staleEnd.set(p);
                if (best[p] != known || before[p] != step[0] || via[p] != step[1] || sister[p] != step[2]) {
                    spread(p);
                }
            }
        }
        stale.clear();
        for (int p = staleEnd.nextSetBit(0); p >= 0; p = staleEnd.nextSetBit(p + 1)) {
            total.set(p, lineages.isPresent(p) ? Double.NEGATIVE_INFINITY : best[p] + ending(p));
        }
        staleEnd.clear();
        return total.highest();
    }

    /** Finds the best step to a detection. */
    private void step(int p) {
        choose(p, events.appear()[p], NONE, NONE, NONE, NONE);
        EventIndex.Rows links = index.linksTo();
        for (int k = links.from(p); k < links.to(p); k++) {
            int e = links.event()[k];
            int x = events.from()[e];
            if (lineages.isPresent(x)) {
                stepVia(p, x, NONE, events.link()[e]);
            } else {
                improve(p, best[x] + events.link()[e], x, NONE, NONE, NONE);
            }
        }
        EventIndex.Rows divisions = index.divisionsInto();
        for (int k = divisions.from(p); k < divisions.to(p); k++) {
            int d = divisions.event()[k];
            int m = events.mother()[d];
            int w = index.sister(d, p);
            if (!lineages.isPresent(w)) {
                continue;
            }
            if (lineages.isPresent(m)) {
                stepVia(p, m, w, events.division()[d]);
            } else if (isLeftAlone(lineages.parent(w), m)) {
                improve(p, best[m] + events.division()[d] + lineages.release(w), m, NONE, w, NONE);
            }
        }
        best[p] += events.presence()[p];
    }

    /**
     * Steps that make the detection a child of a cell, alone or with a sister. The cell's other children begin anew, or
     * one of them continues the path so far.
     */
    private void stepVia(int p, int m, int w, double score) {
        int one = lineages.one(m) == w ? NONE : lineages.one(m);
        int other = lineages.other(m) == w ? NONE : lineages.other(m);
        if (isAfter(one, p) || isAfter(other, p)) {
            return;
        }
        double base = score - lineages.after(m);
        if (w != NONE && lineages.parent(w) != m) {
            base += lineages.release(w);
        }
        double begins = (one == NONE ? 0 : events.appear()[one]) + (other == NONE ? 0 : events.appear()[other]);
        improve(p, base + begins, NONE, m, w, NONE);
        takeOver(p, m, w, one, base + begins);
        takeOver(p, m, w, other, base + begins);
    }

    private void takeOver(int p, int m, int w, int child, double score) {
        if (child == NONE) {
            return;
        }
        EventIndex.Rows links = index.linksTo();
        for (int k = links.from(child); k < links.to(child); k++) {
            int e = links.event()[k];
            int q = events.from()[e];
            if (!lineages.isPresent(q)
                    && events.time()[q] < events.time()[p]
                    && isLeftAlone(m, q)
                    && (w == NONE || isLeftAlone(lineages.parent(w), q))) {
                improve(p, score - events.appear()[child] + best[q] + events.link()[e], q, m, w, child);
            }
        }
    }

    private boolean isAfter(int cell, int p) {
        return cell != NONE && events.time()[cell] > events.time()[p];
    }

    /** Whether the path up to a detection does not change the children of a cell. */
    private boolean isLeftAlone(int cell, int q) {
        if (cell == NONE) {
            return true;
        }
        for (int p = q; p != NONE && events.time()[p] > events.time()[cell]; p = before[p]) {
            if (via[p] == cell || (sister[p] != NONE && lineages.parent(sister[p]) == cell)) {
                return false;
            }
        }
        return true;
    }

    private void improve(int p, double score, int from, int cell, int with, int child) {
        if (score > best[p]) {
            choose(p, score, from, cell, with, child);
        }
    }

    private void choose(int p, double score, int from, int cell, int with, int child) {
        best[p] = score;
        before[p] = from;
        via[p] = cell;
        sister[p] = with;
        taken[p] = child;
    }

    /** Finds the best end of a path at a detection. */
    private double ending(int q) {
        double most = events.disappear()[q];
        end[q] = NONE;
        otherEnd[q] = NONE;
        EventIndex.Rows links = index.linksFrom();
        for (int k = links.from(q); k < links.to(q); k++) {
            int e = links.event()[k];
            int v = events.to()[e];
            if (lineages.isPresent(v) && isLeftAlone(lineages.parent(v), q)) {
                double score = events.link()[e] + lineages.release(v);
                if (score > most) {
                    most = score;
                    end[q] = v;
                }
            }
        }
        EventIndex.Rows divisions = index.divisionsOf();
        for (int k = divisions.from(q); k < divisions.to(q); k++) {
            int d = divisions.event()[k];
            int v = events.first()[d];
            int w = events.second()[d];
            if (lineages.isPresent(v)
                    && lineages.isPresent(w)
                    && isLeftAlone(lineages.parent(v), q)
                    && isLeftAlone(lineages.parent(w), q)) {
                double score = events.division()[d] + lineages.release(v, w);
                if (score > most) {
                    most = score;
                    end[q] = v;
                    otherEnd[q] = w;
                }
            }
        }
        return most;
    }

    /** Adds the best track. */
    void add() {
        int p = total.first();
        lineages.add(p);
        follow(p, end[p], otherEnd[p]);
        while (p != NONE) {
            int q = before[p];
            if (q != NONE) {
                lineages.add(q);
            }
            int m = via[p];
            if (m != NONE) {
                if (sister[p] != NONE && lineages.parent(sister[p]) != m) {
                    lineages.detach(sister[p]);
                }
                lineages.setChildren(m, p, sister[p]);
                if (q != NONE) {
                    lineages.setChildren(q, taken[p], NONE);
                }
            } else if (q != NONE) {
                follow(q, p, sister[p]);
            }
            p = q;
        }
        BitSet changed = lineages.takeChanged();
        for (int x = changed.nextSetBit(0); x >= 0; x = changed.nextSetBit(x + 1)) {
            outdate(x);
        }
    }

    private void follow(int cell, int child, int second) {
        if (child != NONE) {
            lineages.detach(child);
        }
        if (second != NONE) {
            lineages.detach(second);
        }
        lineages.setChildren(cell, child, second);
    }

    /** A better path to a free detection changes the paths that go on from there. */
    private void spread(int p) {
        EventIndex.Rows links = index.linksFrom();
        for (int k = links.from(p); k < links.to(p); k++) {
            int v = events.to()[links.event()[k]];
            stale.set(v);
            int m = lineages.parent(v);
            if (m != NONE) {
                outdateChildren(m);
            }
        }
        EventIndex.Rows divisions = index.divisionsOf();
        for (int k = divisions.from(p); k < divisions.to(p); k++) {
            stale.set(events.first()[divisions.event()[k]]);
            stale.set(events.second()[divisions.event()[k]]);
        }
    }

    /** A cell whose state has changed changes the steps and ends of paths around it. */
    private void outdate(int x) {
        staleEnd.set(x);
        outdateChildren(x);
        outdateParents(x);
        EventIndex.Rows links = index.linksFrom();
        for (int k = links.from(x); k < links.to(x); k++) {
            int m = lineages.parent(events.to()[links.event()[k]]);
            if (m != NONE) {
                outdateChildren(m);
            }
        }
        outdateParents(lineages.one(x));
        outdateParents(lineages.other(x));
    }

    /** Whatever may become a child of a cell. */
    private void outdateChildren(int x) {
        EventIndex.Rows links = index.linksFrom();
        for (int k = links.from(x); k < links.to(x); k++) {
            stale.set(events.to()[links.event()[k]]);
        }
        EventIndex.Rows divisions = index.divisionsOf();
        for (int k = divisions.from(x); k < divisions.to(x); k++) {
            stale.set(events.first()[divisions.event()[k]]);
            stale.set(events.second()[divisions.event()[k]]);
        }
    }

    /** Whatever may become a parent or sister of a cell. */
    private void outdateParents(int x) {
        if (x == NONE) {
            return;
        }
        EventIndex.Rows links = index.linksTo();
        for (int k = links.from(x); k < links.to(x); k++) {
            staleEnd.set(events.from()[links.event()[k]]);
        }
        EventIndex.Rows divisions = index.divisionsInto();
        for (int k = divisions.from(x); k < divisions.to(x); k++) {
            int d = divisions.event()[k];
            staleEnd.set(events.mother()[d]);
            stale.set(index.sister(d, x));
        }
    }
}
