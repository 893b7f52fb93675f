package org.cellineage.jobs.track;

import java.io.Serializable;
import java.util.Optional;
import org.cellineage.format.GivenLineage;
import org.cellineage.format.labels.LabelSet;
import org.cellineage.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Given labels of a movie and, optionally, their lineage. */
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

    /**
     * Labels that must be tracked.
     *
     * @param note how they were found, if the user should know
     */
    public static GivenTracks labelsOnly(String source, Optional<Problem> note) {
        return new GivenTracks(source, "", null, note.orElse(null));
    }

    /**
     * Labels that are tracks.
     *
     * @param note how they were found, if the user should know
     */
    public static GivenTracks of(LabelSet labels, GivenLineage lineage, Optional<Problem> note) {
        return new GivenTracks(labels.source(), labels.lineage(), lineage, note.orElse(null));
    }

    /** Folder or file of the labels. */
    String labels() {
        return labels;
    }

    /** How the labels were found, if the user should know. */
    Optional<Problem> note() {
        return Optional.ofNullable(note);
    }

    /** File of the lineage; empty if there is none. */
    String lineageFile() {
        return lineageFile;
    }

    /** The lineage; empty if the labels must be tracked. */
    Optional<GivenLineage> lineage() {
        return Optional.ofNullable(lineage);
    }
}
