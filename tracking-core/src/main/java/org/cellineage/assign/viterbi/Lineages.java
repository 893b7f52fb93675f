package org.cellineage.assign.viterbi;

import java.util.Arrays;
import java.util.BitSet;

/** The lineages found so far: which detections are cells, and the parent and up to two children of each. */
final class Lineages {

    static final int NONE = GlobalLineage.NONE;

    private final EventIndex index;
    private final MovieEvents events;
    private final boolean[] present;
    private final int[] parent;
    private final int[] one;
    private final int[] other;
    /** For each cell, the score of what follows it: an end, a link or a division. */
    private final double[] after;

    private final BitSet changed = new BitSet();

    Lineages(EventIndex index) {
        this.index = index;
        this.events = index.events();
        int n = events.detections();
        present = new boolean[n];
        parent = new int[n];
        one = new int[n];
        other = new int[n];
        Arrays.fill(parent, NONE);
        Arrays.fill(one, NONE);
        Arrays.fill(other, NONE);
        after = events.disappear().clone();
    }

    boolean isPresent(int cell) {
        return present[cell];
    }

    int parent(int cell) {
        return parent[cell];
    }

    /** The only child or the first, or {@link #NONE}. */
    int one(int cell) {
        return one[cell];
    }

    /** The second daughter, or {@link #NONE}. */
    int other(int cell) {
        return other[cell];
    }

    double after(int cell) {
        return after[cell];
    }

    /**
     * How the score changes if a cell loses its parent or its unexplained beginning, before it gets a new parent. What
     * remains of a division becomes a link if that is possible and better than an end and a beginning.
     */
    double release(int cell) {
        int of = parent[cell];
        return of == NONE ? -events.appear()[cell] : remaining(of, cell) - after[of];
    }

    /** How the score changes if both cells lose what explains them. */
    double release(int cell, int sister) {
        int of = parent[cell];
        return of != NONE && of == parent[sister]
                ? events.disappear()[of] - after[of]
                : release(cell) + release(sister);
    }

    /** Score of what follows a parent without one of its children. */
    private double remaining(int of, int without) {
        if (other[of] == NONE) {
            return events.disappear()[of];
        }
        int left = one[of] == without ? other[of] : one[of];
        return Math.max(index.link(of, left), events.disappear()[of] + events.appear()[left]);
    }

    /** Takes a cell from its parent, if it has one, as {@link #release} has scored it. */
    void detach(int cell) {
        int of = parent[cell];
        if (of == NONE) {
            return;
        }
        int left = one[of] == cell ? other[of] : one[of];
        if (left == NONE) {
            setChildren(of, NONE, NONE);
        } else if (index.link(of, left) >= events.disappear()[of] + events.appear()[left]) {
            setChildren(of, left, NONE);
        } else {
            setChildren(of, NONE, NONE);
        }
    }

    /** Replaces the children of a cell; new ones must have no parent. */
    void setChildren(int of, int first, int second) {
        orphan(one[of]);
        orphan(other[of]);
        one[of] = first;
        other[of] = second;
        adopt(first, of);
        adopt(second, of);
        changed.set(of);
        after[of] = first == NONE
                ? events.disappear()[of]
                : second == NONE ? index.link(of, first) : index.division(of, first, second);
    }

    private void orphan(int cell) {
        if (cell != NONE) {
            parent[cell] = NONE;
            changed.set(cell);
        }
    }

    private void adopt(int cell, int of) {
        if (cell != NONE) {
            parent[cell] = of;
            changed.set(cell);
        }
    }

    void add(int cell) {
        present[cell] = true;
        changed.set(cell);
    }

    /** The cells whose state has changed since the last call. */
    BitSet takeChanged() {
        BitSet taken = (BitSet) changed.clone();
        changed.clear();
        return taken;
    }

    GlobalLineage lineage(double[] gains) {
        return new GlobalLineage(parent, present, gains);
    }
}
