package org.cellineage.jobs.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.jobs.config.PipelineConfiguration;
import org.cellineage.problem.BadConfigurationException;
import picocli.CommandLine.Option;

/** Settings: defaults, then the file, then single settings. */
final class ConfigurationOptions {

    private static final int MAX_BYTES = 1 << 24;

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
        return ConfigurationLoader.load(PipelineConfiguration.DEFAULTS, file, document(storage), settings);
    }

    private String document(Storage storage) throws IOException {
        if (file.isEmpty()) {
            return "";
        }
        try (SeekableBytes bytes = storage.open(file)) {
            byte[] text = new byte[(int) Math.min(MAX_BYTES, bytes.length())];
            bytes.readFully(0, text, 0, text.length);
            return new String(text, StandardCharsets.UTF_8);
        } catch (java.io.FileNotFoundException e) {
            throw new BadConfigurationException(
                    file, "There is no such file.", "Check the path given with --config.", e);
        }
    }
}
