package org.cellineage.format.name;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file naming scheme of a vendor, program or user: an immutable grammar that parses paths.
 *
 * <p>{@link NamingSchemes} provides those of vendors and compiles those of users.
 */
public final class NamingScheme {

    private static final int MAX_PATH = 4096;

    /** How conclusive a match of names is. */
    public enum Tier {
        /** Names that no other program writes. */
        SPECIFIC,
        /**
         * Names that people and other programs also use: accepted only if nearly all names match and form a full grid.
         */
        GENERIC,
        /** Any name with a number: used only if nothing else matches. */
        PLAIN
    }

    private final SchemeParts parts;
    private final boolean assured;

    /** Patterns of names and of paths that match a form but must be left out. */
    private final Pattern leftOutNames;

    private final Pattern leftOutPaths;

    NamingScheme(SchemeParts parts, boolean assured) {
        this(
                parts,
                assured,
                LeaveOutRule.anyOf(parts.leaveOut().stream()
                        .filter(rule -> rule.evenWhenNamed() && !rule.ofPath())
                        .toList()),
                LeaveOutRule.anyOf(parts.leaveOut().stream()
                        .filter(rule -> rule.evenWhenNamed() && rule.ofPath())
                        .toList()));
    }

    private NamingScheme(SchemeParts parts, boolean assured, Pattern leftOutNames, Pattern leftOutPaths) {
        this.parts = parts;
        this.assured = assured;
        this.leftOutNames = leftOutNames;
        this.leftOutPaths = leftOutPaths;
    }

    /** Name of the layout, as {@code --layout} takes it. */
    public String name() {
        return parts.name();
    }

    /** A one-line description for {@code --help}. */
    public String summary() {
        return parts.summary();
    }

    /** Example paths that the scheme matches, for documentation and tests. */
    public List<String> examples() {
        return parts.examples();
    }

    /** How conclusive a match of names is. */
    public Tier tier() {
        return parts.tier();
    }

    /** First number of time points in names; empty if it varies or is unknown. */
    public OptionalInt firstTime() {
        Integer first = parts.countsFrom().get(Meaning.TIME);
        return first == null ? OptionalInt.empty() : OptionalInt.of(first);
    }

    /** Locations of metadata, the most informative first. */
    public List<MetadataSource> metadata() {
        return parts.metadata();
    }

    /** Whether the path of any file, image or not, identifies this layout: {@code P7.HTD}. */
    public boolean isSentinel(String relativePath) {
        String path = "/" + relativePath;
        return parts.sentinels().stream().anyMatch(s -> s.matcher(path).matches());
    }

    /**
     * Returns the scheme for inputs known to have this layout, by a sentinel or by the user's choice; it then also
     * accepts forms that need other evidence.
     */
    public NamingScheme assured() {
        return new NamingScheme(parts, true, leftOutNames, leftOutPaths);
    }

    /** Whether the scheme has a time group; if not, every file is a movie. */
    public boolean hasTime() {
        return says(Meaning.TIME) || says(Meaning.MS) || says(Meaning.MINUTES) || says(Meaning.MINUTE);
    }

    /** Sorted names of the groups of the scheme, as {@code --layout pattern:} would call them. */
    public Set<String> groups() {
        Set<String> names = new TreeSet<>();
        parts.images().forEach(f -> f.meanings().forEach(m -> names.add(m.group())));
        parts.folders().forEach(f -> f.meanings().forEach(m -> names.add(m.group())));
        return names;
    }

    private boolean says(Meaning meaning) {
        return groups().contains(meaning.group());
    }

    /**
     * Parses a path.
     *
     * @param relativePath relative to the listing's root, with {@code /} between its parts
     * @return the image name; empty if the path does not match. For an image that is not to be read,
     *     {@link ImageName#leftOut} is set
     */
    public Optional<ImageName> parse(String relativePath) {
        if (relativePath.length() > MAX_PATH) {
            return Optional.empty();
        }
        for (NameForm form : parts.images()) {
            Reading reading = parse(relativePath, form);
            if (reading.fits()) {
                // A name that matches but is invalid (well B91) is rejected, not tried on looser forms.
                return reading.image()
                        .map(image -> image.isImage()
                                ? rule(relativePath, true)
                                        .map(r -> image.without(r.leftOut()))
                                        .orElse(image)
                                : image);
            }
        }
        return rule(relativePath, false)
                .map(r -> new ImageName(
                        nameless(parent(relativePath)),
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.of(r.leftOut())));
    }

