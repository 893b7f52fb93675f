package org.cellineage.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cellineage.problem.BadConfigurationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of a SavedModel that TensorFlow wrote, opened and run. */
class ModelBundleTest {

    private static SortedMap<String, byte[]> model;

    @BeforeAll
    static void export(@TempDir Path folder) throws IOException {
        model = SavedModels.arithmetic(folder);
    }

    private static List<float[]> run(String network, Tensor input) {
        try (Network opened = SavedModels.open(model, network)) {
            List<float[]> values = new ArrayList<>();
            for (Tensor tensor : opened.run(input)) {
                assertThat(tensor.shape()).isEqualTo(input.shape());
                values.add(tensor.values());
            }
            return values;
        }
    }

    private static final Tensor IN = new Tensor(new long[] {1, 2, 2, 1}, new float[] {1, -2, 0.5f, 0});
    private static final float[] TWICE = {2, -4, 1, 0};
    private static final float[] PLUS = {4, 1, 3.5f, 3};

    @Test
    void aSignatureWithOneOutputNeedsNoMore() {
        assertThat(run("{'signature': 'one'}", IN)).containsExactly(TWICE);
    }

    @Test
    void outputsOfASignatureComeInTheOrderOfTheDescription() {
        assertThat(run("{'signature': 'both', 'outputs': ['twice', 'plus']}", IN))
                .containsExactly(TWICE, PLUS);
        assertThat(run("{'signature': 'both', 'outputs': ['plus', 'twice']}", IN))
                .containsExactly(PLUS, TWICE);
        assertThat(run("{'signature': 'both', 'outputs': ['plus']}", IN)).containsExactly(PLUS);
    }

    @Test
    void tensorsMayBeNamedInstead() {
        assertThat(run("{'input': 'image:0', 'outputs': ['plus:0', 'twice:0']}", IN))
                .containsExactly(PLUS, TWICE);
        assertThat(run("{'input': 'image', 'outputs': ['twice']}", IN)).containsExactly(TWICE);
    }

    @Test
    void switchesAreFedWithTheirValue() {
        float[] negative = {-1, 2, -0.5f, -0f};
        String named = "{'input': 'image:0', 'outputs': ['switched:0'], 'switches': {'learning:0': %s}}";
        assertThat(run(String.format(Locale.ROOT, named, "true"), IN)).containsExactly(IN.values());
        assertThat(run(String.format(Locale.ROOT, named, "false"), IN)).containsExactly(negative);
    }

    @Test
    void aSavedModelMayLieInAFolderOfItsOwn() {
        SortedMap<String, byte[]> moved = new TreeMap<>();
        model.forEach((path, content) -> moved.put("deep/er/" + path, content));
        ModelBundle bundle = ModelBundle.of(
                SavedModels.bundle(moved, SavedModels.describe("{'folder': 'deep/er', 'signature': 'one'}")));
        assertThat(bundle.has("cells")).isTrue();
        assertThat(bundle.has("sizes")).isFalse();
        try (Network network = bundle.open("cells", 0, SavedModels.SESSION)) {
            assertThat(network.run(IN).get(0).values()).containsExactly(TWICE);
        }
    }

    @Test
    void channelsAreCheckedOnlyWhereTheyAreAskedFor() {
        ModelBundle bundle = ModelBundle.of(SavedModels.bundle(model, SavedModels.describe("{'signature': 'colour'}")));
        Tensor pixel = new Tensor(new long[] {1, 1, 1, 3}, new float[] {1, 2, 3});
        for (int channels : new int[] {0, 3}) {
            try (Network network = bundle.open("cells", channels, SavedModels.SESSION)) {
                assertThat(network.run(pixel).get(0).values()).containsExactly(-1, -2, -3);
            }
        }
    }

