package org.cellineage.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.cellineage.config.Doc;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.Problem;
import org.cellineage.simulate.SimulationOptions;
import org.junit.jupiter.api.Test;

class ConfigurationLoaderTest {

    enum Method {
        CLASSICAL,
        GIVEN_LABELS
    }

    record Link(
            @Doc("How long a track waits.") int maxGapFrames,
            @Doc(value = "Drift down.", unit = "px") double driftYPx,
            boolean mutual) {
        Link {
            if (maxGapFrames < 0) {
                throw new IllegalArgumentException("max_gap_frames must be at least 0, but is " + maxGapFrames);
            }
        }
    }

    record Segmentation(
            @Doc("Who segments.") Method method,
            @Doc("Diameter; null: measured.") double diameterPx,
            List<String> channels,
            long seed,
            Link inner) {}

    record Root(@Doc("A name.") String name, @Doc("Links.") Link link, Segmentation segmentation) {}

    private static final Link LINK = new Link(2, 0.5, false);
    private static final Root DEFAULTS = new Root(
            "plate",
            LINK,
            new Segmentation(Method.CLASSICAL, Double.NaN, List.of("DAPI", "GFP"), 5_000_000_000L, LINK));

    private static final String WHERE = "run settings.yaml";

    private static Root load(String text, String... settings) {
        return ConfigurationLoader.load(DEFAULTS, WHERE, text, List.of(settings));
    }

    private static Root set(String... settings) {
        return load("", settings);
    }

    private static Problem refused(String text, String... settings) {
        try {
            Root accepted = load(text, settings);
            throw new AssertionError("accepted as " + accepted + ": " + text + " " + List.of(settings));
        } catch (BadConfigurationException e) {
            return e.problem();
        }
    }

    @Test
    void nothingGivenIsTheDefaults() {
        assertThat(set()).isEqualTo(DEFAULTS);
        assertThat(load("")).isEqualTo(DEFAULTS);
        assertThat(load("# nothing\n")).isEqualTo(DEFAULTS);
        assertThat(load("link:\n  # max_gap_frames: 3\n")).isEqualTo(DEFAULTS);
    }

    @Test
    void settingsBeatTheFileWhichBeatsTheDefaults() {
        Root root = load("""
                name: "007"
                link:
                  max_gap_frames: 3
                  drift_y_px: -1e-3
                segmentation: {method: given_labels, channels: [], inner: {mutual: true}}
                """, "link.max_gap_frames=4", "link.max_gap_frames=5", "segmentation.diameter_px=17");
        assertThat(root)
                .isEqualTo(new Root(
                        "007",
                        new Link(5, -0.001, false),
                        new Segmentation(Method.GIVEN_LABELS, 17, List.of(), 5_000_000_000L, new Link(2, 0.5, true))));
    }

    @Test
    void jsonIsTakenToo() {
        assertThat(load("{\"link\": {\"mutual\": true}, \"name\": \"x\"}")
                        .link()
                        .mutual())
                .isTrue();
    }

    @Test
    void aSettingMaySetAListTextOrASection() {
        assertThat(set("segmentation.channels=[a, 'b c']").segmentation().channels())
                .containsExactly("a", "b c");
        assertThat(set("name=a=b}, {").name()).isEqualTo("a=b}, {");
        assertThat(set("link={mutual: true}").link()).isEqualTo(new Link(2, 0.5, true));
    }

    @Test
    void onlyWhatIsNullByDefaultMayBeNull() {
        assertThat(load("segmentation:\n  diameter_px: 12\n", "segmentation.diameter_px=null")
                        .segmentation()
                        .diameterPx())
                .isNaN();
        Problem problem = refused("name: x\nlink:\n  drift_y_px:\n");
        assertThat(problem.where()).endsWith("run settings.yaml, line 3");
        assertThat(problem.cause()).contains("'link.drift_y_px'");
        assertThat(problem.remedy()).contains("0.5");
        assertThat(refused("", "name=").where()).isEqualTo("--set name=");
    }

