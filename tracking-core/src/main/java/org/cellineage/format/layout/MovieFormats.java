package org.cellineage.format.layout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.cellineage.format.CatalogRequest;
import org.cellineage.format.FormatMatch;
import org.cellineage.format.MovieFormat;
import org.cellineage.format.StoredFile;
import org.cellineage.format.name.NamingScheme;
import org.cellineage.format.name.NamingSchemes;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.BadInputException;

/**
 * All layouts by name: built-in ones, those of naming schemes, and those that a site's jars add as services
 * ({@link MovieFormat}). Also determines which of them an input has.
 */
public final class MovieFormats {

    /** The name that requests automatic recognition. */
    public static final String AUTO = "auto";

    private MovieFormats() {}

    /** Loaded once, because the class path does not change. */
    private static final class Loaded {
        static final Map<String, MovieFormat> ALL = load(Thread.currentThread().getContextClassLoader());
    }

    /** All layouts by name; those added by jars come first, because the site added them deliberately. */
    static Map<String, MovieFormat> load(ClassLoader loader) {
        List<MovieFormat> formats = new ArrayList<>(added(loader));
        formats.addAll(List.of(new ZarrFormat(), new TrkFormat(), new ZipFormat(), new StackFormat()));
        NamingSchemes.all().stream()
                .filter(scheme -> scheme.tier() != NamingScheme.Tier.PLAIN)
                .forEach(scheme -> formats.add(new SchemeFormat(scheme)));
        formats.addAll(List.of(new FramesFormat(), new StacksFormat()));
        Map<String, MovieFormat> byName = new LinkedHashMap<>();
        for (MovieFormat format : formats) {
            MovieFormat other = byName.putIfAbsent(format.name(), format);
            if (other != null) {
                throw new BadConfigurationException(
                        format.getClass().getName(),
                        "There are two layouts called " + format.name() + "; the other is "
                                + other.getClass().getName() + ".",
                        "Remove one of their jars from the class path.");
            }
        }
        return byName;
    }

    private static List<MovieFormat> added(ClassLoader loader) {
        try {
            return ServiceLoader.load(MovieFormat.class, loader).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
        } catch (ServiceConfigurationError e) {
            throw new BadConfigurationException(
                    "META-INF/services/" + MovieFormat.class.getName(),
                    "A layout that a jar adds cannot be loaded: " + e.getMessage() + ".",
                    "Correct or remove that jar.",
                    e);
        }
    }

    /** All layouts, in the order in which they are tried. */
    public static List<MovieFormat> all() {
        return List.copyOf(Loaded.ALL.values());
    }

    /**
     * Returns the layout with this name, or the one that {@code pattern:…} describes.
     *
     * @throws BadConfigurationException if there is none
     */
    public static MovieFormat named(String name) {
        if (name.startsWith(NamingSchemes.PATTERN_PREFIX)) {
            return new SchemeFormat(NamingSchemes.pattern(name.substring(NamingSchemes.PATTERN_PREFIX.length())));
        }
        return Optional.ofNullable(Loaded.ALL.get(name))
                .orElseThrow(() -> new BadConfigurationException(
                        "--layout " + name,
                        "There is no layout of that name.",
                        "Use auto, " + String.join(", ", Loaded.ALL.keySet())
                                + ", or pattern:… with {well}, {site}, {channel}, {frame}."));
    }

    /**
     * Returns the parts of the input by layout: each format takes the files that it recognizes and leaves the others to
     * the formats that are tried after it.
     *
     * @throws BadInputException if there are no files, or nothing looks like a movie
     */
    static List<LayoutOutline> recognise(CatalogRequest request) throws IOException {
        return recognise(request, all());
    }

    static List<LayoutOutline> recognise(CatalogRequest request, Collection<MovieFormat> formats) throws IOException {
        if (request.files().isEmpty()) {
            throw new BadInputException(
                    request.root(), "The folder is empty.", "Check the path, and that the movies have been copied.");
        }
        List<LayoutOutline> found = new ArrayList<>();
        CatalogRequest rest = request;
        for (MovieFormat format : formats) {
            Optional<FormatMatch> match = rest.files().isEmpty() ? Optional.empty() : format.recognise(rest);
            if (match.isPresent()) {
                List<StoredFile> own = match.get().files();
                found.add(new LayoutOutline(format.name(), match.get().why(), format.outline(rest.with(own))));
                rest = rest.with(without(rest.files(), own));
            }
        }
        found.addAll(ImageTree.recognise(rest));
        boolean none = found.stream()
                .allMatch(part -> part.outline().movies().isEmpty()
                        && part.outline().failures().isEmpty());
        if (none) {
            String first = request.files().get(0).name();
            throw new BadInputException(
                    request.root(),
                    "None of its " + request.files().size() + " files looks like a movie; the first is " + first + ".",
                    "Give OME-Zarr, TIFF stacks, a zip of stacks, a plate as the microscope exports it, or .trk files; or say how"
                            + " files are named with --layout 'pattern:…'.");
        }
        return found;
    }

    private static List<StoredFile> without(List<StoredFile> files, List<StoredFile> taken) {
        Set<String> locations = new HashSet<>();
        taken.forEach(file -> locations.add(file.location()));
        return files.stream()
                .filter(file -> !locations.contains(file.location()))
                .toList();
    }
}
