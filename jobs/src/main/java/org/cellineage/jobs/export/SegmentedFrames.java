package org.cellineage.jobs.export;

import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.image.LabelImage;
import org.cellineage.jobs.catalog.InputCatalog;
import org.cellineage.jobs.run.RunRequest;
import org.cellineage.jobs.segmented.MoviePlan;
import org.cellineage.jobs.segmented.SegmentedLabels;
import org.cellineage.problem.BadInputException;

/** The most recently segmented frames of an output, each with its source image. */
public final class SegmentedFrames {

    private final String segmentedOutput;
    private final SegmentedLabels labels;
    private final Map<MovieKey, MovieFrames> movies = new HashMap<>();

    /** The operation on a frame. */
    @FunctionalInterface
    interface FrameWriter {
        /** Writes the output for a frame. */
        void write(Segmented frame) throws IOException;
    }

    /**
     * A segmented frame.
     *
     * @param file how to name what is written for it
     * @param image its channels
     * @param plan how its movie was segmented
     */
    record Segmented(FrameFile file, FrameRef image, MoviePlan plan, LabelImage labels) {

        PlaneRef firstChannel() {
            return image.channels().get(0);
        }
    }

    /** A movie's frames by their numbers. */
    private record MovieFrames(Movie movie, Map<Integer, FrameRef> frames) {}

    private SegmentedFrames(String segmentedOutput, SegmentedLabels labels) {
        this.segmentedOutput = segmentedOutput;
        this.labels = labels;
    }

    /**
     * Finds the frames that a request has stored in an output.
     *
     * @throws BadInputException if the output has no segmented frames
     */
    public static SegmentedFrames newest(
            SparkSession spark, Storage storage, RunRequest request, String segmentedOutput) throws IOException {
        SegmentedFrames frames = new SegmentedFrames(segmentedOutput, SegmentedLabels.newest(spark, segmentedOutput));
        for (Movie movie : InputCatalog.read(storage, request).movies()) {
            Map<Integer, FrameRef> byNumber = new HashMap<>();
            movie.frames().forEach(frame -> byNumber.put(frame.frame(), frame));
            frames.movies.put(movie.key(), new MovieFrames(movie, byNumber));
        }
        return frames;
    }

    /**
     * Writes every segmented frame, one at a time, in no particular order.
     *
     * @return number of frames written
     */
    long writeAll(FrameWriter writer) throws IOException {
        long written = 0;
        Iterator<SegmentedLabels.Frame> frames = labels.frames();
        while (frames.hasNext()) {
            SegmentedLabels.Frame frame = frames.next();
            MovieFrames of = movies.get(frame.movie());
            FrameRef image = of == null ? null : of.frames().get(frame.frame());
            if (of == null || image == null) {
                throw new BadInputException(
                        segmentedOutput,
                        "Frame " + frame.frame() + " of movie " + frame.movie().id()
                                + " was segmented, but is no longer in the input.",
                        "Do not change the input until 'segment' has finished.");
            }
            writer.write(
                    new Segmented(FrameFile.of(of.movie(), image), image, labels.plan(frame.movie()), frame.labels()));
            written++;
        }
        return written;
    }
}
