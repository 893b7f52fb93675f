package org.cellineage.format.layout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.cellineage.format.Catalog;
import org.cellineage.format.CatalogFailure;
import org.cellineage.format.CatalogRequest;
import org.cellineage.format.CatalogWarning;
import org.cellineage.format.Description;
import org.cellineage.format.FormatMatch;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Headers;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieFormat;
import org.cellineage.format.MovieKey;
import org.cellineage.format.MovieOutline;
import org.cellineage.format.Outline;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.ReadOptions;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.ZPlanes;
import org.cellineage.format.zarr.FolderStore;
import org.cellineage.format.zarr.NgffImage;
import org.cellineage.format.zarr.OmeZarr;
import org.cellineage.format.zarr.SideBySide;
import org.cellineage.format.zarr.ZarrRoots;
import org.cellineage.format.zarr.ZarrStore;
import org.cellineage.format.zarr.ZipStore;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/**
 * OME-Zarr: an image or a plate as a Zarr hierarchy, in a folder or zipped, or a folder of these. The full-resolution
 * level of each image is a movie; label images are not.
 *
 * <p>The listing is not used: a plate is described by its metadata files alone, and may have millions of chunks.
 */
final class ZarrFormat implements MovieFormat {

    static final String NAME = "ome-zarr";
    /** Chunks are what a listing shows of a Zarr hierarchy whose metadata files are hidden. */
    private static final Pattern CHUNK = Pattern.compile("\\d+([.]\\d+)*");

    private static final Pattern NOT_IN_NAMES = Pattern.compile("[/\\\\\\p{Cntrl}]");
    private static final String UNKNOWN = "-";

    /**
     * A catalog, with one file per image that represents all of its files.
     *
     * @param files with the locations of the movies' planes
     */
    record Reading(Catalog catalog, List<StoredFile> files) {}

    /** A hierarchy of the input. */
    private record Hierarchy(String location, ZarrStore store, List<OmeZarr.Place> places) {}

    /** A place with the key of its movie. */
    private record Planned(MovieKey key, Hierarchy hierarchy, OmeZarr.Place place) {}

