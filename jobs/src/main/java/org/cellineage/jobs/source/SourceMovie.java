package org.cellineage.jobs.source;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.cellineage.format.Movie;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;
import org.jspecify.annotations.Nullable;

/** The movie that a movie in the tables came from, as it is in its input now, or the reason why it is missing. */
public final class SourceMovie implements Serializable {

    private static final long serialVersionUID = 1;

    private final @Nullable Movie movie;
    private final @Nullable Problem missing;
    private final List<ChannelPrediction> predictions;
    private final RecordedFlatFields flatFields;

    private SourceMovie(
            @Nullable Movie movie,
            @Nullable Problem missing,
            List<ChannelPrediction> predictions,
            RecordedFlatFields flatFields) {
        this.movie = movie;
        this.missing = missing;
        this.predictions = List.copyOf(predictions);
        this.flatFields = flatFields;
    }

    static SourceMovie of(Movie movie, List<ChannelPrediction> predictions, RecordedFlatFields flatFields) {
        return new SourceMovie(movie, null, predictions, flatFields);
    }

    static SourceMovie missing(Problem why) {
        return new SourceMovie(null, why, List.of(), new RecordedFlatFields("", ""));
    }

    /** The movie, if it is there. */
    public Optional<Movie> movie() {
        return Optional.ofNullable(movie);
    }

    /** How the channels are predicted that follow those of the files: one, or none. */
    public List<ChannelPrediction> predictions() {
        return predictions;
    }

    /** How its intensities are corrected. */
    public RecordedFlatFields flatFields() {
        return flatFields;
    }

    /**
     * The movie.
     *
     * @throws BadInputException if it is missing
     */
    public Movie require() {
        if (missing != null) {
            throw new BadInputException(missing.where(), missing.cause(), missing.remedy());
        }
        return movie().orElseThrow();
    }
}
