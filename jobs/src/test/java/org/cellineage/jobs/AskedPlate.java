package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The plate of docs/QUERIES.md, made once a build by the page's own commands, and tables of it. Nobody may change them. */
final class AskedPlate {

    static final Path DOCUMENT = Path.of("../docs/QUERIES.md");

    private static final Path FOLDER = Path.of("target/asked-plate").toAbsolutePath();

    /** Names this build, so that its processes share the plate; without one, each process makes its own. */
    private static final String BUILD =
            System.getProperty("cellineage.build", ProcessHandle.current().pid() + " " + System.nanoTime());

    private static final Path MADE_BY = FOLDER.resolveSibling("asked-plate.build");
    private static final Path LOCK = FOLDER.resolveSibling("asked-plate.lock");

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
        Path output = FOLDER.resolve(name);
        alone(() -> {
            makePlate();
            Path done = FOLDER.resolve(name + ".done");
            if (!Files.exists(done)) {
                List<String> words = new ArrayList<>(List.of(
                        "run",
                        "-i",
                        FOLDER.resolve("asked/P1").toString(),
                        how,
                        FOLDER.resolve("asked/P1").toString()));
                words.addAll(List.of("-o", output.toString(), "--plate-map", "../docs/queries/doses.csv"));
                for (String setting : settings) {
                    words.addAll(List.of("--set", setting));
                }
                succeed(words.toArray(String[]::new));
                Files.createFile(done);
            }
        });
        return output;
    }

    private static synchronized void make() {
        alone(AskedPlate::makePlate);
    }

    /** Something that makes files. */
    @FunctionalInterface
    private interface Making {
        void make() throws IOException;
    }

    /** Makes something while no other process does. */
    private static void alone(Making making) {
        try {
            Files.createDirectories(LOCK.getParent());
            try (FileChannel channel = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                assertThat(lock.isValid()).isTrue();
                making.make();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void makePlate() throws IOException {
        if (Files.exists(MADE_BY) && Files.readString(MADE_BY).equals(BUILD)) {
            return;
        }
        Files.deleteIfExists(MADE_BY);
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
        Files.writeString(MADE_BY, BUILD);
    }

    private static void succeed(String... arguments) {
        Job.Result result = Job.run(arguments);
        assertThat(result.code()).as(result.out() + result.err()).isZero();
    }
}
