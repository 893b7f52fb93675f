package org.cellineage.format.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.cellineage.format.CatalogRequest;
import org.cellineage.format.CatalogWarning;
import org.cellineage.format.MovieKey;
import org.cellineage.format.MovieOutline;
import org.cellineage.format.Outline;
import org.cellineage.format.StoredFile;
import org.cellineage.format.name.Doubt;
import org.cellineage.format.name.ImageName;
import org.cellineage.format.name.MovieName;
import org.cellineage.format.name.NamingScheme;
import org.cellineage.format.name.NamingSchemes;
import org.cellineage.format.name.Recognition;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/** The movies of images whose names match a scheme. */
final class SchemeMovies {

    private final CatalogRequest request;
    private final ImageTree.Paths paths;
    private final Recognition names;
    private final MovieKeys keys;
    private final NamingScheme scheme;
    private final Acquisition.Finder acquisitions;
    private final FileSets sets;

    SchemeMovies(CatalogRequest request, ImageTree.Paths paths, Recognition names) {
        this.request = request;
        this.paths = paths;
        this.names = names;
        this.keys = new MovieKeys(request.root());
        this.scheme = names.scheme().orElseThrow();
        this.acquisitions = new Acquisition.Finder(request, scheme);
        this.sets = new FileSets(request.files());
    }

    LayoutOutline outline() {
        Map<MovieName, List<PlacedFile>> files = new TreeMap<>();
        // A hash map, to avoid text comparisons for each of a million images.
        Map<MovieName, List<PlacedFile>> byName = new HashMap<>();
        for (Map.Entry<String, ImageName> entry : names.images().entrySet()) {
            ImageName name = entry.getValue();
            StoredFile file = paths.file(entry.getKey());
            if (name.part().isEmpty()) {
                byName.computeIfAbsent(name.movie(), movie -> files.computeIfAbsent(movie, key -> new ArrayList<>()))
                        .add(place(file, name));
            }
        }
        String layout = scheme.name();
        Optional<Problem> ambiguous = names.doubts().stream()
                .filter(doubt ->
                        doubt.kind() == Doubt.Kind.AMBIGUOUS && doubt.layout().isPresent())
                .map(this::problem)
                .findFirst();
        List<Placed> placed = new ArrayList<>();
        for (Map.Entry<MovieName, List<PlacedFile>> entry : files.entrySet()) {
            Acquisition acquisition = acquisitions.in(located(entry.getKey()).folder());
            MovieKey key =
                    key(entry.getKey(), acquisition, entry.getValue().get(0).location());
            placed.add(new Placed(key, entry.getValue(), acquisition));
        }
        List<MovieOutline> movies = placed.parallelStream()
                .map(movie -> ambiguous.isPresent()
                        ? new FailedOutline(movie.key(), ambiguous.get().where(), ambiguous.get())
                        : movie(movie.key(), movie.files(), movie.acquisition()))
                .toList();
        return new LayoutOutline(layout, belowRoot(names.reason()), new Outline(movies, List.of(), warnings()));
    }

    /** A movie with its files and metadata. */
    private record Placed(MovieKey key, List<PlacedFile> files, Acquisition acquisition) {}

    /** Makes the paths in a text relative to the root, as users know them. */
    private String belowRoot(String text) {
        String root = Names.trim(request.root());
        String above =
                root.startsWith(paths.base()) ? root.substring(paths.base().length()) : root;
        return text.replace((above.startsWith("/") ? above.substring(1) : above) + "/", "");
    }

    private static PlacedFile place(StoredFile file, ImageName name) {
        return new PlacedFile(
                file,
                name.time().orElse(null),
                name.channel().orElse(null),
                name.z().orElse(PlacedFile.NO_Z));
    }

    /** Returns the name with a location as its folder. */
    private MovieName located(MovieName name) {
        String folder = name.folder().isEmpty() ? Names.trim(paths.base()) : paths.base() + name.folder();
        String location = request.root().startsWith("/") && !folder.startsWith("/") ? "/" + folder : folder;
        return new MovieName(
                location, name.acquisition(), name.plate(), name.series(), name.well(), name.wellIndex(), name.site());
    }

    private MovieKey key(MovieName name, Acquisition acquisition, String location) {
        if (scheme.name().startsWith(NamingSchemes.PATTERN_PREFIX)) {
            return keys.ofPattern(name);
        }
        MovieName located = located(name);
        return keys.ofScheme(
                new MovieName(
                        located.folder(),
                        located.acquisition(),
                        located.plate()
                                .or(() -> Optional.of(acquisition.plate()).filter(p -> !p.isEmpty())),
                        located.series(),
                        acquisition
                                .well(located.wellIndex())
                                .or(located::well)
                                .or(() -> acquisition.wellOfSite(located.site())),
                        OptionalInt.empty(),
                        located.site()),
                location);
    }

    private MovieOutline movie(MovieKey key, List<PlacedFile> files, Acquisition acquisition) {
        if (files.size() == 1 && files.get(0).time() == null) {
            // A file without a time in its name is a stack or the only frame.
            StoredFile file = files.get(0).file();
            return new StackOutline(key, file, sets.of(file), sets.companions(file), acquisition.told());
        }
        try {
            FramesOutline frames =
                    new FramesBuilder(key, files, request.options()).build(acquisition::nameOf, acquisition.told());
            boolean noTime = files.stream().allMatch(file -> file.time() == null);
            return noTime ? new ChannelStacksOutline(frames) : frames;
        } catch (BadInputException e) {
            return new FailedOutline(key, Names.parent(files.get(0).location()), e.problem());
        }
    }

    private List<CatalogWarning> warnings() {
        LeftOutImages leftOut = new LeftOutImages();
        names.leftOut().forEach((path, why) -> leftOut.add(paths.file(path).location(), why.reason()));
        String layout = scheme.name();
        names.unexplained().stream()
                .filter(Names::isTiff)
                .forEach(path -> leftOut.add(
                        paths.file(path).location(), "an image whose name does not match layout " + layout));
        List<CatalogWarning> warnings = new ArrayList<>(leftOut.warnings(request.root()));
        MovieKey input = MovieKeys.key(Names.last(request.root()), MovieKey.NO_WELL, MovieKey.NO_WELL);
        names.doubts().forEach(doubt -> warnings.add(CatalogWarning.ofMovie(input, problem(doubt))));
        acquisitions.warnings().forEach(problem -> warnings.add(CatalogWarning.ofMovie(input, problem)));
        return warnings;
    }

    private Problem problem(Doubt doubt) {
        String folder = names.folder().isEmpty() ? request.root() : located(names.folder());
        return new Problem(
                folder,
                belowRoot(doubt.cause()),
                doubt.layout()
                        .map(layout -> "Specify the layout, for example --layout '" + layout + "'.")
                        .orElse("Describe the names with --layout 'pattern:…', or rename the files."));
    }

    private String located(String folder) {
        String location = paths.base() + folder;
        return location.length() < request.root().length() ? request.root() : location;
    }
}
