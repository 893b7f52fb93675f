package org.cellineage.simulate;

/** What a simulated cell has to be followed by. */
class TrackedCell {
    /** Track id while visible, otherwise 0. */
    int track;
    /** Track of the mother if she was visible until the division, otherwise 0. */
    int motherTrack;

    /** What the cell is doing now. */
    SimulatedPhase phase() {
        return SimulatedPhase.INTERPHASE;
    }
}
