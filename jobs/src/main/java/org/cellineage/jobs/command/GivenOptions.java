package org.cellineage.jobs.command;

import java.util.Optional;
import picocli.CommandLine.Option;

/** A segmentation that exists already. */
final class GivenOptions {

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

    Optional<String> labels() {
        return labels.isEmpty() ? Optional.empty() : Optional.of(labels);
    }

    Optional<String> tracks() {
        return tracks.isEmpty() ? Optional.empty() : Optional.of(tracks);
    }
}
