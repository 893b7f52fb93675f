package org.cellineage.jobs.command;

import java.util.List;
import java.util.stream.Collectors;
import org.cellineage.format.layout.MovieFormats;
import picocli.CommandLine.Option;

/** Which movies, and how they are laid out. */
final class InputOptions {

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

    List<String> inputs() {
        return inputs;
    }

    String layout() {
        return layout;
    }

    /** Names of the layouts, for the help text. */
    static final class LayoutNames extends java.util.ArrayList<String> {
        private static final long serialVersionUID = 1L;

        LayoutNames() {
            add(MovieFormats.AUTO);
            addAll(MovieFormats.all().stream().map(f -> f.name()).collect(Collectors.toList()));
        }
    }
}
