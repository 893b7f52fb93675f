package org.cellineage.jobs.evaluate;

import java.io.IOException;
import java.io.Serializable;
import org.cellineage.evaluate.StoredLabels;
import org.cellineage.format.Storage;
import org.cellineage.format.labels.LabelCatalog;
import org.cellineage.format.labels.LabelSet;
import org.cellineage.jobs.published.ItemJob;

/**
 * Compares a movie of a CTC result folder with its ground truth, in a task.
 *
 * @param folder location of the results, for messages
 */
record ResultComparison(Storage storage, String folder) implements ItemJob.Work<ResultComparison.Sides, MovieScore> {

    /** A result and the ground truth to compare it with. */
    record Sides(LabelSet result, MovieTruth truth) implements Serializable {}

    @Override
    public Class<MovieScore> result() {
        return MovieScore.class;
    }

    @Override
    public String name(Sides sides) {
        return sides.result().name();
    }

    @Override
    public MovieScore run(Sides sides) throws IOException {
        try (StoredLabels labels = new StoredLabels(storage, sides.result())) {
            return sides.truth()
                    .compare(
                            sides.result().name(),
                            folder,
                            storage,
                            labels,
                            () -> LabelCatalog.lineage(storage, sides.result()));
        }
    }
}
