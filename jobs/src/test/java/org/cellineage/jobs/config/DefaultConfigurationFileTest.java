package org.cellineage.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** conf/cellineage.yaml is what 'cellineage config' prints, and loads as the defaults. */
class DefaultConfigurationFileTest {

    @Test
    void theFileHoldsTheDefaults() throws IOException {
        Path file = Path.of("../conf/cellineage.yaml");
        String text = Files.readString(file);
        assertThat(text.substring(text.indexOf('\n') + 1))
                .isEqualTo(ConfigurationLoader.documented(PipelineConfiguration.DEFAULTS));
        assertThat(ConfigurationLoader.load(PipelineConfiguration.DEFAULTS, file.toString(), text, List.of()))
                .isEqualTo(PipelineConfiguration.DEFAULTS);
    }
}
