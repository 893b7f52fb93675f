package org.cellineage.jobs.evaluate;

import java.io.IOException;
import org.cellineage.format.Storage;
import org.cellineage.jobs.published.MovieUnit;
import org.cellineage.jobs.published.TableLabels;
import org.cellineage.jobs.published.UnitMovie;
import org.cellineage.jobs.published.UnitWork;

/**
 * Compares a movie of the tables with its ground truth, in a task.
 *
 * @param tables location of the tables, for messages
 */
record TableComparison(Storage storage, String tables) implements UnitWork<MovieTruth, MovieScore> {

    @Override
    public Class<MovieScore> result() {
        return MovieScore.class;
    }

    @Override
    public MovieScore run(MovieUnit<MovieTruth> unit) throws IOException {
        UnitMovie<MovieTruth> movie = unit.movies().get(0);
        TableLabels labels = movie.labels();
        return movie.attachment()
                .orElseThrow()
                .compare(movie.movie().key().id(), tables, storage, labels, labels::spans);
    }
}
