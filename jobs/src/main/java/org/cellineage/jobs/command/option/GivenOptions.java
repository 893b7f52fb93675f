package org.cellineage.jobs.command.option;

import java.util.Optional;
import picocli.CommandLine.Option;

/** A segmentation that exists already. */
public final class GivenOptions {

    @Option(
            names = "--labels",
            paramLabel = "URI",
            description = "Track this segmentation instead of computing one: label images, CTC masks or .trk.")
    private String labels = "";

    @Option(
            names = "--tracks",
            paramLabel = "URI",
            description = "Use this segmentation and its lineages as they are: CTC masks with man_track.txt or"
                    + " res_track.txt, or .trk.")
    private String tracks = "";

    /** Where the labels are to be found; empty if none are given. */
    public Optional<String> labels() {
        return labels.isEmpty() ? Optional.empty() : Optional.of(labels);
    }

    /** Where the tracks are to be found; empty if none are given. */
    public Optional<String> tracks() {
        return tracks.isEmpty() ? Optional.empty() : Optional.of(tracks);
    }
}
