package org.cellineage.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Counts cells by their true and their found class. A share of all cells that are right says little where classes are of
 * different size, so there is none; recall and precision of each class have 95 % intervals (Wilson 1927).
 */
public final class ClassConfusion {

    /** Quantile of the normal distribution for 95 %. */
    private static final double Z = 1.959963984540054;

    private final List<String> classes;
    private final long[][] counts;

    /** A share with its 95 % interval; all NaN if there is nothing to count. */
    public record Share(double value, double low, double high, long of) {

        /** The share of {@code some} in {@code all} with its Wilson interval. */
        public static Share of(long some, long all) {
            if (all == 0) {
                return new Share(Double.NaN, Double.NaN, Double.NaN, 0);
            }
            double p = (double) some / all;
            double z2 = Z * Z / all;
            double middle = (p + z2 / 2) / (1 + z2);
            double half = Z * Math.sqrt(p * (1 - p) / all + z2 / (4 * all)) / (1 + z2);
            return new Share(p, Math.max(0, middle - half), Math.min(1, middle + half), all);
        }
    }

    /** @param classes their names, in the order of their indices */
    public ClassConfusion(List<String> classes) {
        this.classes = List.copyOf(classes);
        this.counts = new long[classes.size()][classes.size()];
    }

    /** Counts a cell. */
    public void add(int known, int found) {
        add(known, found, 1);
    }

    /** Counts cells. */
    public void add(int known, int found, long cells) {
        counts[known][found] += cells;
    }

    /** Names of the classes. */
    public List<String> classes() {
        return classes;
    }

    /** Cells by true (rows) and found class (columns). */
    public long[][] counts() {
        long[][] copy = new long[counts.length][];
        for (int k = 0; k < copy.length; k++) {
            copy[k] = counts[k].clone();
        }
        return copy;
    }

    /** Share of the cells of a class that are found to be of it. */
    public Share recall(int k) {
        long all = 0;
        for (long count : counts[k]) {
            all += count;
        }
        return Share.of(counts[k][k], all);
    }

    /** Share of the cells found to be of a class that are of it. */
    public Share precision(int k) {
        long all = 0;
        for (long[] row : counts) {
            all += row[k];
        }
        return Share.of(counts[k][k], all);
    }

    /** Recall averaged over the classes that have cells; NaN if none has. */
    public double macroRecall() {
        double sum = 0;
        int some = 0;
        for (int k = 0; k < counts.length; k++) {
            Share recall = recall(k);
            if (recall.of() > 0) {
                sum += recall.value();
                some++;
            }
        }
        return some == 0 ? Double.NaN : sum / some;
    }

    /** One line for each class with its recall and precision, and one with the macro recall. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int k = 0; k < classes.size(); k++) {
            Share recall = recall(k);
            Share precision = precision(k);
            lines.add(String.format(
                    Locale.ROOT,
                    "%s: recall %.3f (%.3f to %.3f) of %d, precision %.3f of %d",
                    classes.get(k),
                    recall.value(),
                    recall.low(),
                    recall.high(),
                    recall.of(),
                    precision.value(),
                    precision.of()));
        }
        lines.add(String.format(Locale.ROOT, "macro recall %.4f", macroRecall()));
        return lines;
    }

    /** The same cells with classes put together, such as the phases of mitosis. */
    public ClassConfusion merged(List<String> names, int[] into) {
        ClassConfusion merged = new ClassConfusion(names);
        for (int i = 0; i < counts.length; i++) {
            for (int j = 0; j < counts.length; j++) {
                merged.counts[into[i]][into[j]] += counts[i][j];
            }
        }
        return merged;
    }

    /** The figures of each class, for a card or a file: recall and precision with intervals, and counts. */
    public List<Map<String, Object>> figures() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int k = 0; k < counts.length; k++) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("class", classes.get(k));
            row.put("cells", recall(k).of());
            put(row, "recall", recall(k));
            put(row, "precision", precision(k));
            row.put("found_as", counts[k].clone());
            rows.add(row);
        }
        return rows;
    }

    private static void put(Map<String, Object> row, String name, Share share) {
        if (share.of() > 0) {
            row.put(name, rounded(share.value()));
            row.put(name + "_interval", List.of(rounded(share.low()), rounded(share.high())));
        }
    }

    private static double rounded(double value) {
        return Math.round(1e4 * value) / 1e4;
    }
}
