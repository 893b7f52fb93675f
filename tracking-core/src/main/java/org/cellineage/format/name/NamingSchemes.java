package org.cellineage.format.name;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cellineage.problem.BadConfigurationException;

/**
 * The naming schemes that are known.
 *
 * <p>Each is a JSON resource, named in an index beside it. A jar on the class path may bring more: it holds an index of
 * its own under the same name, {@value #INDEX}, with the file names of its descriptions, one a line.
 */
public final class NamingSchemes {

    /** How a user's own pattern begins. */
    public static final String PATTERN_PREFIX = "pattern:";

    private static final String FOLDER = "org/cellineage/format/name/layouts/";
    private static final String INDEX = FOLDER + "index.txt";

    private NamingSchemes() {}

    /** Loaded once; the class path does not change. */
    private static final class Loaded {
        static final List<NamingScheme> ALL = load(loader());

        private static ClassLoader loader() {
            return NamingSchemes.class.getClassLoader();
        }
    }

    /** All schemes of vendors, in the order in which they are tried: the most specific first. */
    public static List<NamingScheme> all() {
        return Loaded.ALL;
    }

    /** The scheme with a layout's name. */
    public static Optional<NamingScheme> named(String layout) {
        return all().stream().filter(s -> s.name().equals(layout)).findFirst();
    }

    /**
     * The scheme that a user writes: {@code {plate}/{well}_s{site}_w{channel}_t{frame}.tif}.
     *
     * <p>Groups are {@code plate}, {@code well} or {@code row} and {@code col}, {@code site}, {@code channel}, {@code z},
     * and {@code frame} or {@code time}, each at most once; {@code time} also reads {@code 00d04h00m}, {@code 1h30m},
     * {@code 2025y04m12d_06h30m}. Without one of these two, every file is a movie. {@code *} is any text within one part of
     * the path. The pattern is held against the end of the path.
     *
     * @param pattern without the prefix {@value #PATTERN_PREFIX}
     * @throws BadConfigurationException where it is not such a pattern
     */
    public static NamingScheme pattern(String pattern) {
        return PatternCompiler.compile(pattern);
    }

    /** The schemes whose indexes a class loader finds. */
    static List<NamingScheme> load(ClassLoader loader) {
        List<NamingScheme> schemes = new ArrayList<>();
        Map<String, String> texts = new HashMap<>();
        try {
            List<LeaveOutRule> common = common();
            for (URL index : Collections.list(loader.getResources(INDEX))) {
                for (String resource : lines(index)) {
                    NamingScheme scheme =
                            scheme(URI.create(beside(index, resource)).toURL(), common);
                    String text = String.join(
                            "\n", lines(URI.create(beside(index, resource)).toURL()));
                    String other = texts.putIfAbsent(scheme.name(), text);
                    if (text.equals(other)) {
                        // The same jar is on the class path twice, as it is where it is given to Spark again.
                        continue;
                    }
                    if (other != null) {
                        throw new BadConfigurationException(
                                beside(index, resource),
                                "There are two layouts called " + scheme.name() + ".",
                                "Give the added layout another name.");
                    }
                    schemes.add(scheme);
                }
            }
        } catch (IOException e) {
            throw new BadConfigurationException(
                    INDEX,
                    "The descriptions of layouts cannot be read: " + e.getMessage(),
                    "Repair the class path.",
                    e);
        }
        // Stable: within a tier the index's order holds.
        schemes.sort(Comparator.comparing(NamingScheme::tier));
        return List.copyOf(schemes);
    }

    private static List<LeaveOutRule> common() throws IOException {
        String name = "layouts/leave-out.json";
        try (InputStream json = NamingSchemes.class.getResourceAsStream(name)) {
            if (json == null) {
                throw new IOException(name + " is missing");
            }
            return SchemeDescription.rules(json);
        }
    }

    private static NamingScheme scheme(URL resource, List<LeaveOutRule> common) {
        try (InputStream json = resource.openStream()) {
            return SchemeDescription.read(json).scheme(common);
        } catch (IOException | IllegalArgumentException e) {
            throw new BadConfigurationException(
                    resource.toString(),
                    "The description of a layout cannot be used: " + SchemeDescription.because(e),
                    "Correct the description; the README beside the project's own explains its fields.",
                    e);
        }
    }

    private static String beside(URL index, String resource) {
        String text = index.toString();
        return text.substring(0, text.lastIndexOf('/') + 1) + resource;
    }

    private static List<String> lines(URL index) throws IOException {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(index.openStream(), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        }
    }
}
