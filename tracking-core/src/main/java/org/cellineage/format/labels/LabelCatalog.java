package org.cellineage.format.labels;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellineage.format.Catalog;
import org.cellineage.format.FrameRef;
import org.cellineage.format.GivenLineage;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.TrackSpan;
import org.cellineage.format.ctc.CtcTracks;
import org.cellineage.format.geff.GeffSource;
import org.cellineage.format.layout.CatalogReader;
import org.cellineage.format.layout.MovieFormats;
import org.cellineage.format.layout.ZarrLabels;
import org.cellineage.format.spots.SpotGrid;
import org.cellineage.format.trk.TrkArchive;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/**
 * Finds label images by names and headers.
 *
 * <p>Recognized are TIFF and PNG images (one per frame) and TIFF stacks (one per movie) with the names that Cellpose,
 * StarDist, ilastik, CellProfiler, TrackMate and napari give them, or with the names of the images themselves; label
 * images of the Cell Tracking Challenge ({@code man_trackNNN.tif}, {@code man_segNNN.tif}, {@code maskNNN.tif},
 * {@code tNNN.tif}) in a folder or a whole dataset; {@code .trk} files; graphs in GEFF with their label images; label
 * images of OME-Zarr; zip archives of stacks; and {@linkplain org.cellineage.format.tracks.TrackFiles files of spots}. If a
 * sequence has
 * several folders, {@code SEQ_GT/TRA} is preferred to {@code SEQ_RES}, {@code SEQ_ST/SEG} and {@code SEQ_GT/SEG}.
 * {@link #pair} assigns labels to movies.
 */
public final class LabelCatalog {

    private final Storage storage;
    private final String location;
    private final List<LabelCandidate> candidates;
    private final List<Problem> refused;
    private final List<StoredFile> files;
    /** Computed on demand, because it fails for duplicate names, which some callers can handle. */
    private Optional<Map<String, LabelSet>> sets = Optional.empty();

    private LabelCatalog(
            Storage storage,
            String location,
            List<LabelCandidate> candidates,
            List<Problem> refused,
            List<StoredFile> files) {
        this.storage = storage;
        this.location = location;
        this.candidates = candidates;
        this.refused = refused;
        this.files = files;
    }

    /**
     * Reads the label images at a location; files of spots, if there are no images.
     *
     * @throws BadInputException if there are none
     */
    public static LabelCatalog read(Storage storage, String location) throws IOException {
        return read(storage, location, false);
    }

    /**
     * Reads the labels at a location that have a lineage: files of spots are preferred to images without a list of tracks.
     *
     * @throws BadInputException if there are no labels
     */
    public static LabelCatalog readTracks(Storage storage, String location) throws IOException {
        return read(storage, location, true);
    }

    private static LabelCatalog read(Storage storage, String location, boolean tracks) throws IOException {
        String root = storage.absolute(location);
        Optional<GeffScan> graphs = GeffScan.read(storage, root);
        if (graphs.isPresent()) {
            return new LabelCatalog(
                    storage,
                    root,
                    graphs.get().candidates(),
                    List.of(),
                    graphs.get().files());
        }
        Optional<ZarrLabels> zarr = ZarrLabels.read(storage, root);
        if (zarr.isPresent()) {
            return zarr(storage, root, zarr.get());
        }
        List<StoredFile> files = storage.list(root);
        if (files.isEmpty()) {
            throw new BadInputException(
                    location,
                    "The folder of labels is empty.",
                    "Give the folder or file that contains the label images.");
        }
        if (files.stream().anyMatch(f -> f.name().toLowerCase(Locale.ROOT).matches(".*\\.trks?"))) {
            return trk(storage, root, files);
        }
        String folder = root.replaceAll("(?<=.)/+$", "");
        List<LabelCandidate> spots = tracks && files.stream().noneMatch(CtcFolder::isLineage)
                ? best(SpotSets.candidates(storage, files))
                : List.of();
        if (!spots.isEmpty()) {
            return new LabelCatalog(storage, folder, spots, List.of(), files);
        }
        LabelScan scan = LabelScan.of(storage, files);
        List<LabelCandidate> found = best(scan.candidates());
        List<Problem> problems = new ArrayList<>(scan.unreadable());
        problems.addAll(scan.refused());
        if (found.isEmpty()
                && files.stream()
                        .anyMatch(f -> f.name().toLowerCase(Locale.ROOT).endsWith(".zip"))) {
            found = movies(storage, location, problems);
        }
        if (found.isEmpty()) {
            found = best(SpotSets.candidates(storage, files));
        }
        if (found.isEmpty()) {
            Optional<Problem> first = problems.stream().findFirst();
            throw new BadInputException(
                    first.map(Problem::where).orElse(location),
                    "None of its label images can be read"
                            + first.map(problem -> ": " + problem.cause()).orElse("."),
                    first.map(Problem::remedy)
                            .orElse("Give label images as TIFF (whole numbers, one per cell), a .trk file, a file that"
                                    + " TrackMate saved, or tracks of napari."));
        }
        return new LabelCatalog(storage, folder, found, problems, files);
    }

