package org.cellineage.jobs.command.option;

import java.util.Optional;
import picocli.CommandLine.Option;

/** An existing segmentation. */
public final class GivenOptions {

    @Option(
            names = "--labels",
            paramLabel = "URI",
            description = "Track this segmentation instead of computing one: label images, CTC masks, .trk, or OME-Zarr"
                    + " labels; without any, the outlines of TrackMate or the discs of napari.")
    private String labels = "";

    @Option(
            names = "--tracks",
            paramLabel = "URI",
            description = "Use this segmentation and its lineages as they are: CTC masks with man_track.txt or"
                    + " res_track.txt, .trk, GEFF, files that TrackMate saved (.xml), or tracks of napari (.csv with"
                    + " _graph.json).")
    private String tracks = "";

    /** Location of the labels; empty if none are given. */
    public Optional<String> labels() {
        return labels.isEmpty() ? Optional.empty() : Optional.of(labels);
    }

    /** Location of the tracks; empty if none are given. */
    public Optional<String> tracks() {
        return tracks.isEmpty() ? Optional.empty() : Optional.of(tracks);
    }
}
