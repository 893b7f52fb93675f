package org.cellineage.format.layout;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.cellineage.format.MovieFormat;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.BadInputException;

/** All layouts by name, and which of them an input looks like. */
public final class MovieFormats {

    /** The name that asks for recognition. */
    public static final String AUTO = "auto";

    /** In the order in which they are tried: the more a layout demands of names, the earlier. */
    private static final List<MovieFormat> FORMATS = List.of(
            new ZarrFormat(),
            new TrkFormat(),
            new ZipFormat(),
            new StackFormat(),
            new ImageXpressFormat(),
            new CtcFormat(),
            new FramesFormat(),
            new StacksFormat());

    private MovieFormats() {}

    /** All layouts that can be recognised, in the order in which they are tried. */
    public static List<MovieFormat> all() {
        return FORMATS;
    }

    /**
     * The layout of a name, or the pattern layout for {@code pattern:…}.
     *
     * @throws BadConfigurationException where there is none
     */
    public static MovieFormat named(String name) {
        if (name.startsWith(PatternFormat.PREFIX)) {
            return new PatternFormat(name.substring(PatternFormat.PREFIX.length()));
        }
        return FORMATS.stream()
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadConfigurationException(
                        "--layout " + name,
                        "There is no layout of that name.",
                        "Use auto, " + FORMATS.stream().map(MovieFormat::name).collect(Collectors.joining(", "))
                                + ", or pattern:… with {well}, {site}, {channel}, {frame}."));
    }

    /**
     * The first layout that the files look like.
     *
     * @throws BadInputException where there is no file, or nothing that looks like movies
     */
    public static MovieFormat detect(String root, List<StoredFile> files, Storage storage) throws IOException {
        if (files.isEmpty()) {
            throw new BadInputException(
                    root, "The folder is empty.", "Check the path, and that the movies have been copied.");
        }
        for (MovieFormat format : FORMATS) {
            if (format.recognises(root, files, storage)) {
                return format;
            }
        }
        throw new BadInputException(
                root,
                "None of its " + files.size() + " files looks like a movie; the first is "
                        + files.get(0).name() + ".",
                "Give OME-Zarr, TIFF stacks, a zip of stacks, a CTC or ImageXpress folder, or .trk files; or say how"
                        + " files are named with --layout 'pattern:…'.");
    }
}
