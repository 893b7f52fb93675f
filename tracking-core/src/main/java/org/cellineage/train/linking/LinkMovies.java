package org.cellineage.train.linking;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.TrackSpan;
import org.cellineage.format.labels.LabelCatalog;
import org.cellineage.format.labels.LabelPairing;
import org.cellineage.format.labels.LabelSet;
import org.cellineage.format.layout.CatalogReader;
import org.cellineage.format.layout.MovieFormats;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.link.learned.FrameViews;
import org.cellineage.problem.BadInputException;
import org.cellineage.segment.Labels;

/**
 * Reads movies with known lineages: anything that {@code run --labels} reads and that has a lineage file beside its
 * labels.
 */
final class LinkMovies {

    private final Storage storage;

    /**
     * Location of a movie and its ground truth.
     *
     * @param input movies in any layout; a sequence folder of a Cell Tracking Challenge dataset is one movie
     * @param segmented label images to take the cells from; empty to use those of the ground truth
     * @param part the part of the movies to read
     */
    record Source(String input, String segmented, MoviePart part) {}

    LinkMovies(Storage storage) {
        this.storage = storage;
    }

    /** Reads all movies of a source. */
    List<LinkMovie> read(Source source) throws IOException {
        List<LinkMovie> read = new ArrayList<>();
        forEach(source, (movie, labels, cells) -> read.add(read(movie, labels, cells, source)));
        return read;
    }

    /** Visits all frames with cells of the movies of a source, in order. */
    void visit(Source source, Consumer<KnownFrame> visitor) throws IOException {
        forEach(source, (movie, labels, cells) -> visit(movie, labels, cells, source.part(), spans(labels), visitor));
    }

    /**
     * Visits all frames with cells of movies, in order; a cell's label is its track.
     *
     * @param input movies in any layout
     * @param labels their label images, which need no lineage; empty if they are beside the movies
     */
    void visitLabels(String input, String labels, MoviePart part, Consumer<KnownFrame> visitor) throws IOException {
        forEach(
                input,
                labels.isEmpty() ? truthFolder(absolute(input)) : labels,
                Optional.empty(),
                (movie, truth, cells) -> visit(movie, truth, cells, part, Map.of(), visitor));
    }

    /** Receives a movie, its ground truth, and the labels to take its cells from. */
    private interface MovieWork {
        void accept(Movie movie, LabelSet truth, LabelSet cells) throws IOException;
    }

    private String absolute(String input) throws IOException {
        return storage.absolute(input).replaceAll("/+$", "");
    }

    private void forEach(Source source, MovieWork work) throws IOException {
        Optional<String> segmented = Optional.of(source.segmented()).filter(labels -> !labels.isEmpty());
        forEach(source.input(), truthFolder(absolute(source.input())), segmented, work);
    }

    private void forEach(String input, String known, Optional<String> cellLabels, MovieWork work) throws IOException {
        List<Movie> movies = new CatalogReader(storage)
                .read(absolute(input), MovieFormats.AUTO)
                .movies();
        if (movies.isEmpty()) {
            throw new BadInputException(
                    input, "It contains no movies.", "Give movies that 'cellineage check' can read.");
        }
        LabelCatalog truth = LabelCatalog.read(storage, known);
        Optional<LabelCatalog> given = Optional.empty();
        if (cellLabels.isPresent()) {
            given = Optional.of(LabelCatalog.read(storage, cellLabels.get()));
        }
        LabelPairing truths = truth.pair(movies);
        Optional<LabelPairing> segmented = given.map(labels -> labels.pair(movies));
        for (Movie movie : movies) {
            if (!truths.notMovies().contains(movie.key())) {
                LabelSet labels = labels(truths, movie);
                LabelSet cells = segmented.isPresent() ? labels(segmented.get(), movie) : labels;
                work.accept(movie, labels, cells);
            }
        }
    }

    /** The labels of a Cell Tracking Challenge sequence are in a sibling folder. */
    private static String truthFolder(String input) {
        String last = input.substring(input.lastIndexOf('/') + 1);
        return last.matches("\\d\\d") ? input.substring(0, input.lastIndexOf('/')) : input;
    }

    private static LabelSet labels(LabelPairing pairing, Movie movie) {
        return pairing.of(movie.key())
                .orElseThrow(() -> pairing.problem(movie.key())
                        .map(problem -> new BadInputException(problem.where(), problem.cause(), problem.remedy()))
                        .orElseGet(() -> new BadInputException(
                                movie.source(),
                                "It has no labels for movie " + movie.key().id() + ".",
                                "Give label images with the same names as the movies.")));
    }