    private Optional<LeaveOutRule> rule(String path, boolean named) {
        if (named
                && !leftOutNames
                        .matcher(path.substring(path.lastIndexOf('/') + 1))
                        .matches()
                && !leftOutPaths.matcher("/" + path).matches()) {
            return Optional.empty();
        }
        for (LeaveOutRule rule : parts.leaveOut()) {
            if ((!named || rule.evenWhenNamed()) && rule.matches(path)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    /** Result of a form: whether it matches, and the image, empty if a text is invalid. */
    private record Reading(boolean fits, Optional<ImageName> image) {
        static final Reading NONE = new Reading(false, Optional.empty());
        static final Reading REFUSED = new Reading(true, Optional.empty());
    }

    private Reading parse(String path, NameForm form) {
        if (form.need() == NameForm.Need.SENTINEL && !assured) {
            return Reading.NONE;
        }
        int cut = cut(path, form.depth());
        Optional<Matcher> name = cut < 0 ? Optional.empty() : form.match(path.substring(cut));
        if (name.isEmpty()) {
            return Reading.NONE;
        }
        Fields fields = new Fields();
        boolean consistent = form.read(name.get(), fields);
        String folder = cut == 0 ? "" : path.substring(0, cut - 1);
        boolean peeled = false;
        boolean more = !folder.isEmpty();
        while (more) {
            Peel peel = peel(folder, fields);
            consistent &= !peel.conflict();
            more = peel.found() && !peel.rest().isEmpty();
            peeled |= peel.found();
            folder = peel.rest();
        }
        if (form.need() == NameForm.Need.FOLDER && !peeled && !assured) {
            return Reading.NONE;
        }
        if (!consistent) {
            return Reading.REFUSED;
        }
        if (!fields.has(Meaning.PLATE)) {
            readPlate(folder, fields);
        }
        return new Reading(true, fields.toImage(folder, parts));
    }

    private record Peel(boolean found, boolean conflict, String rest) {}

    /** Removes the innermost folders that belong to the layout, one or more at a time. */
    private Peel peel(String folder, Fields fields) {
        for (NameForm form : parts.folders()) {
            int cut = cut(folder, form.depth());
            if (cut >= 0) {
                Optional<Matcher> tail = form.match(folder.substring(cut));
                if (tail.isPresent()) {
                    return new Peel(true, !form.read(tail.get(), fields), cut == 0 ? "" : folder.substring(0, cut - 1));
                }
            }
        }
        return new Peel(false, false, folder);
    }

    private void readPlate(String folder, Fields fields) {
        for (NameForm form : parts.plates()) {
            int cut = cut(folder, form.depth());
            Optional<Matcher> plate = cut < 0 ? Optional.empty() : form.match(folder.substring(cut));
            if (plate.isPresent()) {
                form.read(plate.get(), fields);
                return;
            }
        }
    }

    /** Start of the last {@code depth} components of a path; -1 if it has fewer. */
    private static int cut(String path, int depth) {
        int at = path.length();
        for (int i = 0; i < depth; i++) {
            if (at < 0) {
                return -1;
            }
            at = path.lastIndexOf('/', at - 1);
            if (at < 0) {
                return i == depth - 1 ? 0 : -1;
            }
        }
        return at + 1;
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private static MovieName nameless(String folder) {
        return new MovieName(
                folder,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty());
    }

    /**
     * The contents of a description.
     *
     * @param images forms of image names, tried in order
     * @param folders forms of folders around the images, removed from the innermost on
     * @param plates forms of the acquisition's folder, tried in order if the name does not give the plate
     * @param over layouts whose forms also match such names, wrongly
     * @param anyWell whether a well may be any text
     */
    record SchemeParts(
            String name,
            String summary,
            Tier tier,
            List<String> examples,
            List<Pattern> sentinels,
            List<NameForm> images,
            List<NameForm> folders,
            List<NameForm> plates,
            List<LeaveOutRule> leaveOut,
            List<MetadataSource> metadata,
            Map<Meaning, Integer> countsFrom,
            String channelPrefix,
            List<String> over,
            boolean anyWell) {}

    /** The parts, for tests of the descriptions. */
    SchemeParts parts() {
        return parts;
    }

    @Override
    public String toString() {
        return name();
    }
}