    /** Sizes differ between threads, so that a mix-up of their tensors cannot go unseen. */
    @Test
    void severalThreadsMayRunOneNetworkAtOnce() throws Exception {
        int threads = 4;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (Network network = SavedModels.open(
                model,
                "{'input': 'image:0', 'outputs': ['twice:0', 'switched:0']," + " 'switches': {'learning:0': false}}")) {
            CountDownLatch start = new CountDownLatch(threads);
            List<Future<Integer>> answers = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int side = 3 + 5 * thread;
                answers.add(pool.submit(() -> {
                    start.countDown();
                    start.await();
                    int right = 0;
                    for (int turn = 0; turn < 50; turn++) {
                        Tensor in = SavedModels.counting(1 + turn % 3, side, side + turn);
                        List<Tensor> out = network.run(in);
                        right += isMultiple(in, 2, out.get(0)) && isMultiple(in, -1, out.get(1)) ? 1 : 0;
                    }
                    return right;
                }));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(50);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static boolean isMultiple(Tensor in, float factor, Tensor out) {
        boolean right = Arrays.equals(in.shape(), out.shape());
        for (int i = 0; right && i < in.values().length; i++) {
            right = out.values()[i] == factor * in.values()[i];
        }
        return right;
    }

    @Test
    void aClosedNetworkDoesNotRunAndMayBeClosedAgain() {
        Network network = SavedModels.open(model, "{'signature': 'one'}");
        network.close();
        network.close();
        assertThatThrownBy(() -> network.run(IN)).isInstanceOf(IllegalStateException.class);
    }

    /** Spark sends bundles to its executors. */
    @Test
    void aBundleSurvivesSerialization() throws IOException, ClassNotFoundException {
        ModelBundle bundle = ModelBundle.of(SavedModels.bundle(model, SavedModels.describe("{'signature': 'one'}")));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(bundle);
        }
        ModelBundle received;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            received = (ModelBundle) in.readObject();
        }
        assertThat(received.hash()).isEqualTo(bundle.hash());
        assertThat(received.where()).isEqualTo(SavedModels.WHERE);
        assertThat(received.description()).isEqualTo(bundle.description());
        try (Network network = received.open("cells", 1, SavedModels.SESSION)) {
            assertThat(network.run(IN).get(0).values()).containsExactly(TWICE);
        }
    }

    @Test
    void checksumsMayBeWrittenInCapitals() {
        String sum = ModelFiles.sha256(model.get("saved_model.pb")).toUpperCase(Locale.ROOT);
        String description = "{'format': 1, 'task': 'segmentation', 'name': 'mine', 'version': '1',"
                + " 'files': {'saved_model.pb': '" + sum + "'}}";
        assertThat(ModelBundle.of(SavedModels.bundle(model, description))
                        .description()
                        .files())
                .containsOnlyKeys("saved_model.pb");
    }

    @Test
    void nothingOfABundleStaysInTheTemporaryFolder() throws IOException {
        // Other processes unpack models too; this bundle is known by a file of its own.
        String mark = "mark-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        SortedMap<String, byte[]> marked = new TreeMap<>(model);
        marked.put(mark, new byte[] {1});
        SavedModels.open(marked, "{'signature': 'one'}").close();
        assertThat(unpackedWith(mark)).isEmpty();

        assertThatThrownBy(() -> SavedModels.open(marked, "{'signature': 'none'}"))
                .isInstanceOf(BadConfigurationException.class);
        assertThat(unpackedWith(mark)).isEmpty();

        // A folder cannot be made where a file is.
        marked.put(mark + "/below", new byte[] {2});
        assertThatThrownBy(() -> SavedModels.open(marked, "{'signature': 'one'}"))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(unpackedWith(mark)).isEmpty();
    }

    private static List<Path> unpackedWith(String mark) throws IOException {
        List<Path> found = new ArrayList<>();
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, "cellineage-model*")) {
            for (Path folder : folders) {
                if (Files.exists(folder.resolve(mark))) {
                    found.add(folder);
                }
            }
        }
        return found;
    }
}
