package org.cellineage.format.vendor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Times of images by series (one site, channel and plane) and time point, from which the frame interval is derived. */
final class FrameTimes {

    private static final int MAX_SERIES = 64;
    private static final int MAX_TIMES = 10_000;

    private final Map<String, TreeMap<Integer, Double>> series = new HashMap<>();

    /** Records a time; the first 64 series are enough. */
    void add(String of, int timePoint, double seconds) {
        TreeMap<Integer, Double> times = series.get(of);
        if (times == null && series.size() < MAX_SERIES) {
            times = new TreeMap<>();
            series.put(of, times);
        }
        if (times != null && times.size() < MAX_TIMES) {
            times.putIfAbsent(timePoint, seconds);
        }
    }

    /** Median time between consecutive time points. */
    OptionalDouble interval() {
        List<Double> steps = new ArrayList<>();
        for (TreeMap<Integer, Double> times : series.values()) {
            Map.Entry<Integer, Double> before = null;
            for (Map.Entry<Integer, Double> now : times.entrySet()) {
                if (before != null && now.getKey() == before.getKey() + 1) {
                    steps.add(now.getValue() - before.getValue());
                }
                before = now;
            }
        }
        Collections.sort(steps);
        int n = steps.size();
        return n == 0 ? OptionalDouble.empty() : OptionalDouble.of((steps.get((n - 1) / 2) + steps.get(n / 2)) / 2);
    }
}