    private LinkMovie read(Movie movie, LabelSet truth, LabelSet given, Source source) throws IOException {
        Map<Integer, TrackSpan> spans = spans(truth);
        List<LinkMovie.Frame> frames = new ArrayList<>();
        visit(
                movie,
                truth,
                given,
                source.part(),
                spans,
                seen -> frames.add(new LinkMovie.Frame(
                        seen.frame(),
                        seen.channels().get(0).width(),
                        seen.channels().get(0).height(),
                        seen.cells(),
                        seen.tracks(),
                        FrameViews.of(seen.channels().get(0), seen.cells()))));
        String name = storage.absolute(movie.source());
        return new LinkMovie(
                shown(source.input())
                        + (name.endsWith(absolute(source.input()))
                                ? ""
                                : " " + movie.key().id()),
                frames,
                spans);
    }

    private Map<Integer, TrackSpan> spans(LabelSet truth) throws IOException {
        Map<Integer, TrackSpan> spans = new HashMap<>();
        for (TrackSpan span : LabelCatalog.lineage(storage, truth)) {
            spans.put(span.track(), span);
        }
        return spans;
    }

    private void visit(
            Movie movie,
            LabelSet truth,
            LabelSet given,
            MoviePart part,
            Map<Integer, TrackSpan> spans,
            Consumer<KnownFrame> visitor)
            throws IOException {
        try (StoragePlaneReader planes = new StoragePlaneReader(storage);
                StoragePlaneReader labels = new StoragePlaneReader(storage)) {
            for (FrameRef frame : movie.frames()) {
                PlaneRef cells = given.frames().get(frame.frame());
                PlaneRef known = truth.frames().get(frame.frame());
                if (cells == null || known == null || !part.holdsFrame(frame.frame())) {
                    continue;
                }
                List<Plane> channels = new ArrayList<>();
                for (PlaneRef channel : frame.channels()) {
                    channels.add(planes.read(channel));
                }
                LabelImage truthImage = Labels.fromPlane(labels.read(known), known.describe());
                LabelImage cellImage =
                        cells.equals(known) ? truthImage : Labels.fromPlane(labels.read(cells), cells.describe());
                List<Cell> measured = CellMeasurer.measure(cellImage, channels).stream()
                        .filter(cell -> part.holdsColumn(cell.xPx()))
                        .toList();
                if (!measured.isEmpty()) {
                    visitor.accept(new KnownFrame(
                            movie.key(),
                            frame.frame(),
                            channels,
                            measured,
                            tracks(measured, cellImage, truthImage),
                            spans));
                }
            }
        }
    }

    /** The last two components of an input's path: the rest differs between machines. */
    private static String shown(String input) {
        Path path = Path.of(input).normalize();
        int names = path.getNameCount();
        return names == 0 ? input : path.subpath(Math.max(0, names - 2), names).toString();
    }

    /**
     * The true track of each cell. It is the label itself if the cells come from the ground truth; otherwise it is the
     * track that covers most of the cell and has most of its own area there. If two cells have equal shares of a track,
     * the larger cell gets it.
     */
    private static int[] tracks(List<Cell> cells, LabelImage image, LabelImage truth) {
        int[] tracks = new int[cells.size()];
        if (image == truth) {
            for (int i = 0; i < tracks.length; i++) {
                tracks[i] = cells.get(i).label();
            }
            return tracks;
        }
        Map<Integer, Integer> areas = new HashMap<>();
        Map<Integer, Map<Integer, Integer>> shared = new HashMap<>();
        for (int p = 0; p < truth.labels().length; p++) {
            int track = truth.labels()[p];
            if (track != 0) {
                areas.merge(track, 1, Integer::sum);
                if (image.labels()[p] != 0) {
                    shared.computeIfAbsent(image.labels()[p], key -> new HashMap<>())
                            .merge(track, 1, Integer::sum);
                }
            }
        }
        for (int i = 0; i < tracks.length; i++) {
            int best = LinkMovie.UNKNOWN;
            int most = 0;
            for (Map.Entry<Integer, Integer> entry :
                    shared.getOrDefault(cells.get(i).label(), Map.of()).entrySet()) {
                int area = areas.getOrDefault(entry.getKey(), 0);
                boolean holds = 2 * entry.getValue() > area;
                if (holds && (entry.getValue() > most || (entry.getValue() == most && entry.getKey() < best))) {
                    most = entry.getValue();
                    best = entry.getKey();
                }
            }
            tracks[i] = best;
        }
        return tracks;
    }
}
