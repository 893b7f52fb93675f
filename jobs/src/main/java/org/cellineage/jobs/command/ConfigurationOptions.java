package org.cellineage.jobs.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cellineage.format.Storage;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.jobs.config.PipelineConfiguration;
import picocli.CommandLine.Option;

/** Settings: defaults, then the file, then single settings. */
final class ConfigurationOptions {

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Settings as YAML or JSON; conf/cellineage.yaml lists all with their meaning.")
    private String file = "";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "One setting, over those of the file: --set tracking.max_gap_frames=3. May be repeated.")
    private List<String> settings = new ArrayList<>();

    PipelineConfiguration load(Storage storage) throws IOException {
        return ConfigurationLoader.load(
                PipelineConfiguration.DEFAULTS,
                file,
                file.isEmpty() ? "" : OptionFile.read(storage, file, "--config"),
                settings);
    }
}
