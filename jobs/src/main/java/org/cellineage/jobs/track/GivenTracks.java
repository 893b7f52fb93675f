package org.cellineage.jobs.track;

import java.io.Serializable;
import java.util.Optional;
import org.cellineage.format.GivenLineage;
import org.cellineage.format.labels.LabelSet;
import org.cellineage.problem.Problem;
import org.jspecify.annotations.Nullable;

/** What is given of a movie's cells: labels, and perhaps whose daughters they are. */
public final class GivenTracks implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String labels;
    private final String lineageFile;
    private final @Nullable GivenLineage lineage;
    private final @Nullable Problem note;

    private GivenTracks(String labels, String lineageFile, @Nullable GivenLineage lineage, @Nullable Problem note) {
        this.labels = labels;
        this.lineageFile = lineageFile;
        this.lineage = lineage;
        this.note = note;
    }

    /** Labels that are to be tracked, and what the user should know of how they were found. */
    public static GivenTracks labelsOnly(String source, Optional<Problem> note) {
        return new GivenTracks(source, "", null, note.orElse(null));
    }

    /** Labels that are tracks, and what the user should know of how they were found. */
    public static GivenTracks of(LabelSet labels, GivenLineage lineage, Optional<Problem> note) {
        return new GivenTracks(labels.source(), labels.lineage(), lineage, note.orElse(null));
    }

    /** The folder or file of the labels. */
    String labels() {
        return labels;
    }

    /** What the user should know of how the labels were found. */
    Optional<Problem> note() {
        return Optional.ofNullable(note);
    }

    /** The file of the lineage; empty without one. */
    String lineageFile() {
        return lineageFile;
    }

    /** The lineage; empty where the labels are to be tracked. */
    Optional<GivenLineage> lineage() {
        return Optional.ofNullable(lineage);
    }
}
