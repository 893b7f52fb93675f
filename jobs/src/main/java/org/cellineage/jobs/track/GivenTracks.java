package org.cellineage.jobs.track;

import java.io.Serializable;
import java.util.Optional;
import org.cellineage.format.GivenLineage;
import org.cellineage.format.labels.LabelSet;
import org.jspecify.annotations.Nullable;

/** What is given of a movie's cells: labels, and perhaps whose daughters they are. */
public final class GivenTracks implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String labels;
    private final String lineageFile;
    private final @Nullable GivenLineage lineage;

    private GivenTracks(String labels, String lineageFile, @Nullable GivenLineage lineage) {
        this.labels = labels;
        this.lineageFile = lineageFile;
        this.lineage = lineage;
    }

    /** Labels that are to be tracked. */
    public static GivenTracks labelsOnly(String source) {
        return new GivenTracks(source, "", null);
    }

    /** Labels that are tracks. */
    public static GivenTracks of(LabelSet labels, GivenLineage lineage) {
        return new GivenTracks(labels.source(), labels.lineage(), lineage);
    }

    /** The folder or file of the labels. */
    String labels() {
        return labels;
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
