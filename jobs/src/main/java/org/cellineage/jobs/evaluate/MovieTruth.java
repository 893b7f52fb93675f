package org.cellineage.jobs.evaluate;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.cellineage.evaluate.DetectionScore;
import org.cellineage.evaluate.EvaluatedMovie;
import org.cellineage.evaluate.Evaluator;
import org.cellineage.evaluate.LabelFrames;
import org.cellineage.evaluate.MaskScore;
import org.cellineage.evaluate.StoredImages;
import org.cellineage.evaluate.StoredLabels;
import org.cellineage.format.Movie;
import org.cellineage.format.Storage;
import org.cellineage.format.TrackSpan;
import org.cellineage.format.labels.LabelCatalog;
import org.cellineage.format.labels.LabelSet;
import org.jspecify.annotations.Nullable;

/**
 * Location of the ground truth of a movie, and of its images.
 *
 * @param truth labels, and their lineage if there is one
 * @param masks full masks for SEG; null if there are none besides the labels
 * @param images for the contrast of the cells; null if unknown
 */
record MovieTruth(
        LabelSet truth, @Nullable LabelSet masks, @Nullable Movie images) implements Serializable {

    /** A lineage that is read only when needed. */
    @FunctionalInterface
    interface Lineage {
        List<TrackSpan> read() throws IOException;
    }

    /**
     * Compares a result with the ground truth.
     *
     * @param where location of the result, for messages
     */
    MovieScore compare(String name, String where, Storage storage, LabelFrames result, Lineage lineage)
            throws IOException {
        try (StoredLabels labels = new StoredLabels(storage, truth);
                StoredLabels segmentation = new StoredLabels(storage, masks == null ? truth : masks);
                StoredImages pixels = new StoredImages(storage, Optional.ofNullable(images))) {
            if (truth.lineage().isEmpty()) {
                MaskScore score = Evaluator.segmentation(segmentation, result, where, pixels);
                return new MovieScore(name, score.seg(), null, DetectionScore.NONE, score.detection());
            }
            EvaluatedMovie evaluated = Evaluator.score(
                    new Evaluator.Side(truth.source(), labels, LabelCatalog.lineage(storage, truth)),
                    new Evaluator.Side(where, result, lineage.read()),
                    masks == null ? Optional.empty() : Optional.of(segmentation),
                    pixels);
            return new MovieScore(
                    name,
                    evaluated.lineage().segScore(),
                    evaluated.lineage(),
                    evaluated.markers(),
                    evaluated.masks().orElse(DetectionScore.NONE));
        }
    }
}
