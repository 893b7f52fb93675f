package org.cellineage.link.learned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of a bundle that links, right and wrong. */
class LinkingModelTest {

    private static final String SETTINGS = "{'code': 3, 'track': 4, 'history': 7, 'features': 3, 'gate_spacings': 2.5,"
            + " 'max_candidates': 5, 'mother_max_missed_frames': 4, 'frames_ahead': 1, 'pair_temperature': 1.5, 'division_temperature': 2, 'same_threshold': 0.3,"
            + " 'division_threshold': 0.6}";

    private static ModelBundle bundle(String task, String settings) {
        String json = "{'format': 1, 'task': '" + task + "', 'name': 'mine', 'version': '2', 'settings': {'linking': "
                + settings + "}}";
        return ModelBundle.of(new ModelFiles(
                "models/mine",
                new TreeMap<>(
                        Map.of(ModelFiles.DESCRIPTION, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)))));
    }

    private static Problem problem(ModelBundle bundle) {
        return catchThrowableOfType(BadConfigurationException.class, () -> LinkingModel.of(bundle))
                .problem();
    }

    @Test
    void settingsAreRead() {
        LinkingModel model = LinkingModel.of(bundle("linking", SETTINGS));
        assertThat(model.settings()).isEqualTo(new LinkingModel.Settings(3, 4, 7, 3, 2.5, 5, 4, 1, 1.5, 2, 0.3, 0.6));
        assertThat(model.name()).isEqualTo("mine 2");
    }

    @Test
    void aModelForSomethingElse() {
        Problem problem = problem(bundle("segmentation", SETTINGS));
        assertThat(problem.where()).isEqualTo("models/mine/model.json");
        assertThat(problem.cause()).contains("segmentation");
    }

    @ParameterizedTest
    @CsvSource({
        "history: 7, history: 5, history must be 7",
        "features: 3, features: 2, features must be 3 in this version",
        "code: 3, code: 0, code and track must be at least 1",
        "track: 4, track: -1, code and track must be at least 1",
        "max_candidates: 5, max_candidates: 1, max_candidates at least 2",
        "mother_max_missed_frames: 4, mother_max_missed_frames: -1, mother_max_missed_frames must be at least 0",
        "frames_ahead: 1, frames_ahead: 3, frames_ahead must be 0 to 2",
        "gate_spacings: 2.5, gate_spacings: 0, gate_spacings must be above 0",
        "pair_temperature: 1.5, pair_temperature: -1, pair_temperature must be above 0",
        "same_threshold: 0.3, same_threshold: 1, same_threshold must be between 0 and 1",
    })
    void settingsThatMakeNoSenseAreNamed(String right, String wrong, String cause) {
        assertThat(SETTINGS).contains(quoted(right));
        String settings = SETTINGS.replace(quoted(right), quoted(wrong));
        assertThat(problem(bundle("linking", settings)).cause()).contains(cause);
    }

    private static String quoted(String setting) {
        return "'" + setting.replaceFirst(":", "':");
    }

    @Test
    void aThresholdThatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> new LinkingModel.Settings(3, 4, 7, 3, 2.5, 5, 4, 1, 1.5, 2, 0.3, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("division_threshold");
    }
}
