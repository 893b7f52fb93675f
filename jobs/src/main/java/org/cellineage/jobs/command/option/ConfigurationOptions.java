package org.cellineage.jobs.command.option;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellineage.format.Storage;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.jobs.config.PipelineConfiguration;
import org.cellineage.problem.BadConfigurationException;
import picocli.CommandLine.Option;

/** Settings: defaults, overridden by a file, overridden by single settings. */
public final class ConfigurationOptions {

    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?) *(px|um)");

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Settings as YAML or JSON; conf/cellineage.yaml lists all of them with their meanings.")
    private String file = "";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "A single setting, which overrides the file: --set tracking.max_gap_frames=3. May be repeated.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--diameter",
            paramLabel = "SIZE",
            description = "Typical nucleus diameter, such as 24px or 12um. Default: found for each movie.")
    private String diameter = "";

    @Option(
            names = "--keep-embeddings",
            description = "Keep how the model of classification.model sees each cell, as the column embedding.")
    private boolean keepsEmbeddings;

    /** Loads the settings of a command without other options that override them. */
    public PipelineConfiguration load(Storage storage) throws IOException {
        return load(storage, List.of());
    }

    /**
     * Loads the settings of a command.
     *
     * @param options settings from other options of the command line, which take precedence
     */
    public PipelineConfiguration load(Storage storage, List<String> options) throws IOException {
        List<String> all = new ArrayList<>(settings);
        all.addAll(options);
        if (!diameter.isEmpty()) {
            all.add(diameterSetting(diameter));
        }
        if (keepsEmbeddings) {
            all.add("classification.keep_embeddings=true");
        }
        return ConfigurationLoader.load(
                PipelineConfiguration.DEFAULTS,
                file,
                file.isEmpty() ? "" : OptionFile.read(storage, file, "--config"),
                all);
    }

    private static String diameterSetting(String diameter) {
        Matcher size = SIZE.matcher(diameter);
        if (!size.matches()) {
            throw new BadConfigurationException(
                    "--diameter " + diameter,
                    "This is not a size.",
                    "Give pixels or micrometres, such as 24px or 12um.");
        }
        return "segmentation.network.diameter_" + size.group(2) + "=" + size.group(1);
    }
}
