package org.cellineage.jobs.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.codec.RecordCodec;
import org.cellineage.jobs.run.Failure;
import org.cellineage.problem.Problem;
import org.cellineage.segment.LostMovies;

/** Decides which movies of a batch are lost because too many of their frames failed. */
final class SegmentedVerdict {

    private static final RecordCodec<Problem> PROBLEM = RecordCodec.of(Problem.class);

    private final Map<MovieKey, List<Failure>> bad = new TreeMap<>();

    /** Reads the failed frames from the rows of a batch. */
    SegmentedVerdict(Dataset<Row> frames) {
        for (Row row : frames.where("failure is not null")
                .select("plate", "well", "site", "frame", "failure", "passing")
                .collectAsList()) {
            MovieKey key = new MovieKey(row.getString(0), row.getString(1), row.getString(2));
            bad.computeIfAbsent(key, absent -> new ArrayList<>())
                    .add(new Failure(
                            key, row.getInt(3), "segment", PROBLEM.fromRow(row.getStruct(4)), row.getBoolean(5)));
        }
        bad.values().forEach(failures -> failures.sort(Failure.ORDER));
    }

    /** Whether so many frames of a movie failed that it is unusable. */
    boolean isLost(MovieKey movie, int frameCount) {
        return LostMovies.isLost(failed(movie).size(), frameCount);
    }

    private List<Failure> failed(MovieKey movie) {
        return bad.getOrDefault(movie, List.of());
    }

    /** The failures of a movie: a single one for the whole movie if it is lost, otherwise those of its frames. */
    List<Failure> failures(MovieKey movie, int frameCount) {
        List<Failure> failed = failed(movie);
        return !isLost(movie, frameCount) || failed.isEmpty() ? failed : List.of(lostMovie(movie, failed, frameCount));
    }

    private static Failure lostMovie(MovieKey key, List<Failure> ofMovie, int frameCount) {
        Problem first = ofMovie.get(0).problem();
        // A failure shared by all frames, such as a missing channel, is reported once for the movie.
        if (ofMovie.size() == frameCount
                && frameCount > 1
                && ofMovie.stream().allMatch(failure -> failure.problem().equals(first))) {
            return new Failure(key, -1, "segment", first);
        }
        return new Failure(
                key,
                -1,
                "segment",
                new Problem(
                        first.where(),
                        ofMovie.size() + " of " + frameCount + " frames failed; the first: " + first.cause(),
                        first.remedy()));
    }
}
