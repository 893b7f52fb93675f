package org.cellineage.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cellineage.format.LocalStorage;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.Problem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a bundle can be wrong is told with its file, its fault and what to do. */
class BrokenBundleTest {

    private static final String DESCRIPTION = SavedModels.WHERE + "/model.json";

    private static SortedMap<String, byte[]> model;

    @BeforeAll
    static void export(@TempDir Path folder) throws IOException {
        model = SavedModels.arithmetic(folder);
    }

    private static void assertProblem(ThrowingCallable code, String where, String cause, String remedy) {
        Problem problem =
                catchThrowableOfType(BadConfigurationException.class, code).problem();
        assertThat(problem.where()).isEqualTo(where);
        assertThat(problem.cause()).contains(cause).endsWith(".");
        assertThat(problem.remedy()).contains(remedy).endsWith(".");
        assertThat(problem.toString()).doesNotContain(System.getProperty("java.io.tmpdir") + "/cellineage");
    }

    private static void assertDescriptionProblem(String json, String cause) {
        ModelFiles files = SavedModels.bundle(Map.of(), json);
        assertProblem(() -> ModelBundle.of(files), DESCRIPTION, cause, "Fix model.json");
    }

    private static void assertNetworkProblem(String network, String cause) {
        assertProblem(
                () -> SavedModels.open(model, network), DESCRIPTION, "networks.cells: " + cause, "docs/MODELS.md");
    }