    @Test
    void anUnknownKeyIsNamedWithItsLineAndTheNearestKnownKeys() {
        Problem problem = refused("name: x\nlink:\n  mutual: true\n  max_gap_frame: 3\n");
        assertThat(problem.where()).endsWith("run settings.yaml, line 4");
        assertThat(problem.cause()).contains("'link.max_gap_frame'");
        assertThat(problem.remedy()).contains("link.max_gap_frames,");
        assertThat(refused("segmentation:\n  inner:\n    mutuall: true\n").remedy())
                .contains("segmentation.inner.mutual,");
        assertThat(refused("", "linc.mutual=true").remedy()).startsWith("The nearest keys are link,");
        assertThat(refused("maxGapFrames: 3").cause()).contains("'maxGapFrames'");
    }

    @Test
    void aWrongValueIsNamedWithItsLineAndWhatIsAllowed() {
        record Case(String key, String value, String allowed) {}
        for (Case wrong : List.of(
                new Case("link.max_gap_frames", "two", "a whole number"),
                new Case("link.max_gap_frames", "\"2\"", "a whole number"),
                new Case("link.max_gap_frames", "2.5", "a whole number"),
                new Case("link.max_gap_frames", "true", "a whole number"),
                new Case("link.max_gap_frames", "3000000000", "a whole number"),
                new Case("link.drift_y_px", "far", "a number"),
                new Case("link.drift_y_px", "\"1.5\"", "a number"),
                new Case("link.drift_y_px", "false", "a number"),
                new Case("link.drift_y_px", "[1]", "a number"),
                new Case("link.mutual", "1", "true or false"),
                new Case("link.mutual", "maybe", "true or false"),
                new Case("name", "12", "text"),
                new Case("name", "NO", "text"),
                new Case("segmentation.seed", "1e3", "a whole number"),
                new Case("segmentation.method", "magic", "one of classical, given_labels"),
                new Case("segmentation.method", "1", "one of classical, given_labels"),
                new Case("segmentation.channels", "DAPI", "a list"),
                new Case("link", "3", "a section"))) {
            StringBuilder document = new StringBuilder();
            String[] parts = wrong.key().split("\\.");
            for (int i = 0; i < parts.length; i++) {
                document.append(i > 0 ? "\n" : "")
                        .append("  ".repeat(i))
                        .append(parts[i])
                        .append(": ");
            }
            Problem inFile = refused(document + wrong.value() + "\n");
            assertThat(inFile.where()).as(wrong.toString()).endsWith("run settings.yaml, line " + parts.length);
            assertThat(inFile.cause()).as(wrong.toString()).contains("'" + wrong.key() + "'");
            assertThat(inFile.remedy()).as(wrong.toString()).contains(wrong.allowed());
            Problem inSetting = refused("", wrong.key() + "=" + wrong.value());
            assertThat(inSetting.where()).isEqualTo("--set " + wrong.key() + "=" + wrong.value());
            assertThat(inSetting.cause()).isEqualTo(inFile.cause());
        }
    }

    @Test
    void aWrongItemOfAListIsNamedByItsPlace() {
        Problem problem = refused("segmentation:\n  channels: [a, 2]\n");
        assertThat(problem.cause()).contains("'segmentation.channels[1]'", "2");
        assertThat(problem.where()).endsWith("line 2");
    }

    @Test
    void whatTheRecordRefusesIsNamedWithTheKeysOwnLine() {
        Problem problem = refused("segmentation:\n  inner:\n    mutual: true\n    max_gap_frames: -1\n");
        assertThat(problem.where()).endsWith("line 4");
        assertThat(problem.cause()).isEqualTo("segmentation.inner.max_gap_frames must be at least 0, but is -1.");
    }

