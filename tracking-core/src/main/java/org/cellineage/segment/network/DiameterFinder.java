package org.cellineage.segment.network;

import java.util.Arrays;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;

/**
 * Finds how large the nuclei of a frame are: the size network guesses, the segmentation at that size measures.
 */
public final class DiameterFinder {

    private final NucleusSize size;
    private final NetworkFrames frames;

    DiameterFinder(NucleusSize size, NetworkFrames frames) {
        this.size = size;
        this.frames = frames;
    }

    /** The median diameter of the frame's nuclei in pixels; NaN where it shows none. */
    public double find(Plane plane) {
        double guess = size.guess(plane);
        double measured = medianDiameter(frames.segment(plane, guess));
        return Double.isNaN(measured) ? guess : measured;
    }

    /** Diameter of the circle of a nucleus' area, median over the nuclei; NaN where there is none. */
    static double medianDiameter(LabelImage labels) {
        int[] areas = new int[labels.maxLabel() + 1];
        for (int label : labels.labels()) {
            areas[label]++;
        }
        areas[0] = 0;
        int[] sorted = Arrays.stream(areas).filter(area -> area > 0).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : 2 * Math.sqrt(sorted[sorted.length / 2] / Math.PI);
    }
}
