package org.cellineage.jobs.export.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cellineage.jobs.published.TableCell;

/**
 * The measures of cells as numbers by name: the columns of the cells table, and one for each channel and kind of
 * intensity, such as {@code mean_intensity_GFP}.
 */
final class CellNumbers {

    private static final List<String> KINDS = List.of("mean", "std", "min", "max");

    private final List<String> channels;
    private final List<String> names = new ArrayList<>();

    /** @param channels names of the movie's channels, in order */
    CellNumbers(List<String> channels) {
        this.channels = channels;
        names.add("area_px");
        names.addAll(TableCell.Measures.names());
        names.add("link_probability");
        for (String kind : KINDS) {
            channels.forEach(channel -> names.add(kind + "_intensity_" + channel));
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
        for (String kind : KINDS) {
            Map<String, Double> values = byChannel(cell, kind);
            for (String channel : channels) {
                numbers[at++] = values.getOrDefault(channel, Double.NaN);
            }
        }
        return numbers;
    }

    private static Map<String, Double> byChannel(TableCell cell, String kind) {
        return switch (kind) {
            case "mean" -> cell.meanIntensity();
            case "std" -> cell.measures().stdIntensity();
            case "min" -> cell.measures().minIntensity();
            default -> cell.measures().maxIntensity();
        };
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
