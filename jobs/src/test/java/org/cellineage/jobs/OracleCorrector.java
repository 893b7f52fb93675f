package org.cellineage.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.correct.CellRef;
import org.cellineage.correct.Correction;
import org.cellineage.correct.Edit;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.TrackSpan;
import org.cellineage.format.ctc.CtcTracks;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.image.Plane;

/**
 * A person who knows the truth and corrects with it: asked about a place, it says what is right there. The cells are
 * those of the truth, as with {@code run --labels}.
 */
final class OracleCorrector {

    /** Not the run that is corrected: an edit says what is true, and what the run found gives way. */
    private static final String RUN = "truth";

    private final Map<Place, CellRef> cells = new HashMap<>();
    /** The cells of each true track by frame. */
    private final Map<TrueTrack, NavigableMap<Integer, CellRef>> tracks = new HashMap<>();

    private final Map<CellRef, TrueTrack> truthOf = new HashMap<>();
    private final Map<TrueTrack, List<TrueTrack>> daughters = new HashMap<>();
    private final Map<TrueTrack, TrueTrack> mothers = new HashMap<>();

    /** A cell of the tables. */
    record Place(MovieKey movie, int track, int frame) {}

    private record TrueTrack(MovieKey movie, int track) {}

    /** Takes the cells of a lineage, and the truth of a simulated plate. */
    OracleCorrector(Path plate, Path lineage) {
        for (Row row : Job.rows(
                lineage,
                "cells",
                "plate",
                "well",
                "site",
                "track_id",
                "frame",
                "y_px",
                "x_px",
                "min_y_px",
                "min_x_px",
                "max_y_px",
                "max_x_px",
                "mask")) {
            MovieKey movie = new MovieKey(row.getString(0), row.getString(1), row.getString(2));
            CellRef ref = new CellRef(
                    row.getInt(4),
                    row.getInt(3),
                    row.getDouble(5),
                    row.getDouble(6),
                    new BoundingBox(row.getInt(7), row.getInt(8), row.getInt(9), row.getInt(10)),
                    RunLengthMask.ofBytes(row.<byte[]>getAs(11)));
            cells.put(new Place(movie, ref.track(), ref.frame()), ref);
        }
        try (StoragePlaneReader reader = new StoragePlaneReader(new LocalStorage())) {
            Map<Path, Plane> images = new HashMap<>();
            for (Map.Entry<Place, CellRef> cell : cells.entrySet()) {
                Path file = truth(plate, cell.getKey().movie())
                        .resolve(String.format(
                                Locale.ROOT, "man_track%03d.tif", cell.getKey().frame()));
                Plane image = images.get(file);
                if (image == null) {
                    image = reader.read(PlaneRef.tiff(file.toString(), 0));
                    images.put(file, image);
                }
                TrueTrack track = new TrueTrack(cell.getKey().movie(), label(image, cell.getValue()));
                truthOf.put(cell.getValue(), track);
                tracks.computeIfAbsent(track, key -> new TreeMap<>())
                        .put(cell.getKey().frame(), cell.getValue());
            }
            Set<MovieKey> movies = new LinkedHashSet<>();
            cells.keySet().forEach(place -> movies.add(place.movie()));
            for (MovieKey movie : movies) {
                Path list = truth(plate, movie).resolve("man_track.txt");
                for (TrackSpan span : CtcTracks.parse(Files.readString(list), list.toString())) {
                    if (span.parent() != TrackSpan.NO_PARENT) {
                        TrueTrack mother = new TrueTrack(movie, span.parent());
                        TrueTrack daughter = new TrueTrack(movie, span.track());
                        mothers.put(daughter, mother);
                        daughters
                                .computeIfAbsent(mother, key -> new ArrayList<>())
                                .add(daughter);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path truth(Path plate, MovieKey movie) {
        return plate.resolve(movie.well() + "_s" + movie.site() + "_GT/TRA");
    }

    private static int label(Plane image, CellRef cell) {
        int[] found = new int[1];
        cell.mask()
                .forEachRun(
                        cell.box(),
                        (row, from, count) -> found[0] = (int) image.toFloats()[row * image.width() + from]);
        return found[0];
    }

    /** All cells, in the order of the tables. */
    List<Place> places() {
        return cells.keySet().stream()
                .sorted(Comparator.comparing(Place::movie)
                        .thenComparingInt(Place::track)
                        .thenComparingInt(Place::frame))
                .toList();
    }

    /** What is right at a cell's link to the cell before. */
    Edit before(Place place) {
        CellRef cell = cells.get(place);
        TrueTrack track = truthOf.get(cell);
        Map.Entry<Integer, CellRef> earlier = tracks.get(track).lowerEntry(place.frame());
        if (earlier != null) {
            return new Edit.Link(earlier.getValue(), cell);
        }
        TrueTrack mother = mothers.get(track);
        Optional<Edit> division = mother == null ? Optional.empty() : division(mother);
        return division.orElse(new Edit.MarkRight(cell, Edit.Subject.BEGINNING));
    }

    /** What is right at the end of a cell's track. */
    Edit after(Place place) {
        CellRef cell = cells.get(place);
        TrueTrack track = truthOf.get(cell);
        Map.Entry<Integer, CellRef> later = tracks.get(track).higherEntry(place.frame());
        return later == null
                ? division(track).orElse(new Edit.MarkRight(cell, Edit.Subject.END))
                : new Edit.Link(cell, later.getValue());
    }

    private Optional<Edit> division(TrueTrack mother) {
        List<CellRef> first = daughters.getOrDefault(mother, List.of()).stream()
                .filter(tracks::containsKey)
                .map(daughter -> tracks.get(daughter).firstEntry().getValue())
                .toList();
        return first.size() == 2 && tracks.containsKey(mother)
                ? Optional.of(
                        new Edit.AddDivision(tracks.get(mother).lastEntry().getValue(), first.get(0), first.get(1)))
                : Optional.empty();
    }

    /**
     * Answers an item of the review queue.
     *
     * @param kind kind of the item
     */
    Map<MovieKey, List<Edit>> answer(MovieKey movie, String kind, int track, int frame) {
        List<Edit> edits = new ArrayList<>();
        switch (kind) {
            case "division" -> {
                Place mother = cells.keySet().stream()
                        .filter(place -> place.movie().equals(movie) && place.track() == track)
                        .max(Comparator.comparingInt(Place::frame))
                        .orElseThrow();
                edits.add(after(mother));
            }
            case "end" -> edits.add(after(new Place(movie, track, frame)));
            default -> edits.add(before(new Place(movie, track, frame)));
        }
        return Map.of(movie, edits);
    }

    /** An edit as the log has it. */
    static Correction correction(MovieKey movie, Edit edit) {
        return new Correction(movie, "oracle", Instant.EPOCH, "truth", RUN, edit);
    }
}
