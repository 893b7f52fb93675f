package org.cellineage.jobs.export.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.cellineage.format.TrackSpan;
import org.cellineage.jobs.export.ExportMovie;
import org.cellineage.jobs.export.ExportTarget;
import org.cellineage.jobs.export.Exporter;
import org.cellineage.jobs.published.TableCell;
import org.cellineage.jobs.published.TableTrack;

/**
 * Tracks layers of napari: {@code PLATE/SEQ_tracks.csv} (track_id, t, y, x, then properties), {@code PLATE/SEQ_graph.json}
 * ({@code {"child": [parent]}}), and both as {@code PLATE/SEQ_tracks.npz}. Rows are sorted by track and frame. Positions
 * are pixels, y before x.
 *
 * <p>The archive has the arrays {@code tracks} (N, 4), {@code graph} (M, 2: child, parent) and one
 * {@code properties/NAME} (N) for each property.
 */
public final class NapariExporter implements Exporter {

    private static final List<String> TRACKS = List.of("track_id", "t", "y", "x");
    private static final List<String> OWN = List.of("radius", "root_track_id", "generation");

    @Override
    public String name() {
        return "napari";
    }

    @Override
    public String summary() {
        return "napari: tracks, graph and properties";
    }

    @Override
    public boolean needsMeasures() {
        return true;
    }

    @Override
    public String formatVersion() {
        return "Tracks layer: track_id, t, y, x";
    }

    @Override
    public List<String> cannotHold() {
        return List.of(
                "outlines: each cell has a radius",
                "names of classes: their probabilities are properties",
                "origins, fates and probabilities of divisions",
                "pixel size and frame interval: positions are pixels and frames");
    }

    @Override
    public List<String> export(List<ExportMovie> movies, ExportTarget target) throws IOException {
        List<String> written = new ArrayList<>();
        for (ExportMovie movie : movies) {
            String stem = movie.row().key().plate() + "/" + movie.row().sequence();
            List<TableTrack> children = movie.tracks().stream()
                    .filter(track -> track.parentTrackId() != TrackSpan.NO_PARENT)
                    .toList();
            Points points = Points.of(movie);
            target.write(stem + "_tracks.csv", out -> csv(points, out));
            target.write(stem + "_graph.json", out -> graph(children, out));
            target.write(stem + "_tracks.npz", out -> npz(points, children, out));
            written.addAll(List.of(stem + "_tracks.csv", stem + "_graph.json", stem + "_tracks.npz"));
        }
        return written;
    }

    /**
     * All points of a movie, sorted by track and frame.
     *
     * @param columns values by column, then row
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Points(List<String> names, double[][] columns, int count) {

        static Points of(ExportMovie movie) throws IOException {
            CellNumbers numbers = new CellNumbers(movie.details().channels());
            List<String> names = new ArrayList<>(TRACKS);
            names.addAll(OWN);
            names.addAll(numbers.names());
            TreeMap<Integer, Integer> cellsOf = new TreeMap<>();
            movie.forEachFrame(cells -> cells.forEach(cell -> cellsOf.merge(cell.trackId(), 1, Integer::sum)));
            TreeMap<Integer, Integer> nextOf = new TreeMap<>();
            int count = 0;
            for (var track : cellsOf.entrySet()) {
                nextOf.put(track.getKey(), count);
                count += track.getValue();
            }
            TreeMap<Integer, TableTrack> tracks = new TreeMap<>();
            movie.tracks().forEach(track -> tracks.put(track.trackId(), track));
            double[][] columns = new double[names.size()][count];
            movie.forEachFrame(cells -> {
                for (TableCell cell : cells) {
                    int row = nextOf.merge(cell.trackId(), 1, Integer::sum) - 1;
                    TableTrack track = tracks.get(cell.trackId());
                    double[] own = {
                        cell.trackId(),
                        cell.frame(),
                        cell.yPx(),
                        cell.xPx(),
                        Math.sqrt(cell.areaPx() / Math.PI),
                        track == null ? Double.NaN : track.rootTrackId(),
                        track == null ? Double.NaN : track.generation()
                    };
                    double[] measured = numbers.of(cell);
                    for (int c = 0; c < columns.length; c++) {
                        columns[c][row] = c < own.length ? own[c] : measured[c - own.length];
                    }
                }
            });
            return new Points(names, columns, count);
        }
    }

    private static void csv(Points points, OutputStream out) throws IOException {
        CsvText csv = new CsvText(out);
        for (String name : points.names()) {
            csv.cell(name);
        }
        csv.end();
        for (int row = 0; row < points.count(); row++) {
            for (double[] column : points.columns()) {
                csv.cell(column[row]);
            }
            csv.end();
        }
        csv.flush();
    }

    private static void graph(List<TableTrack> children, OutputStream out) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartObject();
            for (TableTrack child : children) {
                json.writeArrayFieldStart(Integer.toString(child.trackId()));
                json.writeNumber(child.parentTrackId());
                json.writeEndArray();
            }
            json.writeEndObject();
        }
    }

    private static void npz(Points points, List<TableTrack> children, OutputStream out) throws IOException {
        try (NpzFile npz = new NpzFile(out)) {
            int width = TRACKS.size();
            npz.doubles("tracks", new int[] {points.count(), width}, i -> points.columns()[i % width][i / width]);
            long[] graph = children.stream()
                    .flatMapToLong(child -> Arrays.stream(new long[] {child.trackId(), child.parentTrackId()}))
                    .toArray();
            npz.longs("graph", new int[] {children.size(), 2}, i -> graph[i]);
            for (int c = width; c < points.columns().length; c++) {
                double[] column = points.columns()[c];
                npz.doubles("properties/" + points.names().get(c), new int[] {points.count()}, i -> column[i]);
            }
        }
    }
}
