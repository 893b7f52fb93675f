package org.cellineage.examples;

import java.io.IOException;
import java.nio.file.Path;
import org.cellineage.api.CellTracker;
import org.cellineage.api.CtcTruth;
import org.cellineage.api.FrameFailure;
import org.cellineage.api.MovieFiles;
import org.cellineage.api.TrackedMovie;
import org.cellineage.api.TrackerOptions;
import org.cellineage.evaluate.Evaluation;
import org.cellineage.problem.Problem;
import org.cellineage.problem.UserException;
import org.cellineage.track.Track;

/** Segments and tracks one movie, such as a TIFF stack, and prints its lineage; with ground truth, its scores too. */
public final class TrackStack {

    private TrackStack() {}

    public static void main(String[] arguments) throws IOException {
        try (MovieFiles files = MovieFiles.open(Path.of(arguments[0]))) {
            for (Problem problem : files.problems()) {
                System.err.println(problem);
            }
            CellTracker tracker = CellTracker.open(TrackerOptions.DEFAULTS);
            TrackedMovie movie = tracker.track(files);
            for (FrameFailure failure : movie.failures()) {
                System.err.println(failure.problem());
            }
            for (Track track : movie.tracks()) {
                System.out.printf(
                        "track %s: frames %d to %d, %s to %s%n",
                        track.lineagePath(),
                        track.firstFrame(),
                        track.lastFrame(),
                        track.origin().label(),
                        track.fate().label());
            }
            System.out.println(movie.newick());
            if (arguments.length > 1) {
                Evaluation score =
                        CtcTruth.read(Path.of(arguments[1])).score(movie).lineage();
                System.out.printf(
                        "SEG %.3f TRA %.3f%n", score.segScore(), score.aogm().tra());
            }
        } catch (UserException e) {
            System.err.println(e.problem());
        }
    }
}
