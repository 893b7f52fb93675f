package org.cellineage.api;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cellineage.evaluate.EvaluatedMovie;
import org.cellineage.evaluate.Evaluator;
import org.cellineage.evaluate.FrameImages;
import org.cellineage.evaluate.StoredLabels;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.TrackSpan;
import org.cellineage.format.labels.LabelCatalog;
import org.cellineage.format.labels.LabelSet;
import org.cellineage.problem.BadInputException;

/** The ground truth of one movie in the layout of the Cell Tracking Challenge. */
public final class CtcTruth {

    private final LocalStorage storage = new LocalStorage();
    private final LabelSet markers;
    private final List<TrackSpan> spans;
    private final Optional<LabelSet> masks;

    private CtcTruth(LabelSet markers, List<TrackSpan> spans, Optional<LabelSet> masks) {
        this.markers = markers;
        this.spans = spans;
        this.masks = masks;
    }

    /**
     * Reads what there is; label images are read when movies are compared.
     *
     * @param folder {@code 01_GT}, with {@code TRA/man_track.txt}, its label images and, for SEG, {@code SEG}
     * @throws BadInputException if it is not the ground truth of one movie, or its lineage has a flaw
     */
    public static CtcTruth read(Path folder) throws IOException {
        LocalStorage storage = new LocalStorage();
        String location = storage.absolute(folder.toString());
        LabelSet markers = only(location, LabelCatalog.read(storage, location).sets());
        Map<String, LabelSet> masks =
                LabelCatalog.readMasks(storage, location, false).sets();
        return new CtcTruth(
                markers, LabelCatalog.lineage(storage, markers), Optional.ofNullable(masks.get(markers.name())));
    }

    private static LabelSet only(String location, Map<String, LabelSet> sets) {
        if (sets.size() != 1) {
            throw new BadInputException(
                    location,
                    "It contains the ground truth of " + sets.size() + " movies: " + String.join(", ", sets.keySet())
                            + ".",
                    "Give the folder of one of them, such as 01_GT.");
        }
        return sets.values().iterator().next();
    }

    /**
     * Compares a movie with this ground truth: all metrics of {@code cellineage evaluate}.
     *
     * @throws BadInputException if frames differ in size, or a label image is missing or no label image
     */
    public EvaluatedMovie score(TrackedMovie movie) throws IOException {
        try (StoredLabels labels = new StoredLabels(storage, markers);
                StoredLabels complete = new StoredLabels(storage, masks.orElse(markers))) {
            return Evaluator.score(
                    new Evaluator.Side(markers.source(), labels, spans),
                    new Evaluator.Side("the tracked movie", movie.labels(), movie.spans()),
                    masks.map(unused -> complete),
                    FrameImages.NONE);
        }
    }
}
