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
 * The known naming schemes.
 *
 * <p>Each is a JSON resource listed in an index. A jar on the class path may add more: it contains an index of its own
 * at the same path, {@value #INDEX}, with the file names of its descriptions, one per line.
 */
public final class NamingSchemes {

    /** Prefix of a user's own pattern. */
    public static final String PATTERN_PREFIX = "pattern:";

    private static final String FOLDER = "org/cellineage/format/name/layouts/";
    private static final String INDEX = FOLDER + "index.txt";

    private NamingSchemes() {}

    /** Loaded once, because the class path does not change. */
    private static final class Loaded {
        static final List<NamingScheme> ALL = load(loader());

        private static ClassLoader loader() {
            return NamingSchemes.class.getClassLoader();
        }
    }

    /** All vendor schemes in the order in which they are tried, most specific first. */
    public static List<NamingScheme> all() {
        return Loaded.ALL;
    }

    /** The scheme with this layout name. */
    public static Optional<NamingScheme> named(String layout) {
        return all().stream().filter(s -> s.name().equals(layout)).findFirst();
    }

    /**
     * Compiles a user's pattern: {@code {plate}/{well}_s{site}_w{channel}_t{frame}.tif}.
     *
     * <p>Groups are {@code plate}, {@code well} or {@code row} and {@code col}, {@code site}, {@code channel},
     * {@code z}, and {@code frame} or {@code time}, each at most once; {@code time} also matches {@code 00d04h00m},
     * {@code 1h30m}, {@code 2025y04m12d_06h30m}. Without one of these two, every file is a movie. {@code *} is any text
     * within one path component. The pattern is matched against the end of the path.
     *
     * @param pattern without the prefix {@value #PATTERN_PREFIX}
     * @throws BadConfigurationException if the pattern is invalid
     */
    public static NamingScheme pattern(String pattern) {
        return PatternCompiler.compile(pattern);
    }

    /** Loads the schemes whose indexes a class loader finds. */
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
                        // The same jar may be on the class path twice, for example if it is also passed to Spark.
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
                    INDEX, "The descriptions of layouts cannot be read: " + e.getMessage(), "Fix the class path.", e);
        }
        // A stable sort keeps the order of the index within a tier.
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
