package org.cellineage.jobs.export.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cellineage.format.trackmate.TrackMateXml;
import org.cellineage.jobs.published.TableCell;

/**
 * The measures of cells as features of TrackMate's spots, in the units of the file. Names are those of TrackMate where it
 * measures the same, and otherwise those of the columns without their unit: {@code perimeter_px} is {@code PERIMETER}.
 * Columns that say the same in another unit are left out. Channels are counted from 1.
 */
final class TrackMateFeatures {

    /**
     * A feature.
     *
     * @param key its name, which is also that of an attribute
     * @param dimension one of TrackMate's dimensions
     */
    record Feature(String key, String name, String dimension, boolean whole) {}

    /** What TrackMate knows of every spot. */
    static final List<Feature> OF_EVERY_SPOT = List.of(
            new Feature("QUALITY", "Quality", "QUALITY", false),
            new Feature("POSITION_X", "X", "POSITION", false),
            new Feature("POSITION_Y", "Y", "POSITION", false),
            new Feature("POSITION_Z", "Z", "POSITION", false),
            new Feature("POSITION_T", "T", "TIME", false),
            new Feature("FRAME", "Frame", "NONE", true),
            new Feature("RADIUS", "Radius", "LENGTH", false),
            new Feature("VISIBILITY", "Visibility", "NONE", true),
            new Feature(TrackMateXml.TRACK_FEATURE, "Track of Cellineage", "NONE", true));

    static final List<Feature> OF_EDGES = List.of(
            new Feature("SPOT_SOURCE_ID", "Source spot ID", "NONE", true),
            new Feature("SPOT_TARGET_ID", "Target spot ID", "NONE", true),
            new Feature("LINK_COST", "Edge cost", "COST", false),
            new Feature("LINK_PROBABILITY", "Link probability", "NONE", false));

    static final List<Feature> OF_TRACKS = List.of(
            new Feature("TRACK_INDEX", "Track index", "NONE", true),
            new Feature("TRACK_ID", "Track ID", "NONE", true),
            new Feature("NUMBER_SPOTS", "Number of spots in track", "NONE", true),
            new Feature("NUMBER_SPLITS", "Number of split events", "NONE", true),
            new Feature("TRACK_DURATION", "Track duration", "TIME", false),
            new Feature("TRACK_START", "Track start", "TIME", false),
            new Feature("TRACK_STOP", "Track stop", "TIME", false));

    private final CellNumbers numbers;
    private final List<Feature> features = new ArrayList<>();
    /** Position of each feature among the numbers, and what to multiply it by. */
    private final List<Source> sources = new ArrayList<>();

    private record Source(int index, double factor) {}

    /**
     * Chooses the features of a movie.
     *
     * @param pixel side of a pixel in the unit of the file
     */
    TrackMateFeatures(List<String> channels, double pixel) {
        this.numbers = new CellNumbers(channels);
        for (int i = 0; i < numbers.names().size(); i++) {
            String column = numbers.names().get(i);
            boolean inOtherUnit = column.endsWith("_um") || column.endsWith("_um2") || column.endsWith("_s");
            if (!inOtherUnit && !isByChannel(column, channels)) {
                add(column, i, pixel);
            }
        }
        for (String figure : TableCell.byChannel().keySet()) {
            for (int c = 0; c < channels.size(); c++) {
                features.add(new Feature(
                        figure.toUpperCase(Locale.ROOT) + "_CH" + (c + 1),
                        words(figure) + " " + channels.get(c),
                        figure.endsWith("_intensity") ? "INTENSITY" : "NONE",
                        false));
                sources.add(new Source(numbers.names().indexOf(figure + "_" + channels.get(c)), 1));
            }
        }
    }

    private static boolean isByChannel(String column, List<String> channels) {
        return TableCell.byChannel().keySet().stream()
                .anyMatch(figure -> channels.stream().anyMatch(channel -> column.equals(figure + "_" + channel)));
    }

    private static String words(String name) {
        String words = name.replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private void add(String column, int index, double pixel) {
        boolean length = column.endsWith("_px");
        boolean area = column.endsWith("area_px");
        boolean angle = column.endsWith("_rad");
        String stem = column.replaceAll("_(px|rad)$", "");
        String dimension = area ? "AREA" : length ? "LENGTH" : angle ? "ANGLE" : "NONE";
        features.add(new Feature(stem.toUpperCase(Locale.ROOT), words(stem), dimension, false));
        sources.add(new Source(index, area ? pixel * pixel : length ? pixel : 1));
    }

    /** The features, beyond those of every spot. */
    List<Feature> features() {
        return features;
    }

    /** The values of a cell, in the order of the features; NaN where unknown. */
    double[] of(TableCell cell) {
        double[] all = numbers.of(cell);
        double[] values = new double[features.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = all[sources.get(i).index()] * sources.get(i).factor();
        }
        return values;
    }

    /** How sure the segmentation is that it is a cell; 1 if it does not say. */
    double quality(double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (features.get(i).key().equals("CELL_PROBABILITY") && !Double.isNaN(values[i])) {
                return values[i];
            }
        }
        return 1;
    }
}
