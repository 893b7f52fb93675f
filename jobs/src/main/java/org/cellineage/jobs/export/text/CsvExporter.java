package org.cellineage.jobs.export.text;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cellineage.format.TrackSpan;
import org.cellineage.jobs.export.ExportMovie;
import org.cellineage.jobs.export.ExportTarget;
import org.cellineage.jobs.export.Exporter;
import org.cellineage.jobs.published.TableTrack;

/**
 * Tables for spreadsheets and statistics: {@code PLATE/SEQ_cells.csv} with one row for each cell and frame, sorted by
 * frame and track, with its place in the lineage, all measures, and the columns of the plate map.
 */
public final class CsvExporter implements Exporter {

    private static final List<String> PLACE = List.of("plate", "well", "site");
    private static final List<String> CELL = List.of(
            "track_id",
            "parent_track_id",
            "root_track_id",
            "generation",
            "origin",
            "fate",
            "frame",
            "y_px",
            "x_px",
            "min_y_px",
            "min_x_px",
            "max_y_px",
            "max_x_px");

    private static final String CLASS = "class";

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public String summary() {
        return "a table of all cells with their measures and conditions";
    }

    @Override
    public boolean needsMeasures() {
        return true;
    }

    @Override
    public List<String> cannotHold() {
        return List.of("outlines", "probabilities of divisions");
    }

    @Override
    public List<String> export(List<ExportMovie> movies, ExportTarget target) throws IOException {
        List<String> written = new ArrayList<>();
        for (ExportMovie movie : movies) {
            String name = movie.row().key().plate() + "/" + movie.row().sequence() + "_cells.csv";
            target.write(name, out -> write(movie, out));
            written.add(name);
        }
        return written;
    }

    private static void write(ExportMovie movie, OutputStream out) throws IOException {
        CellNumbers numbers = new CellNumbers(movie.details().channels());
        Map<String, String> conditions = movie.details().conditions();
        Map<Integer, TableTrack> tracks = new HashMap<>();
        movie.tracks().forEach(track -> tracks.put(track.trackId(), track));
        CsvText csv = new CsvText(out);
        for (String name : PLACE) {
            csv.cell(name);
        }
        for (String name : conditions.keySet()) {
            csv.cell(condition(name, numbers));
        }
        for (String name : CELL) {
            csv.cell(name);
        }
        for (String name : numbers.names()) {
            csv.cell(name);
        }
        csv.cell(CLASS);
        csv.end();
        movie.forEachFrame(cells -> {
            for (var cell : cells) {
                csv.cell(movie.row().key().plate()).cell(movie.row().key().well());
                csv.cell(movie.row().key().site());
                for (String value : conditions.values()) {
                    csv.cell(value);
                }
                lineage(csv, cell.trackId(), tracks);
                csv.cell(cell.frame()).cell(cell.yPx()).cell(cell.xPx());
                csv.cell(cell.minYPx()).cell(cell.minXPx()).cell(cell.maxYPx()).cell(cell.maxXPx());
                for (double value : numbers.of(cell)) {
                    csv.cell(value);
                }
                csv.cell(cell.measures().className());
                csv.end();
            }
        });
        csv.flush();
    }

    /** A column of the plate map must not have the name of another column. */
    private static String condition(String name, CellNumbers numbers) {
        return PLACE.contains(name)
                        || CELL.contains(name)
                        || name.equals(CLASS)
                        || numbers.names().contains(name)
                ? "condition_" + name
                : name;
    }

    private static void lineage(CsvText csv, int id, Map<Integer, TableTrack> tracks) throws IOException {
        csv.cell(id);
        TableTrack track = tracks.get(id);
        if (track == null) {
            for (int i = 1; i < 6; i++) {
                csv.cell("");
            }
            return;
        }
        csv.cell(track.parentTrackId() == TrackSpan.NO_PARENT ? "" : Integer.toString(track.parentTrackId()));
        csv.cell(track.rootTrackId())
                .cell(track.generation())
                .cell(track.origin())
                .cell(track.fate());
    }
}
