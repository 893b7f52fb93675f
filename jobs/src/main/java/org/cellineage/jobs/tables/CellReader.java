package org.cellineage.jobs.tables;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.cellineage.cell.WholeCell;
import org.cellineage.jobs.codec.RecordCodec;
import org.cellineage.track.TrackedCell;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Reads cells from rows of the cells table. The columns are looked up once for all rows that share a schema, as those of
 * a dataset do. Not thread-safe.
 */
public final class CellReader {

    private static final RecordCodec<WholeCell> WHOLE_CELL = RecordCodec.of(WholeCell.class);

    private final List<String> channels;
    private @Nullable Positions known;

    /** @param channels names of the movie's channels, in order */
    public CellReader(List<String> channels) {
        this.channels = List.copyOf(channels);
    }

    /**
     * The cell of a row, with its track as its label.
     *
     * @throws IllegalArgumentException if a column is missing
     */
    public TrackedCell read(Row row) {
        Positions at = known;
        if (at == null || at.schema != row.schema()) {
            at = new Positions(row.schema());
            known = at;
        }
        int track = row.getInt(at.track);
        @Nullable Object[] components = new @Nullable Object[at.components.size()];
        for (int i = 0; i < components.length; i++) {
            components[i] = at.components.get(i).read(row);
        }
        return new TrackedCell(
                row.getInt(at.frame),
                track,
                CellTable.CELL.fromRow(RowFactory.create(components)),
                number(row, at.linkProbability),
                number(row, at.linkMargin));
    }

    private static double number(Row row, int column) {
        return row.isNullAt(column) ? Double.NaN : row.getDouble(column);
    }

    /** A component of a record in a row of the table. */
    @FunctionalInterface
    private interface Component {
        @Nullable
        Object read(Row row);
    }

    /** Where the rows of one schema have what. */
    private final class Positions {
        private final StructType schema;
        private final int track;
        private final int frame;
        private final int linkProbability;
        private final int linkMargin;
        private final List<Component> components = new ArrayList<>();

        Positions(StructType schema) {
            this.schema = schema;
            this.track = schema.fieldIndex("track_id");
            this.frame = schema.fieldIndex("frame");
            this.linkProbability = schema.fieldIndex("link_probability");
            this.linkMargin = schema.fieldIndex("link_margin");
            for (String name : CellTable.CELL.schema().fieldNames()) {
                components.add(
                        switch (name) {
                            case "label" -> column("track_id");
                            case "box" -> box("");
                            case "intensities" -> intensities();
                            case "whole_cell" -> wholeCell();
                            case "classes" -> classes();
                            default -> column(name);
                        });
            }
        }

        private Component column(String name) {
            int index = schema.fieldIndex(name);
            return row -> row.get(index);
        }

        private Component box(String prefix) {
            String[] sides = CellTable.BOX.schema().fieldNames();
            int[] at = new int[sides.length];
            for (int i = 0; i < at.length; i++) {
                at[i] = schema.fieldIndex(prefix + sides[i] + "_px");
            }
            return row -> {
                @Nullable Object[] values = new @Nullable Object[at.length];
                for (int i = 0; i < at.length; i++) {
                    values[i] = row.get(at[i]);
                }
                return RowFactory.create(values);
            };
        }

        private Component intensities() {
            String[] figures = CellTable.INTENSITY.schema().fieldNames();
            int[] at = new int[figures.length];
            for (int i = 0; i < at.length; i++) {
                at[i] = schema.fieldIndex(CellTable.byChannel(figures[i]));
            }
            return row -> {
                @Nullable Object[][] values = new @Nullable Object[channels.size()][at.length];
                for (int i = 0; i < at.length; i++) {
                    if (!row.isNullAt(at[i])) {
                        scala.collection.Map<String, Object> byChannel = row.getMap(at[i]);
                        for (int channel = 0; channel < values.length; channel++) {
                            values[channel][i] = byChannel.getOrElse(channels.get(channel), () -> null);
                        }
                    }
                }
                List<Row> rows = new ArrayList<>(values.length);
                for (@Nullable Object[] figuresOf : values) {
                    rows.add(RowFactory.create(figuresOf));
                }
                return CollectionConverters.asScala(rows).toSeq();
            };
        }

        private Component wholeCell() {
            int area = schema.fieldIndex("whole_cell_area_px");
            List<Component> values = new ArrayList<>();
            for (String name : WHOLE_CELL.schema().fieldNames()) {
                values.add(name.equals("box") ? box("whole_cell_") : column("whole_cell_" + name));
            }
            return row -> {
                List<Row> cells = new ArrayList<>();
                if (!row.isNullAt(area)) {
                    cells.add(RowFactory.create(
                            values.stream().map(value -> value.read(row)).toArray()));
                }
                return CollectionConverters.asScala(cells).toSeq();
            };
        }

        private Component classes() {
            int smoothed = schema.fieldIndex("class_probabilities");
            int raw = schema.fieldIndex("class_raw_probabilities");
            return row -> {
                List<Row> classes = new ArrayList<>();
                Map<String, Double> ofRaw = map(row, raw);
                new TreeMap<>(map(row, smoothed))
                        .forEach((name, probability) ->
                                classes.add(RowFactory.create(name, ofRaw.get(name), probability)));
                return CollectionConverters.asScala(classes).toSeq();
            };
        }

        /** Empty in tables that were written before there were classes. */
        private Map<String, Double> map(Row row, int column) {
            return row.isNullAt(column)
                    ? Map.of()
                    : new HashMap<>(CollectionConverters.asJava(row.<String, Double>getMap(column)));
        }
    }
}
