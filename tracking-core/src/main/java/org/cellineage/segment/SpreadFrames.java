package org.cellineage.segment;

/** Which frames of a movie are looked at to decide what must be the same for all of them. */
public final class SpreadFrames {

    private SpreadFrames() {}

    /** Positions of so many frames among the existing ones: evenly spaced, ascending; all if there are no more. */
    public static int[] positions(int wanted, int frameCount) {
        int n = Math.min(wanted, frameCount);
        int[] chosen = new int[n];
        for (int i = 0; i < n; i++) {
            chosen[i] = (int) ((2L * i + 1) * frameCount / (2L * n));
        }
        return chosen;
    }
}
