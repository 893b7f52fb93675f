package org.cellineage.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.Problem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks whose signature the task fixes: opened by the names of their inputs, and each way it can be wrong. */
class SignatureBundleTest {

    private static SortedMap<String, byte[]> model;

    @BeforeAll
    static void export(@TempDir Path folder) throws IOException {
        model = SavedModels.arithmetic(folder);
    }

    private static Network open(
            Map<String, byte[]> files, String role, String network, List<String> inputs, String output) {
        return ModelBundle.of(SavedModels.bundle(files, SavedModels.describe(network)))
                .open(role, inputs, List.of(output), SavedModels.SESSION);
    }

    private static Problem problem(String role, String network, List<String> inputs, String output) {
        return catchThrowableOfType(BadConfigurationException.class, () -> open(model, role, network, inputs, output))
                .problem();
    }

    private static void assertWrong(String network, List<String> inputs, String output, String cause) {
        Problem problem = problem("cells", network, inputs, output);
        assertThat(problem.where()).isEqualTo(SavedModels.WHERE + "/model.json");
        assertThat(problem.cause()).startsWith("networks.cells: " + cause).endsWith(".");
        assertThat(problem.remedy()).contains("docs/MODELS.md");
    }

    @Test
    void twoInputsAreAddedUp() {
        Tensor one = SavedModels.counting(1, 2, 2);
        Tensor other = new Tensor(new long[] {1, 2, 2, 1}, new float[] {5, 5, 5, 50});
        try (Network sum = open(model, "cells", "{'signature': 'two_inputs'}", List.of("image", "other"), "sum")) {
            assertThat(sum.run(List.of(one, other)).get(0).values()).containsExactly(5, 6, 7, 53);
        }
    }

    @Test
    void noSuchRole() {
        Problem problem = problem("tracks", "{'signature': 'two_inputs'}", List.of("image", "other"), "sum");
        assertThat(problem.cause()).contains("no network for tracks").contains("cells");
        assertThat(problem.remedy()).contains("networks.tracks");
    }

    @Test
    void noSuchSignature() {
        assertWrong("{'signature': 'three_inputs'}", List.of("image"), "sum", "The SavedModel has no signature three");
        // Without one, the role's own is looked for.
        assertWrong("{'folder': '.'}", List.of("image"), "sum", "The SavedModel has no signature cells");
    }

    @Test
    void noSuchInputOrOutput() {
        assertWrong(
                "{'signature': 'two_inputs'}",
                List.of("image", "mask"),
                "sum",
                "The signature two_inputs has the inputs");
        assertWrong(
                "{'signature': 'two_inputs'}",
                List.of("image", "other"),
                "total",
                "The signature two_inputs has the inputs");
    }

    @Test
    void wholeNumbersWhereOthersAreNeeded() {
        assertWrong("{'signature': 'whole_in'}", List.of("image"), "half", "The tensor whole:0 contains");
        assertWrong("{'signature': 'whole_out'}", List.of("image"), "rounded", "The tensor rounded:0 contains");
    }

    @Test
    void noSavedModelThere() {
        Problem missing =
                problem("cells", "{'folder': 'link', 'signature': 'two_inputs'}", List.of("image", "other"), "sum");
        assertThat(missing.where()).isEqualTo(SavedModels.WHERE + "/link/saved_model.pb");
        assertWrong(
                "{'folder': '../link', 'signature': 'two_inputs'}",
                List.of("image"),
                "sum",
                "The folder ../link is not inside the bundle");
        Problem damaged = catchThrowableOfType(
                        BadConfigurationException.class,
                        () -> open(
                                Map.of("saved_model.pb", new byte[] {1, 2, 3}),
                                "cells",
                                "{'signature': 'two_inputs'}",
                                List.of("image", "other"),
                                "sum"))
                .problem();
        assertThat(damaged.cause()).contains("TensorFlow cannot load it");
    }
}
