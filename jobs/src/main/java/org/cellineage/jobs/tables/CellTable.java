package org.cellineage.jobs.tables;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.Cell;
import org.cellineage.cell.ChannelIntensity;
import org.cellineage.cell.ClassProbability;
import org.cellineage.cell.Precision;
import org.cellineage.cell.WholeCell;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.codec.RecordCodec;
import org.cellineage.track.TrackedCell;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A row of the cells table. Each measurement of {@link Cell} is a column with the same name, and each component of
 * {@link ChannelIntensity} a map by channel; components added to these records become columns.
 *
 * @param movie the cell's movie
 * @param tracked the cell with its track
 * @param corrected whether a person decided about the cell or about the link to it
 */
public record CellTable(MovieInfo movie, TrackedCell tracked, boolean corrected) {

    static final RecordCodec<Cell> CELL = RecordCodec.of(Cell.class);
    static final RecordCodec<BoundingBox> BOX = RecordCodec.of(BoundingBox.class);
    static final RecordCodec<ChannelIntensity> INTENSITY = RecordCodec.of(ChannelIntensity.class);

    /** Components that are meaningful only within a frame, or have columns of another form. */
    private static final Set<String> NOT_AS_IT_IS =
            Set.of("label", "box", "intensities", "mask", "whole_cell", "classes", "embedding");

    private static final DataType BY_CLASS = DataTypes.createMapType(StringType, DoubleType);

    /** Columns of the table. */
    public static final Columns<CellTable> COLUMNS = columns();

    private static Columns<CellTable> columns() {
        Columns<CellTable> columns = new Columns<CellTable>()
                .add("movie_id", StringType, row -> row.movie.key().id())
                .add("site", StringType, row -> row.movie.key().site())
                .add("track_id", IntegerType, row -> row.tracked.trackId())
                .add("frame", IntegerType, row -> row.tracked.frame())
                .number("time_s", DoubleType, row -> row.movie.seconds(row.tracked.frame()))
                .addAll(CELL, CellTable::cell, NOT_AS_IT_IS)
                .addAfter(
                        "x_px",
                        "y_um",
                        DoubleType,
                        row -> Unknown.asNull(row.micrometres(row.cell().yPx())))
                .addAfter(
                        "y_um",
                        "x_um",
                        DoubleType,
                        row -> Unknown.asNull(row.micrometres(row.cell().xPx())));
        String before = "x_um";
        for (StructField side : BOX.schema().fields()) {
            int index = BOX.schema().fieldIndex(side.name());
            String name = side.name() + "_px";
            columns.addAfter(
                    before, name, side.dataType(), row -> BOX.column(row.cell().box(), index));
            before = name;
        }
        columns.addAfter(
                "area_px",
                "area_um2",
                DoubleType,
                row -> Unknown.asNull(row.cell().areaPx() * row.movie.pixelSizeUm() * row.movie.pixelSizeUm()));
        for (StructField figure : INTENSITY.schema().fields()) {
            int index = INTENSITY.schema().fieldIndex(figure.name());
            columns.add(
                    byChannel(figure.name()),
                    DataTypes.createMapType(StringType, figure.dataType()),
                    row -> row.byChannel(index));
        }
        columns.add("mask", BinaryType, row -> row.cell().mask().toBytes())
                .number("link_probability", DoubleType, row -> Precision.score(row.tracked.linkProbability()))
                .number("link_margin", DoubleType, row -> Precision.score(row.tracked.linkMargin()))
                .add("corrected", BooleanType, CellTable::corrected)
                .add("whole_cell_area_px", IntegerType, ofWholeCell(WholeCell::areaPx))
                .add(
                        "whole_cell_min_y_px",
                        IntegerType,
                        ofWholeCell(cell -> cell.box().minY()))
                .add(
                        "whole_cell_min_x_px",
                        IntegerType,
                        ofWholeCell(cell -> cell.box().minX()))
                .add(
                        "whole_cell_max_y_px",
                        IntegerType,
                        ofWholeCell(cell -> cell.box().maxY()))
                .add(
                        "whole_cell_max_x_px",
                        IntegerType,
                        ofWholeCell(cell -> cell.box().maxX()))
                .add(
                        "whole_cell_mask",
                        BinaryType,
                        ofWholeCell(cell -> cell.mask().toBytes()));
        return withClasses(columns);
    }

    private static Columns<CellTable> withClasses(Columns<CellTable> columns) {
        return columns.add(
                        "class",
                        StringType,
                        row -> row.best(ClassProbability::smoothed)
                                .map(ClassProbability::name)
                                .orElse(null))
                .number(
                        "class_probability",
                        DoubleType,
                        row -> row.best(ClassProbability::smoothed)
                                .map(ClassProbability::smoothed)
                                .orElse(Double.NaN))
                .add("class_probabilities", BY_CLASS, row -> row.byClass(ClassProbability::smoothed))
                .add(
                        "class_raw",
                        StringType,
                        row -> row.best(ClassProbability::raw)
                                .map(ClassProbability::name)
                                .orElse(null))
                .add("class_raw_probabilities", BY_CLASS, row -> row.byClass(ClassProbability::raw))
                .add(
                        "embedding",
                        DataTypes.createArrayType(DoubleType),
                        row -> row.cell().embedding().isEmpty()
                                ? null
                                : row.cell().embedding().toArray());
    }

    /** The most probable class of the cell, the first of several; empty if their probabilities are not known. */
    private Optional<ClassProbability> best(ToDoubleFunction<ClassProbability> probability) {
        Optional<ClassProbability> best = Optional.empty();
        for (ClassProbability one : cell().classes()) {
            double value = probability.applyAsDouble(one);
            if (!Double.isNaN(value) && (best.isEmpty() || value > probability.applyAsDouble(best.get()))) {
                best = Optional.of(one);
            }
        }
        return best;
    }

    private scala.collection.@Nullable Map<String, Object> byClass(ToDoubleFunction<ClassProbability> probability) {
        if (best(probability).isEmpty()) {
            return null;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        for (ClassProbability one : cell().classes()) {
            map.put(one.name(), probability.applyAsDouble(one));
        }
        return CollectionConverters.asScala(map);
    }

    /** The column of a figure by channel: statistics of intensities, and ratios of them. */
    static String byChannel(String figure) {
        return figure.endsWith("_ratio") ? figure : figure + "_intensity";
    }

    /** A value of the whole cell around a nucleus; null if none was grown. */
    private static Function<CellTable, @Nullable Object> ofWholeCell(Function<WholeCell, Object> value) {
        return row -> row.cell().wholeCell().isEmpty()
                ? null
                : value.apply(row.cell().wholeCell().get(0));
    }

    private Cell cell() {
        return tracked.cell();
    }

    private double micrometres(double px) {
        return px * movie.pixelSizeUm();
    }

    private scala.collection.Map<String, Object> byChannel(int figure) {
        List<ChannelIntensity> intensities = cell().intensities();
        Map<String, Object> map = new LinkedHashMap<>();
        for (int c = 0; c < intensities.size(); c++) {
            map.put(movie.channels().get(c), INTENSITY.column(intensities.get(c), figure));
        }
        return CollectionConverters.asScala(map);
    }
}
