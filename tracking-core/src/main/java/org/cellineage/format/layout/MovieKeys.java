package org.cellineage.format.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cellineage.format.MovieKey;
import org.cellineage.format.name.MovieName;
import org.cellineage.format.name.WellInText;

/**
 * Derives the keys of movies under a root. A key depends only on the root and the movie's own path, so a movie that
 * arrives later does not rename any other.
 *
 * <p>The rules are documented for users in docs/OPERATIONS.md.
 */
final class MovieKeys {

    /** Folders that denote a time or a repetition; the folder above then names the plate. */
    private static final Pattern ACQUISITION = Pattern.compile(
            "(?:day|d|week|hour|h|acq|acquisition|run|scan|session|round|rep|replicate|measurement|passage|time|timepoint|tp"
                    + "|exp|experiment)[ _-]?\\d+"
                    + "|\\d+ ?(?:h|hr|hrs|hours?|min|days?|d|weeks?)"
                    + "|\\d{1,3}|\\d{6}|\\d{8}|\\d{4}[-_]\\d{2}[-_]\\d{2}.*",
            Pattern.CASE_INSENSITIVE);

    /** Meaningless words before a frame number; the folder then names the movie. */
    private static final Pattern SAYS_NOTHING = Pattern.compile(
            "(?:img|image|images|im|frame|frames|t|time|timepoint|tp|slice|page|mask|masks|label|labels|man_track|man_seg|set|series"
                    + "|seq|sequence|stack|movie|file)?",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern WELL_FOLDER =
            Pattern.compile("[A-H]\\d{2}|[Ww](?:ell|ELL)[ _-]*[A-Za-z]{1,2}\\d{1,2}|[Rr]\\d{2}[Cc]\\d{2}");

    private final String root;

    /** @param root the location that was listed */
    MovieKeys(String root) {
        this.root = Names.trim(root);
    }

    /**
     * The key of a movie whose names match a vendor's scheme.
     *
     * @param name the movie name; its folder is a location
     * @param location one of its files
     */
    MovieKey ofScheme(MovieName name, String location) {
        Optional<WellInText> sequence = name.well().isPresent()
                ? Optional.empty()
                : name.series()
                        .flatMap(WellInText::find)
                        .filter(well -> well.before().isEmpty() && well.after().isEmpty());
        if (sequence.isPresent()) {
            WellInText well = sequence.get();
            return ofScheme(
                    new MovieName(
                            name.folder(),
                            name.acquisition(),
                            name.plate(),
                            Optional.empty(),
                            Optional.of(well.well().toString()),
                            OptionalInt.empty(),
                            well.site().or(name::site)),
                    location);
        }
        List<String> parts = new ArrayList<>(below(name.folder()));
        Optional<String> plate = name.plate().or(() -> seriesAsPlate(name, location));
        String acquisition = name.acquisition().orElse("");
        if (plate.isPresent()) {
            parts.removeIf(
                    part -> part.contains(plate.get()) || (!acquisition.isEmpty() && acquisition.contains(part)));
            parts.add(plate.get());
        }
        if (parts.isEmpty()) {
            parts.add(Names.last(name.folder().isEmpty() ? root : name.folder()));
        } else if (plate.isEmpty() && ACQUISITION.matcher(parts.get(0)).matches()) {
            parts.add(0, Names.last(root));
        }
        if (!acquisition.isEmpty()) {
            parts.add(acquisition);
        }
        String site = name.well().isPresent()
                ? name.site().orElse("1")
                : join(List.of(name.series().orElse(""), name.site().orElse("")));
        return key(join(parts), name.well().orElse(MovieKey.NO_WELL), site.isEmpty() ? "1" : site);
    }

    /** The key of a movie whose names match a user's pattern, given by its groups. */
    MovieKey ofPattern(MovieName name) {
        return key(
                name.plate().orElse(Names.last(root)),
                name.well().orElse(MovieKey.NO_WELL),
                name.site().orElse("1"));
    }

    /**
     * The text before a well names the plate, unless the folder does: if the folder's name contains that text, or if
     * the layout has folders of its own below it, such as {@code TimePoint_1}.
     */
    private static Optional<String> seriesAsPlate(MovieName name, String location) {
        boolean inPlateFolder = !name.folder().equals(Names.parent(location));
        return name.series()
                .filter(series -> name.well().isPresent()
                        && !inPlateFolder
                        && !Names.last(name.folder()).contains(series));
    }

    /** The key of a file that is a movie. */
    MovieKey ofStack(String location) {
        String folder = Names.parent(location);
        String stem = Names.stem(Names.last(location));
        Optional<WellInText> well = WellInText.find(stem);
        if (well.isPresent()) {
            return key(
                    plate(folder),
                    well.get().well().toString(),
                    well.get().site().orElse("1"));
        }
        Optional<MovieKey> ofFolder = inWellFolder(folder, stem);
        return ofFolder.orElseGet(() -> key(Names.last(root), MovieKey.NO_WELL, join(append(below(folder), stem))));
    }

    /**
     * The key of a series of numbered images.
     *
     * @param folder location of their folder
     * @param series the text before the number, without separators
     */
    MovieKey ofNumbered(String folder, String series) {
        Optional<WellInText> well = WellInText.find(series);
        if (well.isPresent()) {
            return key(
                    plate(folder),
                    well.get().well().toString(),
                    well.get().site().orElse("1"));
        }
        boolean saysNothing = SAYS_NOTHING.matcher(series).matches();
        Optional<MovieKey> ofFolder = inWellFolder(folder, saysNothing ? "1" : series);
        if (ofFolder.isPresent()) {
            return ofFolder.get();
        }
        List<String> parts = below(folder);
        if (!parts.isEmpty()) {
            return key(Names.last(root), MovieKey.NO_WELL, join(append(parts, series)));
        }
        return saysNothing
                ? key(Names.last(Names.parent(folder)), MovieKey.NO_WELL, Names.last(folder))
                : key(Names.last(folder), MovieKey.NO_WELL, series);
    }

    /**
     * The key if a folder below the root is named like a well: {@code B02}, {@code Well B2}, {@code r02c03},
     * {@code B02_s1}. {@code P1} or {@code P12} is a plate.
     */
    private Optional<MovieKey> inWellFolder(String folder, String site) {
        String name = Names.last(folder);
        Optional<WellInText> found = below(folder).isEmpty() ? Optional.empty() : WellInText.find(name);
        if (found.isEmpty()
                || !found.get().before().isEmpty()
                || !found.get().after().isEmpty()) {
            return Optional.empty();
        }
        WellInText well = found.get();
        if (well.site().isEmpty() && !WELL_FOLDER.matcher(name).matches()) {
            return Optional.empty();
        }
        String own = well.site().orElse("");
        String both = own.isEmpty() || site.equals("1") ? (own.isEmpty() ? site : own) : own + "_" + site;
        return Optional.of(key(plate(Names.parent(folder)), well.well().toString(), both));
    }

    /** The plate of a folder: the folders below the root, or the root itself. */
    private String plate(String folder) {
        List<String> parts = below(folder);
        if (parts.isEmpty()) {
            return Names.last(folder);
        }
        boolean when = ACQUISITION.matcher(parts.get(0)).matches();
        return when ? join(prepend(Names.last(root), parts)) : join(parts);
    }

    /** The folders from the root (excluded) to a folder; empty if it is the root or above it. */
    private List<String> below(String folder) {
        boolean inside = folder.length() > root.length()
                && folder.startsWith(root)
                && (root.endsWith("/") || folder.charAt(root.length()) == '/');
        if (!inside) {
            return List.of();
        }
        return Arrays.stream(folder.substring(root.length()).split("/"))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static List<String> append(List<String> parts, String last) {
        List<String> all = new ArrayList<>(parts);
        all.add(last);
        return all;
    }

    private static List<String> prepend(String first, List<String> parts) {
        List<String> all = new ArrayList<>(parts);
        all.add(0, first);
        return all;
    }

    private static String join(List<String> parts) {
        return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("_"));
    }

    /** Creates a key from parts of paths, replacing characters that are not allowed. */
    static MovieKey key(String plate, String well, String site) {
        return new MovieKey(part(plate, MovieKey.DEFAULT_PLATE), part(well, MovieKey.NO_WELL), part(site, "1"));
    }

    private static String part(String text, String absent) {
        StringBuilder clean = new StringBuilder();
        text.chars().forEach(c -> clean.append(c == '/' || c == '\\' || Character.isISOControl(c) ? '_' : (char) c));
        String part = clean.toString();
        if (part.isEmpty()) {
            return absent;
        }
        return MovieKey.isPart(part) ? part : "_".repeat(part.length());
    }
}
