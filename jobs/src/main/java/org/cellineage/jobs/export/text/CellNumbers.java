package org.cellineage.jobs.export.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cellineage.jobs.published.TableCell;

/**
 * The measures of cells as numbers by name: the columns of the cells table, and one for each channel and kind of
 * intensity, such as {@code mean_intensity_GFP}.
 */
final class CellNumbers {

    private static final Map<String, Function<TableCell, Map<String, Double>>> BY_CHANNEL = TableCell.byChannel();

    private final List<String> channels;
    private final List<String> names = new ArrayList<>();

    /** @param channels names of the movie's channels, in order */
    CellNumbers(List<String> channels) {
        this.channels = channels;
        names.add("area_px");
        names.addAll(TableCell.Measures.names());
        names.add("link_probability");
        for (String figure : BY_CHANNEL.keySet()) {
            channels.forEach(channel -> names.add(figure + "_" + channel));
        }
    }

    /** Names of the numbers. */
    List<String> names() {
        return names;
    }

    /** The numbers of a cell, in the order of the names; NaN where unknown. */
    double[] of(TableCell cell) {
        double[] numbers = new double[names.size()];
        int at = 0;
        numbers[at++] = cell.areaPx();
        for (double value : cell.measures().values()) {
            numbers[at++] = value;
        }
        numbers[at++] = cell.linkProbability();
        for (Function<TableCell, Map<String, Double>> figure : BY_CHANNEL.values()) {
            Map<String, Double> values = figure.apply(cell);
            for (String channel : channels) {
                numbers[at++] = values.getOrDefault(channel, Double.NaN);
            }
        }
        return numbers;
    }

    /** A number as text, whole numbers without a point; empty if it is unknown. */
    static String text(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        return value == Math.rint(value) && Math.abs(value) < 1L << 53
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