    /** The result for a place. */
    private record Outcome(Optional<Movie> movie, List<Problem> doubts, List<StoredFile> file, List<Problem> failure) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "OME-Zarr 0.1 to 0.5: an image or plate, PLATE.zarr, zipped (.zarr.zip, .ozx), or a folder of them";
    }

    /** Takes the whole input, which is described by its metadata files alone. */
    @Override
    public Optional<FormatMatch> recognise(CatalogRequest request) throws IOException {
        boolean hint = request.files().stream()
                .anyMatch(f -> f.location().contains(".zarr/")
                        || f.name().equals("zarr.json")
                        || ZarrRoots.isArchive(f.name())
                        || CHUNK.matcher(f.name()).matches());
        return hint
                        && !ZarrRoots.find(request.storage(), request.root())
                                .locations()
                                .isEmpty()
                ? Optional.of(new FormatMatch("Zarr metadata", request.files()))
                : Optional.empty();
    }

    @Override
    public Outline outline(CatalogRequest request) throws IOException {
        Catalog catalog = read(
                        request.root(), request.storage(), request.headers().options())
                .orElseThrow(() -> new BadInputException(
                        request.root(),
                        "There is no OME-Zarr in it: no .zattrs and no zarr.json.",
                        "Give the folder of the image or plate, copied with its hidden files."))
                .catalog();
        return new Outline(
                List.copyOf(catalog.movies().stream().map(Described::new).toList()),
                catalog.failures(),
                catalog.warnings());
    }

    /** A movie that is already described by its metadata. */
    private record Described(Movie movie) implements MovieOutline {

        private static final long serialVersionUID = 1L;

        @Override
        public MovieKey key() {
            return movie.key();
        }

        @Override
        public String source() {
            return movie.source();
        }

        @Override
        public Description describe(Headers headers) {
            return Description.of(movie);
        }
    }

    /** Reads an input without listing it; empty if it is neither OME-Zarr nor a folder of OME-Zarr. */
    static Optional<Reading> read(String root, Storage storage, ReadOptions options) throws IOException {
        ZarrRoots.Found found = ZarrRoots.find(storage, root);
        if (found.locations().isEmpty()) {
            return Optional.empty();
        }
        List<CatalogFailure> failures = new ArrayList<>();
        List<Hierarchy> hierarchies = new ArrayList<>();
        try {
            for (String location : found.locations()) {
                open(storage, location, found.locations().size() == 1, hierarchies, failures);
            }
            return Optional.of(read(root, plan(root, hierarchies), found, failures, options));
        } finally {
            for (Hierarchy hierarchy : hierarchies) {
                hierarchy.store().close();
            }
        }
    }

    /** An operation on an image of an input. */
    interface ImageStep {
        void take(MovieKey key, ZarrStore store, String path) throws IOException;
    }

    /**
     * Applies an operation to each image of an input, skipping unreadable parts.
     *
     * @return whether the input is OME-Zarr
     */
    static boolean eachImage(String root, Storage storage, ImageStep step) throws IOException {
        ZarrRoots.Found found = ZarrRoots.find(storage, root);
        List<Hierarchy> hierarchies = new ArrayList<>();
        try {
            for (String location : found.locations()) {
                open(storage, location, found.locations().size() == 1, hierarchies, new ArrayList<>());
            }
            for (Planned planned : plan(root, hierarchies)) {
                if (planned.place().problem().isEmpty()) {
                    step.take(
                            planned.key(),
                            planned.hierarchy().store(),
                            planned.place().path());
                }
            }
        } finally {
            for (Hierarchy hierarchy : hierarchies) {
                hierarchy.store().close();
            }
        }
        return !found.locations().isEmpty();
    }

    private static void open(
            Storage storage,
            String location,
            boolean single,
            List<Hierarchy> hierarchies,
            List<CatalogFailure> failures)
            throws IOException {
        try {
            boolean zipped = storage.find(location).isPresent();
            ZarrStore store = zipped ? ZipStore.open(storage, location, "") : new FolderStore(storage, location);
            try {
                hierarchies.add(new Hierarchy(location, store, OmeZarr.places(store)));
            } catch (IOException | RuntimeException e) {
                store.close();
                throw e;
            }
        } catch (BadInputException e) {
            if (single) {
                throw e;
            }
            MovieKey key = new MovieKey(MovieKey.DEFAULT_PLATE, MovieKey.NO_WELL, ZarrRoots.stem(location));
            failures.add(CatalogFailure.ofMovie(key, e.problem()));
        }
    }

    private static Reading read(
            String root, List<Planned> plan, ZarrRoots.Found found, List<CatalogFailure> failures, ReadOptions options)
            throws IOException {
        List<Outcome> outcomes = SideBySide.map(plan, planned -> describe(planned, options.zPlanes()));
        List<Movie> movies = new ArrayList<>();
        List<CatalogWarning> warnings = new ArrayList<>();
        Map<String, StoredFile> files = new TreeMap<>();
        for (int i = 0; i < plan.size(); i++) {
            MovieKey key = plan.get(i).key();
            Outcome outcome = outcomes.get(i);
            outcome.movie().ifPresent(movies::add);
            outcome.failure().forEach(problem -> failures.add(CatalogFailure.ofMovie(key, problem)));
            outcome.doubts().forEach(problem -> warnings.add(CatalogWarning.ofMovie(key, problem)));
            outcome.file().forEach(file -> files.put(file.location(), file));
        }
        addDoubts(root, found, plan, outcomes, warnings);
        String why = found.locations().size() == 1
                ? "Zarr metadata in " + Names.last(found.locations().get(0))
                : "Zarr metadata in " + found.locations().size() + " of its folders or archives";
        return new Reading(new Catalog(NAME, why, movies, failures, warnings), List.copyOf(files.values()));
    }

    private static List<Planned> plan(String root, List<Hierarchy> hierarchies) {
        List<Planned> plan = new ArrayList<>();
        for (Hierarchy hierarchy : hierarchies) {
            String stem = ZarrRoots.stem(hierarchy.location());
            String below = Names.relative(root, hierarchy.location());
            String parent = Names.parent(below);
            // In a folder of several, the name depends only on its own path, whatever is next to it.
            String own = parent.isEmpty() ? stem : parent + "/" + stem;
            String written = plateName(hierarchy);
            String plate = below.isEmpty() && !written.isEmpty() ? written : own;
            MovieKey image = below.isEmpty()
                    ? MovieKeys.key(MovieKey.DEFAULT_PLATE, MovieKey.NO_WELL, stem)
                    : new MovieKeys(root).ofStack(Names.trim(root) + "/" + own);
            for (OmeZarr.Place place : hierarchy.places()) {
                plan.add(new Planned(key(place, clean(plate), image), hierarchy, place));
            }
        }
        return plan;
    }

    private static MovieKey key(OmeZarr.Place place, String plate, MovieKey image) {
        if (place.inPlate()) {
            return new MovieKey(plate, place.well(), clean(place.site()));
        }
        String site = place.site().isEmpty() ? image.site() : image.site() + "_" + clean(place.site());
        return new MovieKey(image.plate(), image.well(), site);
    }

    private static String plateName(Hierarchy hierarchy) {
        return hierarchy.places().stream()
                .map(OmeZarr.Place::plate)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String clean(String name) {
        String clean = NOT_IN_NAMES.matcher(name).replaceAll("_").strip();
        return clean.isEmpty() ? UNKNOWN : clean;
    }

    private static Outcome describe(Planned planned, ZPlanes zPlanes) {
        if (planned.place().problem().isPresent()) {
            return failed(planned.place().problem().get());
        }
        ZarrStore store = planned.hierarchy().store();
        String path = planned.place().path();
        try {
            NgffImage image = NgffImage.read(store, path);
            checkZ(image, zPlanes);
            NgffImage.Fingerprint print = image.fingerprint();
            List<Problem> doubts = new ArrayList<>(image.doubts());
            addMissing(image, print, doubts);
            return new Outcome(
                    Optional.of(movie(planned.key(), image, zPlanes)), doubts, List.of(file(store, print)), List.of());
        } catch (BadInputException e) {
            return failed(e.problem());
        } catch (IOException e) {
            return failed(Headers.unreadable(store.where(path), e));
        }
    }

    /** The file that represents the files of an image: for an archive, the archive. */
    static StoredFile file(ZarrStore store, NgffImage.Fingerprint print) {
        return store instanceof ZipStore archive ? archive.file() : print.file();
    }

    private static Outcome failed(Problem problem) {
        return new Outcome(Optional.empty(), List.of(), List.of(), List.of(problem));
    }

    /** A movie has one plane per channel and frame; z is never interpreted as time, because the axes are named. */
    private static void checkZ(NgffImage image, ZPlanes zPlanes) {
        if (image.sizeZ() > 1 && !zPlanes.reads()) {
            throw ZPlanes.unsettled(image.where(), image.sizeZ(), image.sizeT());
        }
        zPlanes.requirePlane(image.where(), "It", image.sizeZ());
    }

    private static Movie movie(MovieKey key, NgffImage image, ZPlanes zPlanes) {
        List<FrameRef> frames = new ArrayList<>();
        for (int t = 0; t < image.sizeT(); t++) {
            List<PlaneRef> planes = new ArrayList<>();
            for (int c = 0; c < image.sizeC(); c++) {
                List<PlaneRef> ofChannel = new ArrayList<>();
                for (int z = 0; z < image.sizeZ(); z++) {
                    ofChannel.add(image.plane(t, c, z));
                }
                planes.add(zPlanes.of(ofChannel));
            }
            frames.add(new FrameRef(t, planes));
        }
        return new Movie(
                key,
                image.where(),
                image.width(),
                image.height(),
                image.pixelType(),
                image.channelNames(),
                image.calibration(),
                image.sizeT(),
                frames);
    }

    /** By the format, missing chunks have the fill value; an acquisition that stopped early looks the same. */
    private static void addMissing(NgffImage image, NgffImage.Fingerprint print, List<Problem> doubts) {
        if (print.hasFirst() && print.hasLast()) {
            return;
        }
        String which = print.hasFirst() ? "last" : print.hasLast() ? "first" : "first and last";
        doubts.add(new Problem(
                image.where(),
                "Of its " + image.sizeT() + " frames the " + which + " lacks its first chunk; pixels of missing chunks"
                        + " are read as "
                        + (image.fill() == Math.rint(image.fill())
                                ? Long.toString((long) image.fill())
                                : Double.toString(image.fill()))
                        + ", as the format specifies.",
                "Check that the OME-Zarr was copied as a whole and that the acquisition did not stop early."));
    }

    private static void addDoubts(
            String root,
            ZarrRoots.Found found,
            List<Planned> plan,
            List<Outcome> outcomes,
            List<CatalogWarning> warnings) {
        if (!found.others().isEmpty()) {
            List<String> others = found.others();
            warnings.add(CatalogWarning.ofMovie(
                    new MovieKey(clean(Names.last(root)), MovieKey.NO_WELL, UNKNOWN),
                    new Problem(
                            root,
                            others.size() + " files or folders next to the OME-Zarr are left out; the first is "
                                    + others.get(0) + ".",
                            "If they are movies too, give them as separate inputs.")));
        }
        Map<Hierarchy, List<Movie>> fields = new LinkedHashMap<>();
        for (int i = 0; i < plan.size(); i++) {
            if (plan.get(i).place().acquisitions() > 1) {
                List<Movie> of = fields.computeIfAbsent(plan.get(i).hierarchy(), h -> new ArrayList<>());
                outcomes.get(i).movie().ifPresent(of::add);
            }
        }
        fields.forEach((hierarchy, movies) -> {
            if (!movies.isEmpty() && movies.stream().allMatch(movie -> movie.frameCount() == 1)) {
                int acquisitions = hierarchy.places().get(0).acquisitions();
                warnings.add(CatalogWarning.ofMovie(
                        movies.get(0).key(),
                        new Problem(
                                hierarchy.location(),
                                "The plate has " + acquisitions + " acquisitions with images of one frame each; they"
                                        + " are kept apart, but may be the time points of movies.",
                                "If they are time points, write them along the axis t of each field's image.")));
            }
        });
    }
}
