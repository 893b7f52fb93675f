package org.cellineage.jobs.report;

import java.io.IOException;
import java.util.Optional;
import org.cellineage.format.PlaneReader;
import org.cellineage.format.Storage;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.hadoop.OutputPlace;
import org.cellineage.jobs.page.MoviePictures;
import org.cellineage.jobs.page.MovieSurvey;
import org.cellineage.jobs.published.MovieUnit;
import org.cellineage.jobs.published.UnitMovie;
import org.cellineage.jobs.published.UnitWork;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.BadOutputException;

/**
 * Writes the data of one movie's page. A movie whose images are gone is shown with its outlines only.
 *
 * @param place folder of the report
 * @param storage where images are read from
 */
record MovieWork(OutputPlace place, Storage storage) implements UnitWork<MoviePage, WrittenMovie> {

    @Override
    public Class<WrittenMovie> result() {
        return WrittenMovie.class;
    }

    @Override
    public WrittenMovie run(MovieUnit<MoviePage> unit) throws IOException {
        UnitMovie<MoviePage> movie = unit.movies().get(0);
        MoviePage page = movie.attachment().orElseThrow();
        OutputFolder output = place.open();
        MovieSurvey survey = MovieSurvey.of(movie::forEachFrame);
        try (PlaneReader planes = new StoragePlaneReader(storage)) {
            Optional<MoviePictures> pictures = Optional.empty();
            String noPictures = "";
            try {
                pictures = Optional.of(MoviePictures.of(page.images(), planes, storage));
            } catch (BadInputException e) {
                noPictures = e.problem().where() + ": " + e.problem().cause();
            }
            return new MovieWriter(movie, page, output, survey, pictures, noPictures)
                    .write()
                    .orElseThrow(() -> new BadOutputException(
                            unit.name(),
                            "The tracks alone take more than the movie's share of the budget, "
                                    + ReportBudget.text(page.share()) + ".",
                            "Give a larger --budget, or fewer movies with --only."));
        }
    }
}