    /** The label images inside OME-Zarr images, found through metadata without listing chunks. */
    private static LabelCatalog zarr(Storage storage, String root, ZarrLabels labels) {
        List<LabelCandidate> found = new ArrayList<>();
        labels.sets()
                .forEach((name, frames) -> found.add(new LabelCandidate(
                        new LabelSet(name, frames.where(), frames.planes(), "", 0),
                        false,
                        List.of(),
                        Set.copyOf(LabelName.of(name).bases()),
                        Places.folders(Places.parent(frames.where())),
                        frames.where(),
                        CtcFolder.rank(""),
                        Optional.empty())));
        return new LabelCatalog(storage, root, found, List.of(), labels.files());
    }

    /**
     * Reads the complete masks of a ground truth: {@code SEQ_GT/SEG}, or {@code SEQ_ST/SEG} for silver truth.
     *
     * @return empty if there are no such folders
     * @throws BadInputException if silver truth is requested and does not exist
     */
    public static LabelCatalog readMasks(Storage storage, String location, boolean silver) throws IOException {
        String ending = silver ? "_ST/SEG" : "_GT/SEG";
        List<StoredFile> masks = storage.list(location).stream()
                .filter(f -> Places.parent(f.location()).endsWith(ending))
                .toList();
        if (silver && masks.isEmpty()) {
            throw new BadInputException(
                    location,
                    "It contains no silver truth: none of its folders is called SEQ_ST/SEG.",
                    "Give the folder that contains SEQ_GT and SEQ_ST, or omit --silver.");
        }
        return new LabelCatalog(
                storage, location, best(LabelScan.of(storage, masks).candidates()), List.of(), masks);
    }

    /** Of several labels of the same sequence of a dataset, the preferred ones. */
    private static List<LabelCandidate> best(List<LabelCandidate> all) {
        Map<List<String>, Integer> bestRank = new HashMap<>();
        all.forEach(one -> bestRank.merge(one.sequence(), one.rank(), Math::min));
        return all.stream()
                .filter(one -> bestRank.getOrDefault(one.sequence(), one.rank()) == one.rank())
                .toList();
    }

    /**
     * All sets, by name.
     *
     * @throws BadInputException if two have the same name, and neither is preferred
     */
    public Map<String, LabelSet> sets() {
        if (sets.isEmpty()) {
            sets = Optional.of(Collections.unmodifiableMap(readSets()));
        }
        return sets.get();
    }