    @Test
    void noDescription(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("saved_model.pb"), model.get("saved_model.pb"));
        assertProblem(
                () -> ModelFiles.read(new LocalStorage(), folder.toString()),
                folder.toString(),
                "There is no model.json in this folder",
                "docs/MODELS.md says how to write a model.json");
    }

    @Test
    void noBundledModelOfThatName() {
        assertProblem(
                () -> ModelFiles.bundled("platelets"),
                "platelets",
                "Cellineage does not include a model of this name",
                "the folder of a model bundle");
    }

    @Test
    void noJson() {
        assertDescriptionProblem("", "");
        assertDescriptionProblem("null", "");
        assertDescriptionProblem("[]", "");
        assertDescriptionProblem("'text'", "");
        assertDescriptionProblem("{'format': 1, \n'task'", "line 2");
        assertDescriptionProblem("{'format': 1,\n'task': 'a', 'name': 'b', 'version': '1'} {}", "line 2");
        assertDescriptionProblem("{'format': 1,\n'format': 1}", "format");
    }

    @Test
    void keysThatAreNotKnownAreNamedWithTheirPlace() {
        assertDescriptionProblem("{'format': 1,\n'tusk': 'segmentation'}", "tusk: Unrecognized field \"tusk\"");
        assertDescriptionProblem(
                "{'format': 1, 'networks': {'cells': {'signatur': 'one'}}}",
                "networks.cells.signatur: Unrecognized field \"signatur\"");
    }

    @ParameterizedTest
    @CsvSource({
        "task,    '{''format'': 1, ''name'': ''b'', ''version'': ''1''}'",
        "name,    '{''format'': 1, ''task'': ''a'', ''version'': ''1''}'",
        "version, '{''format'': 1, ''task'': ''a'', ''name'': ''b''}'",
        "version, '{''format'': 1, ''task'': ''a'', ''name'': ''b'', ''version'': '' ''}'",
        "version, '{''format'': 1, ''task'': ''a'', ''name'': ''b'', ''version'': null}'",
    })
    void missingKeysAreNamed(String key, String json) {
        assertDescriptionProblem(json, "The key " + key + " is missing");
    }

    @Test
    void noFormat() {
        for (String start : new String[] {"{", "{'format': null, "}) {
            assertDescriptionProblem(
                    start + "'task': 'a', 'name': 'b', 'version': '1'}", "format: the value is missing");
        }
    }

    @Test
    void anotherFormat() {
        assertDescriptionProblem(
                "{'format': 2, 'task': 'a', 'name': 'b', 'version': '1'}",
                "Its format is 2, but this version reads format 1");
    }

    @Test
    void wrongTypesAreNamedWithTheirPlace() {
        assertDescriptionProblem("{'format': 'one'}", "format: ");
        assertDescriptionProblem("{'format': 1, 'networks': []}", "networks: ");
        assertDescriptionProblem(
                "{'format': 1, 'networks': {'cells': null}}", "networks must not be null, but are {cells=null}");
        assertDescriptionProblem(
                "{'format': 1, 'networks': {'cells': {'outputs': 'maps'}}}", "networks.cells.outputs: ");
        assertDescriptionProblem(
                "{'format': 1, 'networks': {'cells': {'switches': {'a:0': 'perhaps'}}}}",
                "networks.cells.switches.a:0: ");
    }

    @Test
    void aFileThatIsNotThere() {
        ModelFiles files = SavedModels.bundle(
                Map.of(),
                "{'format': 1, 'task': 'a', 'name': 'b', 'version': '1',"
                        + " 'files': {'variables/variables.index': '00'}}");
        assertProblem(
                () -> ModelBundle.of(files),
                SavedModels.WHERE + "/variables/variables.index",
                "does not exist",
                "Copy the complete bundle again");
    }

    @Test
    void aFileThatWasChanged() {
        byte[] content = model.get("saved_model.pb").clone();
        String description = "{'format': 1, 'task': 'a', 'name': 'b', 'version': '1',"
                + " 'files': {'saved_model.pb': '" + ModelFiles.sha256(content) + "'}}";
        ModelBundle.of(SavedModels.bundle(Map.of("saved_model.pb", content), description));
        content[content.length / 2] ^= 1;
        assertProblem(
                () -> ModelBundle.of(SavedModels.bundle(Map.of("saved_model.pb", content), description)),
                SavedModels.WHERE + "/saved_model.pb",
                "Its SHA-256 differs from that in the model's description",
                "Copy the bundle again");
    }

    @Test
    void noSuchNetwork() {
        ModelBundle bundle = ModelBundle.of(SavedModels.bundle(model, SavedModels.describe("{'signature': 'one'}")));
        assertProblem(
                () -> bundle.open("sizes", 1, SavedModels.SESSION),
                DESCRIPTION,
                "It names no network for sizes, but [cells]",
                "Add networks.sizes");
    }

    @Test
    void noSavedModel() {
        assertProblem(
                () -> SavedModels.open(Map.of(), "{'signature': 'one'}"),
                SavedModels.WHERE + "/saved_model.pb",
                "There is no SavedModel for cells",
                "set networks.cells.folder");
        assertProblem(
                () -> SavedModels.open(model, "{'folder': 'network', 'signature': 'one'}"),
                SavedModels.WHERE + "/network/saved_model.pb",
                "There is no SavedModel for cells",
                "set networks.cells.folder");
    }

    /** Even a SavedModel that is really there must not be taken from outside the bundle. */
    @Test
    void aFolderOutsideTheBundle(@TempDir Path outside) throws IOException {
        new ModelFiles("elsewhere", new TreeMap<>(model)).writeTo(outside);
        Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        String steps = "../" + temporary.relativize(outside.toAbsolutePath());
        for (String folder : new String[] {outside.toString(), steps, "..", "a/../../b"}) {
            assertNetworkProblem(
                    "{'folder': '" + folder + "', 'signature': 'one'}",
                    "The folder " + folder + " is not inside the bundle");
        }
        assertNetworkProblem("{'folder': 'a\\u0000b', 'signature': 'one'}", "The folder a\0b cannot be a path");
    }

    @Test
    void aFileOutsideTheBundle() {
        String escaping = "../cellineage-escaped-" + ProcessHandle.current().pid();
        SortedMap<String, byte[]> files = new TreeMap<>(model);
        files.put(escaping, new byte[] {1});
        assertProblem(
                () -> SavedModels.open(files, "{'signature': 'one'}"),
                SavedModels.WHERE + "/" + escaping,
                "points outside the bundle's folder",
                "Keep all files of a bundle inside its folder");
        assertThat(Path.of(System.getProperty("java.io.tmpdir")).resolve(escaping.substring(3)))
                .doesNotExist();
    }

    @Test
    void aSavedModelThatTensorFlowCannotRead() {
        byte[] whole = model.get("saved_model.pb");
        byte[] noise = new byte[whole.length];
        Arrays.fill(noise, (byte) 0xff);
        for (byte[] broken : new byte[][] {noise, Arrays.copyOf(whole, whole.length / 2), new byte[0]}) {
            assertProblem(
                    () -> SavedModels.open(Map.of("saved_model.pb", broken), "{'signature': 'one'}"),
                    SavedModels.WHERE,
                    "TensorFlow cannot load it: ",
                    "Export it as a SavedModel with the tag serve");
        }
    }

    @Test
    void noSuchSignature() {
        assertNetworkProblem("{'signature': 'serving'}", "The SavedModel has no signature serving, but [");
    }

    @Test
    void aSignatureOfTwoInputs() {
        assertNetworkProblem("{'signature': 'two_inputs'}", "The signature two_inputs has the inputs [");
    }

    @Test
    void outputsThatCouldBeAnyOfSeveral() {
        assertNetworkProblem("{'signature': 'both'}", "The signature has the outputs [");
    }

    @Test
    void noSuchOutputOfASignature() {
        assertNetworkProblem(
                "{'signature': 'one', 'outputs': ['thrice']}", "The signature has no output thrice, but [twice]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'signature': 'one', 'outputs': []}",
                "{'signature': 'one', 'outputs': [null]}",
                "{'input': 'image:0', 'outputs': []}",
                "{'input': 'image:0', 'outputs': ['twice:0', null]}",
            })
    void outputsThatNameNothing(String network) {
        assertNetworkProblem(network, "outputs must name at least one tensor, and none of them null");
    }

    @Test
    void aSwitchWithoutAValue() {
        assertNetworkProblem(
                "{'input': 'image:0', 'outputs': ['switched:0'], 'switches': {'learning:0': null}}",
                "switches must be true or false, but are {learning:0=null}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'input': 'image:0'}", "{'outputs': ['twice:0']}"})
    void neitherSignatureNorTensors(String network) {
        assertNetworkProblem(network, "It gives neither a signature nor input and outputs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"thrice:0", "thrice", "twice:1", "twice:-1", "twice:x", "", ":0"})
    void noSuchTensor(String name) {
        String cause = "The network has no tensor " + name + ".";
        assertNetworkProblem("{'input': 'image:0', 'outputs': ['" + name + "']}", cause);
        assertNetworkProblem("{'input': '" + name + "', 'outputs': ['twice:0']}", cause);
        assertNetworkProblem("{'input': 'image:0', 'outputs': ['twice:0'], 'switches': {'" + name + "': true}}", cause);
    }

    @Test
    void tensorsThatDoNotHoldWhatTheyMust() {
        assertNetworkProblem("{'signature': 'whole_in'}", "The tensor whole:0 contains DT_INT32, not DT_FLOAT");
        assertNetworkProblem("{'signature': 'whole_out'}", "The tensor rounded:0 contains DT_INT32, not DT_FLOAT");
        assertNetworkProblem(
                "{'input': 'image:0', 'outputs': ['twice:0'], 'switches': {'other:0': true}}",
                "The tensor other:0 contains DT_FLOAT, not DT_BOOL");
    }

    @Test
    void wrongRank() {
        assertNetworkProblem("{'signature': 'flat'}", "The network reads a tensor of rank 3");
    }

    @Test
    void wrongChannels() {
        assertNetworkProblem("{'signature': 'colour'}", "The network reads 3 channels, but the description gives it 1");
    }
}
