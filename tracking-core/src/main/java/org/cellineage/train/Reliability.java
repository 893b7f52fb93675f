package org.cellineage.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How often a model is right where it says so with some probability, in tenths of the probability. */
public final class Reliability {

    private static final int BINS = 10;

    private final double[] said = new double[BINS];
    private final int[] right = new int[BINS];
    private final int[] all = new int[BINS];

    /** Counts an answer that was given with a probability. */
    public void add(double probability, boolean isRight) {
        int bin = Math.min(BINS - 1, (int) (BINS * probability));
        said[bin] += probability;
        right[bin] += isRight ? 1 : 0;
        all[bin]++;
    }

    /** One row for each tenth with answers: their number under the given name, the mean probability, the share right. */
    public List<Map<String, Object>> table(String count) {
        List<Map<String, Object>> table = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            if (all[bin] > 0) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put(count, all[bin]);
                row.put("said", Math.round(1e4 * said[bin] / all[bin]) / 1e4);
                row.put("right", Math.round(1e4 * right[bin] / all[bin]) / 1e4);
                table.add(row);
            }
        }
        return table;
    }
}