    @Test
    void malformedDocumentsAreRefusedWithTheirLine() {
        assertThat(refused("name: x\nlink: [1, 2\n").where()).contains("line ");
        assertThat(refused("name: x\nname: y\n").cause()).contains("Duplicate", "name");
        assertThat(refused("name: x\n---\nname: y\n").cause()).contains("second document");
        assertThat(refused("- a\n- b\n").cause()).contains("no keys");
        assertThat(refused("link: &a {mutual: true}\nsegmentation: {inner: *a}\n")
                        .cause())
                .contains("Anchors");
        assertThat(refused("name: " + "[".repeat(60) + "]".repeat(60)).cause()).contains("nested");
        assertThat(refused("", "nothing").remedy()).contains("key=value");
        assertThat(refused("", "a..b=1").cause()).contains("'a'");
    }

    @Test
    void keysAreTheComponentsInSnakeCase() {
        record Case(String component, String key) {}
        for (Case c : List.of(
                new Case("driftYPx", "drift_y_px"),
                new Case("maxGapFrames", "max_gap_frames"),
                new Case("fileURI", "file_uri"),
                new Case("a", "a"),
                new Case("xUm2Scale", "x_um2_scale"))) {
            assertThat(SnakeCaseNaming.INSTANCE.translate(c.component())).isEqualTo(c.key());
        }
    }

    @Test
    void thePrintoutExplainsEachKeyAndReadsBackAsTheSameRecord() {
        Root odd = new Root(
                "true: #1 \"x\"\n",
                new Link(0, 1e-300, true),
                new Segmentation(Method.GIVEN_LABELS, Double.NaN, List.of("null", "µ", "- a"), -1, LINK));
        assertThat(load(ConfigurationLoader.documented(odd))).isEqualTo(odd);
        for (String name : List.of("yes", "null", "12", "", "on", "plain", "~", "1e3", "0x1f", "a-b")) {
            Root root = new Root(name, LINK, DEFAULTS.segmentation());
            assertThat(load(ConfigurationLoader.documented(root))).isEqualTo(root);
        }
        assertThat(ConfigurationLoader.documented(DEFAULTS)).startsWith("""
                        # A name.
                        name: plate
                        # Links.
                        link:
                          # How long a track waits.
                          max_gap_frames: 2
                          # Drift down. Unit: px.
                          drift_y_px: 0.5
                          mutual: false
                        segmentation:
                          # Who segments. One of: classical, given_labels.
                          method: classical
                          # Diameter; null: measured.
                          diameter_px: null
                          channels: ["DAPI","GFP"]
                        """);
    }

    @Test
    void everyConfigurationThatACommandTakesReadsBackFromItsPrintout() {
        for (Record defaults : List.of(PipelineConfiguration.DEFAULTS, SimulationOptions.DEFAULTS)) {
            String printed = ConfigurationLoader.documented(defaults);
            assertThat(ConfigurationLoader.load(defaults, WHERE, printed, List.of()))
                    .isEqualTo(defaults);
            assertThat(printed.lines()
                            .filter(line -> line.strip().startsWith("#"))
                            .count())
                    .isEqualTo(printed.lines()
                            .filter(line -> !line.strip().startsWith("#"))
                            .count());
        }
    }

    @Test
    void theCanonicalFormDependsOnTheValuesAlone() throws Exception {
        Root a = load("link: {mutual: true, drift_y_px: 3}\nname: x");
        Root b = set("name=x", "link={drift_y_px: 3.0, mutual: true}");
        String json = ConfigurationLoader.effectiveJson(a);
        assertThat(ConfigurationLoader.effectiveJson(b)).isEqualTo(json);
        assertThat(ConfigurationLoader.hash(set("name=y"))).isNotEqualTo(ConfigurationLoader.hash(a));
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
        assertThat(HexFormat.of().parseHex(ConfigurationLoader.hash(b))).isEqualTo(digest);
        JsonNode tree = new ObjectMapper().readTree(json);
        assertThat(tree.at("/link/drift_y_px").asDouble()).isEqualTo(3.0);
        assertThat(tree.at("/segmentation/diameter_px").isNull()).isTrue();
        List<String> keys = new ArrayList<>();
        tree.get("segmentation").fieldNames().forEachRemaining(keys::add);
        assertThat(keys).isSorted().hasSize(5);
        assertThat(load(json)).isEqualTo(a);
    }
}
