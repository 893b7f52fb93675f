package org.cellineage.api;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellineage.format.Catalog;
import org.cellineage.format.FrameRef;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.Movie;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.layout.CatalogReader;
import org.cellineage.format.layout.MovieFormats;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/** The frames of a movie in files of any kind that {@code cellineage run} reads. */
public final class MovieFiles implements MovieFrames, Closeable {

    private final Movie movie;
    private final List<Problem> problems;
    private final Map<Integer, FrameRef> frames = new TreeMap<>();
    private final StoragePlaneReader reader = new StoragePlaneReader(new LocalStorage());

    /** @param movie from {@link #list} */
    public MovieFiles(Movie movie) {
        this(movie, List.of());
    }

    private MovieFiles(Movie movie, List<Problem> problems) {
        this.movie = movie;
        this.problems = List.copyOf(problems);
        movie.frames().forEach(frame -> frames.put(frame.frame(), frame));
    }

    /**
     * Finds the movies in a file or folder; reads names and headers only.
     *
     * @return movies, warnings, and what cannot be read
     * @throws BadInputException if there is no movie
     */
    public static Catalog list(Path input) throws IOException {
        return new CatalogReader(new LocalStorage()).read(input.toString(), MovieFormats.AUTO);
    }

    /**
     * Opens the only movie of a file or folder.
     *
     * @throws BadInputException if there is no movie, or there are several
     */
    public static MovieFiles open(Path input) throws IOException {
        Catalog catalog = list(input);
        if (catalog.movies().size() != 1) {
            Problem why = catalog.failures().stream()
                    .findFirst()
                    .map(failure -> failure.problem())
                    .orElse(new Problem(
                            input.toString(),
                            "It contains " + catalog.movies().size() + " movies.",
                            "Name the file or folder of one movie, or open each of them with MovieFiles.list."));
            throw new BadInputException(why.where(), why.cause(), why.remedy());
        }
        List<Problem> problems = new ArrayList<>();
        catalog.warnings().forEach(warning -> problems.add(warning.problem()));
        catalog.failures().forEach(failure -> problems.add(failure.problem()));
        return new MovieFiles(catalog.movies().get(0), problems);
    }

    /** Frames that are missing, and what can be read in more than one way; empty unless opened with {@link #open}. */
    public List<Problem> problems() {
        return problems;
    }

    /** The movie, with the names of its channels and its calibration. */
    public Movie movie() {
        return movie;
    }

    @Override
    public SortedSet<Integer> frames() {
        return new TreeSet<>(frames.keySet());
    }

    @Override
    public List<Plane> read(int frame) throws IOException {
        List<Plane> channels = new ArrayList<>();
        for (PlaneRef plane :
                Objects.requireNonNull(frames.get(frame), "no such frame").channels()) {
            channels.add(reader.read(plane));
        }
        return channels;
    }

    @Override
    public double pixelSizeUm() {
        return movie.calibration().pixelSizeUm();
    }

    @Override
    public List<String> channels() {
        return movie.channels();
    }

    @Override
    public String name() {
        return movie.source();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
