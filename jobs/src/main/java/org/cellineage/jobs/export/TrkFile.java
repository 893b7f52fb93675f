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
import org.cellineage.format.PlaneRef;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.format.trk.TrkTrack;
import org.cellineage.format.trk.TrkWriter;
import org.cellineage.image.PixelType;
import org.cellineage.image.Plane;
import org.cellineage.jobs.published.TableLabels;
import org.cellineage.problem.BadInputException;

/**
 * A file of deepcell-tracking. Raw pixels are read from the input of the movies; a frame that is missing there is written
 * as zeros.
 */
final class TrkFile {

    private final List<ExportMovie> movies;
    private final boolean batch;

    /**
     * Describes a file to write.
     *
     * @param movies movies of the file
     * @param batch whether its arrays have an axis for movies ({@code .trks})
     */
    TrkFile(List<ExportMovie> movies, boolean batch) {
        this.movies = movies;
        this.batch = batch;
    }

    /** Writes the file. */
    void write(String name, ExportTarget target) throws IOException {
        List<Movie> sources = movies.stream().map(ExportMovie::images).toList();
        TrkWriter.Shape shape = shape(sources);
        List<List<TrkTrack>> lineages = new ArrayList<>();
        for (ExportMovie movie : movies) {
            lineages.add(tracks(movie.labels()));
        }
        target.write(name, out -> {
            try (TrkWriter writer = new TrkWriter(out, shape, lineages);
                    StoragePlaneReader reader = new StoragePlaneReader(target.storage())) {
                for (Movie source : sources) {
                    writeRaw(source, reader, writer);
                }
                for (ExportMovie movie : movies) {
                    TableLabels labels = movie.labels();
                    for (int frame : labels.frames()) {
                        writer.writeTracked(labels.read(frame));
                    }
                }
            }
        });
    }

    private TrkWriter.Shape shape(List<Movie> sources) {
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
        return new TrkWriter.Shape(
                movies.size(),
                batch,
                first.frameCount(),
                first.height(),
                first.width(),
                first.channels().size(),
                first.pixelType());
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

    private static Plane plane(StoragePlaneReader reader, PlaneRef ref, Movie source) {
        Plane plane;
        try {
            plane = reader.read(ref);
        } catch (IOException e) {
            throw new BadInputException(
                    ref.describe(),
                    "The image can no longer be read: " + e + ".",
                    "Restore the movie to its location, or export with --format ctc.",
                    e);
        }
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

    private static List<TrkTrack> tracks(TableLabels movie) {
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
