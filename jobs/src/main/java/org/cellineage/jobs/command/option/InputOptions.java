package org.cellineage.jobs.command.option;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.cellineage.format.TiffOptions;
import org.cellineage.format.ZPlanes;
import org.cellineage.format.layout.MovieFormats;
import org.cellineage.problem.BadConfigurationException;
import picocli.CommandLine.Option;

/** The movies and their layout. */
public final class InputOptions {

    @Option(
            names = {"-i", "--input"},
            required = true,
            arity = "1..*",
            paramLabel = "URI",
            description = "Movies: one or more files, folders or buckets (local path, file:, hdfs:, s3a:, gs:).")
    private List<String> inputs = List.of();

    @Option(
            names = "--layout",
            paramLabel = "NAME",
            defaultValue = MovieFormats.AUTO,
            description = "Layout of the movies: ${COMPLETION-CANDIDATES}, or 'pattern:…' with {plate}, {well}, {site},"
                    + " {channel}, {frame}. Default: ${DEFAULT-VALUE}, which reports the layout it recognised.",
            completionCandidates = LayoutNames.class)
    private String layout = MovieFormats.AUTO;

    @Option(
            names = "--z",
            paramLabel = "PLANES",
            description = "What several z planes of a frame become: refuse, max, mean, or the number of one plane,"
                    + " counted from 1. Default: input.z_planes of the settings, which is refuse.")
    private String zPlanes = "";

    @Option(
            names = "--rgb",
            paramLabel = "KIND",
            description = "What becomes of colour pictures: channels (red, green, blue) or grey (one channel). Default:"
                    + " input.rgb of the settings, which is channels.")
    private String rgb = "";

    @Option(
            names = "--channel",
            paramLabel = "TYPE=N",
            split = ",",
            description = "What channels show, counted from 0: nucleus=0,phase=1 (types: nucleus, cytoplasm, phase,"
                    + " brightfield). Cells are found in the nuclei, or else in whole cells; all other channels are only"
                    + " measured. Default: found for each movie.")
    private List<String> channels = List.of();

    /**
     * The settings that these options override.
     *
     * @throws BadConfigurationException if an option has an unknown value
     */
    public List<String> settings() {
        List<String> settings = new ArrayList<>();
        if (!zPlanes.isEmpty()) {
            settings.add("input.z_planes='" + ZPlanes.parse(zPlanes) + "'");
        }
        if (!rgb.isEmpty()) {
            String kind = rgb.toUpperCase(Locale.ROOT);
            if (Arrays.stream(TiffOptions.Rgb.values())
                    .noneMatch(known -> known.name().equals(kind))) {
                throw new BadConfigurationException(
                        "--rgb " + rgb, "Colour images cannot be read in this way.", "Use channels or grey.");
            }
            settings.add("input.rgb=" + kind.toLowerCase(Locale.ROOT));
        }
        if (!channels.isEmpty()) {
            settings.add("segmentation.type.channels='" + String.join(",", channels) + "'");
        }
        return settings;
    }

    /** Locations of the movies, as given. */
    public List<String> inputs() {
        return inputs;
    }

    /** Name of the layout. */
    public String layout() {
        return layout;
    }

    /** Names of the layouts, for the help text. */
    static final class LayoutNames extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        LayoutNames() {
            add(MovieFormats.AUTO);
            addAll(MovieFormats.all().stream().map(f -> f.name()).collect(Collectors.toList()));
        }
    }
}
