package org.cellineage.jobs.published;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.Cell;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.jobs.codec.RecordCodec;
import org.cellineage.jobs.tables.TableSchemas;
import org.cellineage.track.TrackedCell;

/**
 * The columns that are read from the cells table, one per component. To read another column, add a component.
 *
 * @param frame 0-based frame number
 * @param trackId track of the cell
 * @param yPx centroid row
 * @param xPx centroid column
 * @param areaPx area in pixels
 * @param meanIntensity by channel; NaN where unknown
 * @param linkProbability probability of the link from the track's previous cell; NaN if unknown
 * @param mask in the format of {@link RunLengthMask#ofBytes}
 * @param measures the other measures; {@link Measures#NONE} for jobs that do not ask for them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TableCell(
        int frame,
        int trackId,
        double yPx,
        double xPx,
        int minYPx,
        int minXPx,
        int maxYPx,
        int maxXPx,
        int areaPx,
        Map<String, Double> meanIntensity,
        double linkProbability,
        byte[] mask,
        Measures measures) {

    /**
     * The measures of a cell that few jobs need.
     *
     * @param values those of {@link #names}, in their order; NaN if unknown, 1 for true and 0 for false; empty if they were
     *     not asked for
     * @param className most probable class; empty if the cell was not classified
     * @param stdIntensity by channel, as are the others; NaN where unknown
     */
    public record Measures(
            List<Double> values,
            String className,
            Map<String, Double> stdIntensity,
            Map<String, Double> minIntensity,
            Map<String, Double> maxIntensity,
            Map<String, Double> ringIntensity,
            Map<String, Double> backgroundIntensity,
            Map<String, Double> wholeCellIntensity,
            Map<String, Double> ringRatio) {

        /** They were not asked for. */
        public static final Measures NONE =
                new Measures(List.of(), "", Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

        /** The column of the class, whose name no component can have. */
        static final String CLASS_COLUMN = "class";

        /** The component of the class as a column. */
        static final String CLASS_COMPONENT = "class_name";

        /** Columns of the cells table with one number that are not components of {@link TableCell}, in the table's order. */
        public static List<String> names() {
            List<String> own =
                    Arrays.asList(RecordCodec.of(TableCell.class).schema().fieldNames());
            return Arrays.stream(TableSchemas.CELLS.fields())
                    .filter(field -> field.dataType() instanceof NumericType
                            || field.dataType().equals(DataTypes.BooleanType))
                    .map(StructField::name)
                    .filter(name -> !own.contains(name))
                    .toList();
        }
    }

    /** What it measures by channel, by column. */
    public static Map<String, Function<TableCell, Map<String, Double>>> byChannel() {
        Map<String, Function<TableCell, Map<String, Double>>> figures = new LinkedHashMap<>();
        figures.put("mean_intensity", TableCell::meanIntensity);
        figures.put("std_intensity", cell -> cell.measures.stdIntensity());
        figures.put("min_intensity", cell -> cell.measures.minIntensity());
        figures.put("max_intensity", cell -> cell.measures.maxIntensity());
        figures.put("ring_intensity", cell -> cell.measures.ringIntensity());
        figures.put("background_intensity", cell -> cell.measures.backgroundIntensity());
        figures.put("whole_cell_intensity", cell -> cell.measures.wholeCellIntensity());
        figures.put("ring_ratio", cell -> cell.measures.ringRatio());
        return figures;
    }

    /** Its bounding box. */
    public BoundingBox box() {
        return new BoundingBox(minYPx, minXPx, maxYPx, maxXPx);
    }

    /**
     * The columns of a cell that is not in a table yet.
     *
     * @param channels names of the movie's channels, in order
     */
    public static TableCell of(TrackedCell tracked, List<String> channels) {
        Cell cell = tracked.cell();
        Map<String, Double> means = new TreeMap<>();
        for (int channel = 0; channel < cell.intensities().size(); channel++) {
            means.put(channels.get(channel), cell.intensities().get(channel).mean());
        }
        BoundingBox box = cell.box();
        return new TableCell(
                tracked.frame(),
                tracked.trackId(),
                cell.yPx(),
                cell.xPx(),
                box.minY(),
                box.minX(),
                box.maxY(),
                box.maxX(),
                cell.areaPx(),
                means,
                tracked.linkProbability(),
                cell.mask().toBytes(),
                Measures.NONE);
    }
}
