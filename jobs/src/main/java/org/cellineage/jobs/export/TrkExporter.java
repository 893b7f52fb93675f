package org.cellineage.jobs.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.layout.CatalogReader;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.format.trk.TrkTrack;
import org.cellineage.format.trk.TrkWriter;
import org.cellineage.image.PixelType;
import org.cellineage.image.Plane;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.store.PublishedTables;
import org.cellineage.problem.BadInputException;

/**
 * deepcell-tracking files: {@code PLATE/SEQ.trk}, one per movie, or {@code PLATE.trks}, one per plate whose movies all
 * have the same size. Raw pixels are read from the movie's original location; a frame that is missing there is written
 * as zeros.
 */
public final class TrkExporter implements Exporter {

    private final Storage storage;
    private final boolean batch;
    /** Movies by input and layout. */
    private final Map<List<String>, Map<MovieKey, Movie>> inputs = new HashMap<>();

    /** @param batch whether to write one {@code .trks} file per plate */
    public TrkExporter(Storage storage, boolean batch) {
        this.storage = storage;
        this.batch = batch;
    }

    @Override
    public String name() {
        return batch ? "trks" : "trk";
    }

    @Override
    public List<String> export(PublishedTables tables, List<TableMovie> movies, OutputFolder output)
            throws IOException {
        Map<String, List<TableMovie>> files = new TreeMap<>();
        for (TableMovie movie : movies) {
            String plate = movie.key().plate();
            String file = batch ? plate + ".trks" : plate + "/" + movie.sequence() + ".trk";
            files.computeIfAbsent(file, key -> new ArrayList<>()).add(movie);
        }
        List<String> written = new ArrayList<>();
        for (Map.Entry<String, List<TableMovie>> file : files.entrySet()) {
            write(tables, file.getValue(), file.getKey(), output);
            written.add(output.resolve(file.getKey()));
        }
        return written;
    }

    private void write(PublishedTables tables, List<TableMovie> movies, String file, OutputFolder output)
            throws IOException {
        List<Movie> sources = new ArrayList<>();
        List<List<TrkTrack>> lineages = new ArrayList<>();
        for (TableMovie movie : movies) {
            sources.add(source(movie));
            lineages.add(tracks(movie.load(tables)));
            if (movies.size() > 1) {
                movie.release();
            }
        }
        Movie first = sources.get(0);
        for (Movie source : sources) {
            boolean same = source.width() == first.width()
                    && source.height() == first.height()
                    && source.frameCount() == first.frameCount()
                    && source.channels().size() == first.channels().size()
                    && source.pixelType() == first.pixelType();
            if (!same) {
                throw new BadInputException(
                        source.source(),
                        "Movie " + source.key().id() + " differs in size, frames or channels from "
                                + first.key().id() + "; a .trks file can only hold movies of one shape.",
                        "Use --format trk, which writes one file per movie.");
            }
        }
        TrkWriter.Shape shape = new TrkWriter.Shape(
                movies.size(),
                batch,
                first.frameCount(),
                first.height(),
                first.width(),
                first.channels().size(),
                first.pixelType());
        try (TrkWriter writer = new TrkWriter(output.create(file), shape, lineages);
                StoragePlaneReader reader = new StoragePlaneReader(storage)) {
            for (Movie source : sources) {
                writeRaw(source, reader, writer);
            }
            for (TableMovie movie : movies) {
                if (movies.size() > 1) {
                    movie.load(tables);
                }
                for (int frame : movie.frames()) {
                    writer.writeTracked(movie.read(frame));
                }
                movie.release();
            }
        }
    }

    private Movie source(TableMovie movie) throws IOException {
        Movie found = moviesOf(movie.input(), movie.layout()).get(movie.key());
        if (found != null) {
            return found;
        }
        throw new BadInputException(
                movie.input(),
                "Movie " + movie.key().id() + " no longer exists; a .trk file needs its raw pixels.",
                "Restore the movie to its location, or export with --format ctc.");
    }

    /** The movies of an input, which is catalogued once for all of them. */
    private Map<MovieKey, Movie> moviesOf(String input, String layout) throws IOException {
        List<String> place = List.of(input, layout);
        Map<MovieKey, Movie> known = inputs.get(place);
        if (known == null) {
            known = new HashMap<>();
            for (Movie movie : new CatalogReader(storage).read(input, layout).movies()) {
                known.putIfAbsent(movie.key(), movie);
            }
            inputs.put(place, known);
        }
        return known;
    }

    private static void writeRaw(Movie source, StoragePlaneReader reader, TrkWriter writer) throws IOException {
        Map<Integer, FrameRef> frames = new HashMap<>();
        source.frames().forEach(frame -> frames.put(frame.frame(), frame));
        for (int t = 0; t < source.frameCount(); t++) {
            FrameRef frame = frames.get(t);
            List<Plane> planes = new ArrayList<>();
            for (int c = 0; c < source.channels().size(); c++) {
                planes.add(
                        frame == null
                                ? blank(source)
                                : plane(reader, frame.channels().get(c), source));
            }
            writer.writeRaw(planes);
        }
    }

    private static Plane plane(StoragePlaneReader reader, PlaneRef ref, Movie source) throws IOException {
        Plane plane = reader.read(ref);
        if (plane.type() != source.pixelType()) {
            throw new BadInputException(
                    ref.describe(),
                    "The frame is stored as " + plane.type() + ", but the movie's first frame as " + source.pixelType()
                            + ".",
                    "Save all frames of a movie with the same pixel type, or export with --format ctc.");
        }
        return plane;
    }

    private static Plane blank(Movie source) {
        int size = source.width() * source.height();
        PixelType type = source.pixelType();
        return switch (type) {
            case U8 -> Plane.of(source.width(), source.height(), new byte[size]);
            case U16 -> Plane.of(source.width(), source.height(), new short[size]);
            case I32 -> Plane.of(source.width(), source.height(), new int[size]);
            case F32 -> Plane.of(source.width(), source.height(), new float[size]);
        };
    }

    private static List<TrkTrack> tracks(TableMovie movie) {
        TreeMap<Integer, List<Integer>> daughters = new TreeMap<>();
        new TreeMap<>(movie.parents())
                .forEach((track, parent) -> daughters
                        .computeIfAbsent(parent, p -> new ArrayList<>())
                        .add(track));
        List<TrkTrack> tracks = new ArrayList<>();
        movie.framesOfTrack().forEach((track, frames) -> {
            List<Integer> children = daughters.getOrDefault(track, List.of());
            OptionalInt frameDiv = children.stream()
                    .mapToInt(child -> movie.framesOfTrack()
                            .getOrDefault(child, List.of(Integer.MAX_VALUE))
                            .get(0))
                    .min();
            Integer parent = movie.parents().get(track);
            tracks.add(new TrkTrack(
                    track,
                    frames,
                    children,
                    parent == null ? OptionalInt.empty() : OptionalInt.of(parent),
                    frameDiv,
                    !children.isEmpty()));
        });
        return tracks;
    }
}