    private Map<String, LabelSet> readSets() {
        Map<String, LabelCandidate> byName = new TreeMap<>();
        for (LabelCandidate next : candidates) {
            LabelCandidate held = byName.get(next.set().name());
            if (held == null || next.rank() < held.rank()) {
                byName.put(next.set().name(), next);
            }
        }
        Map<String, LabelSet> found = new TreeMap<>();
        byName.forEach((name, held) -> found.put(name, held.set()));
        for (LabelCandidate next : candidates) {
            LabelCandidate held = byName.get(next.set().name());
            if (held != null && held != next && held.rank() == next.rank()) {
                throw new BadInputException(
                        next.set().source(),
                        "It contains labels of sequence " + next.set().name() + ", and so does "
                                + held.set().source() + ".",
                        "Give the labels of one dataset, or only the intended folder.");
            }
        }
        return found;
    }

    /** Assigns labels to the movies of an input; {@code movies} must be all of them. */
    public LabelPairing pair(List<Movie> movies) {
        Map<MovieKey, KnownMovie> known = new HashMap<>();
        for (Movie movie : movies) {
            SpotGrid grid = new SpotGrid(
                    movie.width(), movie.height(), movie.calibration().pixelSizeUm());
            known.put(movie.key(), new KnownMovie(movie.key(), movie.source(), movie.frameCount(), Optional.of(grid)));
        }
        return drawn(new MoviePairing(location, candidates, refused).pair(movies), known);
    }

    /** Assigns labels to the movies of the tables; {@code movies} must be all of them. */
    public LabelPairing pairKnown(List<KnownMovie> movies) {
        Map<MovieKey, KnownMovie> known = new HashMap<>();
        movies.forEach(movie -> known.put(movie.key(), movie));
        return drawn(new MoviePairing(location, candidates, refused).pairKnown(movies), known);
    }

    /** Now that the movies are known, labels can be drawn on their pixels. */
    private LabelPairing drawn(LabelPairing pairing, Map<MovieKey, KnownMovie> movies) {
        Map<MovieKey, LabelSet> drawn = new TreeMap<>();
        Map<MovieKey, Problem> problems = new TreeMap<>(pairing.problems());
        pairing.sets().forEach((key, set) -> {
            try {
                drawn.put(key, drawn(set, Objects.requireNonNull(movies.get(key))));
            } catch (BadInputException e) {
                problems.put(key, e.problem());
            } catch (IOException e) {
                problems.put(
                        key,
                        new Problem(
                                set.source(),
                                "It cannot be read: " + e.getMessage() + ".",
                                "Check that the file exists and can be read, then run again."));
            }
        });
        return new LabelPairing(drawn, problems, pairing.notes(), pairing.notMovies());
    }

    /**
     * The labels of a movie: spots are drawn on its pixels, images are as they are.
     *
     * @throws BadInputException if spots cannot be drawn on this movie
     */
    public LabelSet drawn(LabelSet set, KnownMovie movie) throws IOException {
        if (!SpotSets.isOpen(set)) {
            return set;
        }
        SpotGrid grid = movie.grid().orElseThrow(() -> SpotSets.notDrawn(set));
        return SpotSets.drawn(storage, set, grid, movie.frameCount());
    }

    /** The files that contain the labels, with their versions; for OME-Zarr, one file represents each label image. */
    public List<StoredFile> files() {
        return files;
    }

    private static LabelCatalog trk(Storage storage, String root, List<StoredFile> files) throws IOException {
        List<LabelCandidate> found = new ArrayList<>();
        List<Problem> unreadable = new ArrayList<>();
        for (StoredFile file : files) {
            if (file.name().toLowerCase(Locale.ROOT).matches(".*\\.trks?")) {
                try (TrkArchive archive = TrkArchive.open(storage, file.location())) {
                    for (int movie = 0; movie < archive.movies(); movie++) {
                        found.add(trk(archive, movie, root, file.location()));
                    }
                } catch (BadInputException e) {
                    unreadable.add(e.problem());
                }
            }
        }
        if (found.isEmpty()) {
            Problem first = unreadable.get(0);
            throw new BadInputException(first.where(), first.cause(), first.remedy());
        }
        return new LabelCatalog(storage, root, found, unreadable, files);
    }

