package org.cellineage.portal.movie;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.cellineage.correct.Reviewed;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.codec.LocalRows;
import org.cellineage.jobs.codec.RecordCodec;
import org.cellineage.jobs.correct.PublishedRows;
import org.cellineage.jobs.page.MovieSurvey;
import org.cellineage.jobs.published.TableCell;
import org.cellineage.jobs.published.TableTrack;
import org.cellineage.jobs.published.UnitMovie;
import org.cellineage.jobs.tables.TableSchemas;
import org.cellineage.jobs.tables.TrackTable;
import scala.jdk.javaapi.CollectionConverters;

/** The rows of a movie in the published tables, read as they are needed. */
record PublishedMovieRows(PublishedRows rows, MovieKey key) implements MovieRows {

    private static final RecordCodec<TableCell> CELL = RecordCodec.of(TableCell.class);
    private static final StructType CELLS = CELL.schema();
    private static final byte[] NO_MASK = {};

    private static StructType columns(StructType table, String... names) {
        StructType columns = new StructType();
        for (String name : names) {
            columns = columns.add(table.apply(name));
        }
        return columns;
    }

    @Override
    public Map<Integer, List<TableCell>> cells(int first, int last) throws IOException {
        Map<Integer, List<TableCell>> frames = new TreeMap<>();
        table(TableSchemas.CELLS_TABLE).between("frame", first, last).forEach(CELLS, row -> {
            TableCell cell = CELL.fromRow(row);
            frames.computeIfAbsent(cell.frame(), frame -> new ArrayList<>()).add(cell);
        });
        frames.values().forEach(cells -> cells.sort(Comparator.comparingInt(TableCell::trackId)));
        return frames;
    }

    private LocalRows table(String name) throws IOException {
        return rows.rows(name, key);
    }

    @Override
    public void forEachFrame(UnitMovie.FrameVisitor visitor) throws IOException {
        StructType wanted = new StructType();
        for (StructField field : CELLS.fields()) {
            if (List.of("frame", "track_id", "area_px", "mean_intensity", "link_probability")
                    .contains(field.name())) {
                wanted = wanted.add(field);
            }
        }
        List<TableCell> frame = new ArrayList<>();
        table(TableSchemas.CELLS_TABLE).forEach(wanted, row -> {
            TableCell cell = slim(row);
            if (!frame.isEmpty() && frame.get(0).frame() != cell.frame()) {
                visitor.visit(List.copyOf(frame));
                frame.clear();
            }
            frame.add(cell);
        });
        if (!frame.isEmpty()) {
            visitor.visit(frame);
        }
    }

    private static TableCell slim(Row row) {
        Map<String, Double> means = new TreeMap<>();
        scala.collection.Map<String, Double> stored = row.getMap(row.fieldIndex("mean_intensity"));
        CollectionConverters.asJava(stored)
                .forEach((channel, mean) ->
                        means.put(channel, Optional.ofNullable(mean).orElse(Double.NaN)));
        int link = row.fieldIndex("link_probability");
        return new TableCell(
                row.getInt(row.fieldIndex("frame")),
                row.getInt(row.fieldIndex("track_id")),
                0,
                0,
                0,
                0,
                1,
                1,
                row.getInt(row.fieldIndex("area_px")),
                means,
                row.isNullAt(link) ? Double.NaN : row.getDouble(link),
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                false,
                Double.NaN,
                false,
                Map.of(),
                Map.of(),
                Map.of(),
                NO_MASK);
    }

    @Override
    public Collection<TableTrack> tracks() throws IOException {
        List<TableTrack> tracks = new ArrayList<>();
        table(TableSchemas.TRACKS_TABLE)
                .forEach(TableSchemas.TRACKS, row -> tracks.add(TableTrack.of(TrackTable.track(row))));
        return tracks;
    }

    @Override
    public Reviewed reviewed() throws IOException {
        List<Reviewed.Place> cells = new ArrayList<>();
        StructType cellColumns = columns(
                TableSchemas.CELLS,
                "frame",
                "track_id",
                "y_px",
                "x_px",
                "area_px",
                "link_probability",
                "link_margin",
                "corrected");
        table(TableSchemas.CELLS_TABLE)
                .forEach(
                        cellColumns,
                        row -> cells.add(new Reviewed.Place(
                                row.getInt(0),
                                row.getInt(1),
                                row.getDouble(2),
                                row.getDouble(3),
                                row.getInt(4),
                                number(row, 5),
                                number(row, 6),
                                flag(row, 7))));
        List<Reviewed.Path> tracks = new ArrayList<>();
        table(TableSchemas.TRACKS_TABLE)
                .forEach(
                        TableSchemas.TRACKS,
                        row -> tracks.add(
                                new Reviewed.Path(TrackTable.track(row), flag(row, row.fieldIndex("corrected")))));
        List<Reviewed.Split> divisions = new ArrayList<>();
        StructType divisionColumns = columns(
                TableSchemas.DIVISIONS,
                "mother_track_id",
                "daughter_1_track_id",
                "daughter_2_track_id",
                "probability",
                "corrected");
        table(TableSchemas.DIVISIONS_TABLE)
                .forEach(
                        divisionColumns,
                        row -> divisions.add(new Reviewed.Split(
                                row.getInt(0), row.getInt(1), row.getInt(2), number(row, 3), flag(row, 4))));
        return new Reviewed(cells, tracks, divisions);
    }

    private static double number(Row row, int column) {
        return row.isNullAt(column) ? Double.NaN : row.getDouble(column);
    }

    private static boolean flag(Row row, int column) {
        return !row.isNullAt(column) && row.getBoolean(column);
    }

    @Override
    public MovieSurvey.Frames measured() {
        return this::forEachFrame;
    }
}
