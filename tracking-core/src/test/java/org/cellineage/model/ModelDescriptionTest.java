package org.cellineage.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.problem.BadConfigurationException;
import org.junit.jupiter.api.Test;

/** What is written is read again, and settings are read as strictly as the rest. */
class ModelDescriptionTest {

    /** Settings such as a task may have. */
    private record Colours(double redShare, int count, Kind kind) {
        private Colours {
            if (!(redShare >= 0 && redShare <= 1)) {
                throw new IllegalArgumentException("red_share must be between 0 and 1, but is " + redShare);
            }
        }
    }

    private enum Kind {
        DARK_GREEN
    }

    private static ModelDescription parse(String json) {
        return ModelDescription.parse("mine", json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static String with(String settings) {
        return "{'format': 1, 'task': 'a', 'name': 'b', 'version': '1', 'settings': " + settings + "}";
    }

    @Test
    void aDescriptionSurvivesWriting() {
        Map<String, ModelDescription.Tensors> networks = Map.of(
                "cells",
                new ModelDescription.Tensors(
                        "deep", null, "image:0", List.of("b:0", "a:1"), Map.of("learning:0", false)),
                "sizes",
                ModelDescription.Tensors.signature("sizes", "serving_default"));
        ModelDescription description = new ModelDescription(
                1,
                "segmentation",
                "ключ \"mine\"",
                "1.2",
                new TreeMap<>(networks),
                ModelDescription.node(Map.of("colours", new Colours(0.25, 3, Kind.DARK_GREEN))),
                new TreeMap<>(Map.of("saved_model.pb", "00ff")),
                ModelDescription.node(Map.of("data", List.of("x"))));
        ModelDescription read = ModelDescription.parse("mine", description.toJson());
        assertThat(read).isEqualTo(description);
        assertThat(read.networks().get("cells").outputs()).containsExactly("b:0", "a:1");
        assertThat(read.setting("mine", "colours", Colours.class)).isEqualTo(new Colours(0.25, 3, Kind.DARK_GREEN));
        assertThat(new String(description.toJson(), StandardCharsets.UTF_8))
                .contains("\"red_share\" : 0.25", "\"dark_green\"")
                .endsWith("}\n");
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        ModelDescription description = parse("{'format': 1, 'task': 'a', 'name': 'b', 'version': '1',"
                + " 'networks': {'cells': {'signature': 'one'}}}");
        assertThat(description.networks().get("cells").folder()).isEqualTo(".");
        assertThat(description.files()).isEmpty();
        assertThatThrownBy(() -> description.setting("mine", "colours", Colours.class))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageStartingWith("mine/model.json: The key settings.colours is missing.");
        assertThat(ModelDescription.parse("mine", description.toJson()).networks())
                .isEqualTo(description.networks());
    }

    @Test
    void aBadSettingIsNamedWithItsPlace() {
        assertBad("{'red_share': 0.5, 'count': 1, 'blue': 2}", "In settings.colours: blue: Unrecognized field");
        assertBad("{'red_share': 1.5, 'count': 1}", "red_share must be between 0 and 1, but is 1.5");
        assertBad("{'red_share': 'much', 'count': 1}", "In settings.colours: red_share: ");
        assertBad("{'red_share': 0.5}", "In settings.colours: count: the value is missing");
        assertBad("{'red_share': 0.5, 'count': 1, 'kind': 'pale'}", "In settings.colours: kind: ");
        assertBad("[]", "In settings.colours: ");
        assertThat(parse(with("{'colours': {'red_share': 1, 'count': 2, 'kind': 'dark_green'}}"))
                        .setting("mine", "colours", Colours.class))
                .isEqualTo(new Colours(1, 2, Kind.DARK_GREEN));
    }

    private static void assertBad(String colours, String cause) {
        ModelDescription description = parse(with("{'colours': " + colours + "}"));
        assertThatThrownBy(() -> description.setting("mine", "colours", Colours.class))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageStartingWith("mine/model.json: ")
                .hasMessageContaining(cause)
                .hasMessageEndingWith("Fix model.json; docs/MODELS.md explains every key.");
    }
}
