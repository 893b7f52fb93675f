package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The plate of docs/QUERIES.md, made once by the page's own commands, and tables of it. */
final class AskedPlate {

    static final Path DOCUMENT = Path.of("../docs/QUERIES.md");

    private static final Path FOLDER = Path.of("target/asked-plate").toAbsolutePath();
    private static boolean made;

    private AskedPlate() {}

    /** The simulated movies and their truth. */
    static Path plate() {
        make();
        return FOLDER.resolve("asked/P1");
    }

    /** Tables of the page: tracks by Cellineage on given cells. */
    static Path tracked() {
        make();
        return FOLDER.resolve("asked/lineages");
    }

    /** Tables of the simulator's own tracks. */
    static Path given() {
        return tables("given", "--tracks", List.of());
    }

    /** Tables by a linker that hardly looks. */
    static Path weak() {
        return tables(
                "weak",
                "--labels",
                List.of(
                        "linking.method=geometric",
                        "link.velocity_trust=0",
                        "link.overlap_weight=0",
                        "link.distance_spacings=3",
                        "link.area_log_ratio=9",
                        "link.intensity_log_ratio=9",
                        "tracking.division_threshold=0.15"));
    }

    private static synchronized Path tables(String name, String how, List<String> settings) {
        make();
        Path output = FOLDER.resolve(name);
        if (!Files.exists(output)) {
            List<String> words = new ArrayList<>(
                    List.of("run", "-i", plate().toString(), how, plate().toString(), "-o", output.toString()));
            words.addAll(List.of("--plate-map", "../docs/queries/doses.csv"));
            for (String setting : settings) {
                words.addAll(List.of("--set", setting));
            }
            succeed(words.toArray(String[]::new));
        }
        return output;
    }

    private static synchronized void make() {
        if (made) {
            return;
        }
        try {
            if (Files.exists(FOLDER)) {
                try (Stream<Path> old = Files.walk(FOLDER)) {
                    for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
            Matcher block = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCUMENT));
            assertThat(block.find()).isTrue();
            String asked = Matcher.quoteReplacement(FOLDER.resolve("asked").toString());
            for (String command : block.group(1).replace("\\\n", " ").split("\n")) {
                String[] words = command.replace("docs/queries", "../docs/queries")
                        .replaceAll("\\basked\\b", asked)
                        .trim()
                        .split("\\s+");
                assertThat(words[0]).isEqualTo("scripts/cellineage");
                if (!words[1].equals("sql")) {
                    succeed(List.of(words).subList(1, words.length).toArray(String[]::new));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        made = true;
    }

    private static void succeed(String... arguments) {
        Job.Result result = Job.run(arguments);
        assertThat(result.code()).as(result.out() + result.err()).isZero();
    }
}
