package org.cellineage.jobs.page;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.PlaneReader;
import org.cellineage.image.Plane;
import org.cellineage.page.DisplayLevels;
import org.cellineage.page.MovieDetail;
import org.cellineage.problem.BadInputException;

/**
 * The images of a movie as pictures: how bright, how large, and frame by frame. A frame that cannot be read has none.
 *
 * <p>As many threads may ask for pictures as the reader of planes allows.
 */
public final class MoviePictures {

    private final Movie movie;
    private final PlaneReader planes;
    private final Map<Integer, FrameRef> frames = new TreeMap<>();
    private final List<DisplayLevels> levels = new ArrayList<>();
    /** Some frames, to estimate the sizes of all; one list per channel. */
    private final List<List<Plane>> samples = new ArrayList<>();

    private final Map<Integer, Double> bytesPerFrame = new HashMap<>();

    private MoviePictures(Movie movie, PlaneReader planes) {
        this.movie = movie;
        this.planes = planes;
        movie.frames().forEach(frame -> frames.put(frame.frame(), frame));
    }

    /** Reads some frames of a movie. Throws {@link BadInputException} if none of them can be read. */
    public static MoviePictures of(Movie movie, PlaneReader planes) {
        MoviePictures pictures = new MoviePictures(movie, planes);
        List<Integer> sampled = MovieSurvey.evenly(new ArrayList<>(pictures.frames.keySet()));
        Optional<BadInputException> failure = Optional.empty();
        for (int channel = 0; channel < movie.channels().size(); channel++) {
            List<Plane> read = new ArrayList<>();
            for (int frame : sampled) {
                try {
                    read.add(pictures.read(frame, channel));
                } catch (BadInputException e) {
                    failure = Optional.of(e);
                }
            }
            pictures.samples.add(read);
            pictures.levels.add(DisplayLevels.of(read));
        }
        if (pictures.samples.stream().allMatch(List::isEmpty)) {
            throw failure.orElseGet(() -> new BadInputException(
                    movie.source(), "The movie has no images.", "Restore its files, and make the report again."));
        }
        return pictures;
    }

    private Plane read(int frame, int channel) {
        FrameRef there = frames.get(frame);
        if (there == null || channel >= there.channels().size()) {
            throw new BadInputException(movie.source(), "Frame " + frame + " is missing.", "Restore its file.");
        }
        try {
            return planes.read(there.channels().get(channel));
        } catch (IOException e) {
            throw new BadInputException(
                    movie.source(),
                    "Frame " + frame + " cannot be read: " + e.getMessage() + ".",
                    "Check the storage.",
                    e);
        }
    }

    /** Names of the channels. */
    public List<String> channels() {
        return movie.channels();
    }

    /** How bright each channel is shown. */
    public List<DisplayLevels> levels() {
        return levels;
    }

    /** Returns this without what only {@link #bytesPerFrame} needs. */
    public MoviePictures forgetSamples() {
        samples.forEach(List::clear);
        return this;
    }

    /** The frames of each channel that have no image, of all frames from 0 to {@code frameCount}. */
    public List<List<Integer>> missing(int frameCount) {
        List<List<Integer>> missing = new ArrayList<>();
        for (int channel = 0; channel < movie.channels().size(); channel++) {
            List<Integer> none = new ArrayList<>();
            for (int frame = 0; frame < frameCount; frame++) {
                FrameRef there = frames.get(frame);
                if (there == null || channel >= there.channels().size()) {
                    none.add(frame);
                }
            }
            missing.add(none);
        }
        return missing;
    }

    /** The plane of a frame; empty if it cannot be read. */
    public Optional<Plane> plane(int frame, int channel) {
        try {
            return Optional.of(read(frame, channel));
        } catch (BadInputException e) {
            // The page says which frames have no picture; the run has listed those that it could not read either.
            return Optional.empty();
        }
    }

    /** The picture of a frame; empty if the frame cannot be read. */
    public Optional<byte[]> png(int frame, int channel, MovieDetail detail) {
        return plane(frame, channel).map(plane -> png(plane, channel, detail));
    }

    private byte[] png(Plane plane, int channel, MovieDetail detail) {
        double shrunk = detail.shrunk(plane.width(), plane.height());
        return levels.get(channel)
                .png(plane, detail.shown(plane.width(), shrunk), detail.shown(plane.height(), shrunk));
    }

    /** About how many bytes the pictures of one frame take, all channels together. */
    public double bytesPerFrame(MovieDetail detail) {
        return bytesPerFrame.computeIfAbsent(detail.longSide(), side -> {
            double bytes = 0;
            for (int channel = 0; channel < samples.size(); channel++) {
                int of = channel;
                bytes += samples.get(channel).stream()
                        .mapToInt(plane -> png(plane, of, detail).length)
                        .average()
                        .orElse(0);
            }
            return bytes;
        });
    }
}