    private static LabelCandidate trk(TrkArchive archive, int movie, String root, String file) {
        Map<Integer, PlaneRef> frames = new TreeMap<>();
        for (int t = 0; t < archive.frames(); t++) {
            int plane = movie * archive.frames() + t;
            frames.put(t, new PlaneRef(PlaneRef.Encoding.TRK_ARRAY, file, TrkArchive.TRACKED, plane));
        }
        String relative = file.equals(root)
                ? Places.last(file)
                : file.substring(root.replaceAll("/+$", "").length() + 1);
        String stem = LabelName.stem(relative.replace('/', '_'));
        String name = archive.movies() > 1 ? stem + "_" + movie : stem;
        Set<String> names = new TreeSet<>(LabelName.of(name).bases());
        names.add(Places.plain(name));
        // In a folder of plates, the folders tell movies of one name apart.
        String own = LabelName.stem(Places.last(file)) + (archive.movies() > 1 ? "_" + movie : "");
        names.addAll(LabelName.of(own).bases());
        names.add(Places.plain(own));
        return new LabelCandidate(
                new LabelSet(name, file, frames, file, movie),
                false,
                List.of(),
                names,
                Places.folders(Places.parent(file)),
                Places.parent(file),
                CtcFolder.rank(""),
                Optional.empty());
    }

    /** Labels in a movie layout, such as an archive of stacks. */
    private static List<LabelCandidate> movies(Storage storage, String location, List<Problem> problems)
            throws IOException {
        Catalog catalog = new CatalogReader(storage).read(location, MovieFormats.AUTO);
        catalog.failures().forEach(failure -> problems.add(failure.problem()));
        List<LabelCandidate> found = new ArrayList<>();
        for (Movie movie : catalog.movies()) {
            Map<Integer, PlaneRef> frames = new TreeMap<>();
            for (FrameRef frame : movie.frames()) {
                frames.put(frame.frame(), frame.channels().get(0));
            }
            String name = MovieNames.of(movie.key());
            Set<String> names = new TreeSet<>(LabelName.of(name).bases());
            found.add(new LabelCandidate(
                    new LabelSet(name, movie.source(), frames, "", 0),
                    false,
                    List.of(),
                    names,
                    Places.folders(Places.parent(movie.source())),
                    movie.source(),
                    CtcFolder.rank(""),
                    Optional.empty()));
        }
        return found;
    }

    /**
     * Reads the lineage of a set of labels, which must be flawless.
     *
     * @throws BadInputException if there is none, or it has a flaw
     */
    public static List<TrackSpan> lineage(Storage storage, LabelSet set) throws IOException {
        return givenLineage(storage, set).flawless();
    }

    /**
     * Reads the lineage of a set of labels as far as possible, with the frame numbers of the set.
     *
     * @throws BadInputException if there is none
     */
    public static GivenLineage givenLineage(Storage storage, LabelSet set) throws IOException {
        String file = set.lineage();
        if (file.isEmpty()) {
            throw new BadInputException(
                    set.source(),
                    "There is no lineage file next to the labels.",
                    "Put man_track.txt or res_track.txt into the folder, or use --labels to have them tracked.");
        }
        if (SpotSets.isOpen(set)) {
            throw SpotSets.notDrawn(set);
        }
        Optional<GivenLineage> drawn = SpotSets.lineage(storage, set);
        if (drawn.isPresent()) {
            return drawn.get();
        }
        if (set.frames().values().stream().anyMatch(plane -> plane.encoding() == PlaneRef.Encoding.GEFF)) {
            return GeffSource.open(storage, file).lineage().shifted(set.lineageShift());
        }
        if (!file.toLowerCase(Locale.ROOT).matches(".*\\.trks?")) {
            return CtcTracks.readGiven(storage, file).shifted(set.lineageShift());
        }
        try (TrkArchive archive = TrkArchive.open(storage, file)) {
            return archive.givenLineages().get(set.movieInFile()).given().shifted(set.lineageShift());
        }
    }
}
