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
import org.cellineage.format.Storage;
import org.cellineage.image.Plane;
import org.cellineage.jobs.source.ChannelPrediction;
import org.cellineage.jobs.source.SourceMovie;
import org.cellineage.page.DisplayLevels;
import org.cellineage.page.MovieDetail;
import org.cellineage.predict.ChannelPredictor;
import org.cellineage.problem.BadInputException;

/**
 * The images of a movie as pictures: how bright, how large, and frame by frame. A frame that cannot be read has none.
 *
 * <p>As many threads may ask for pictures as the reader of planes allows.
 */
public final class MoviePictures {

    private final Movie movie;
    private final PlaneReader planes;
    /** The channels that follow those of the files, and what predicts them. */
    private final List<Predicted> predicted = new ArrayList<>();

    private final Map<Integer, FrameRef> frames = new TreeMap<>();
    private final List<DisplayLevels> levels = new ArrayList<>();
    /** Some frames, to estimate the sizes of all; one list per channel. */
    private final List<List<Plane>> samples = new ArrayList<>();

    private final Map<Integer, Double> bytesPerFrame = new HashMap<>();

    private record Predicted(ChannelPrediction prediction, ChannelPredictor predictor) {}

    private MoviePictures(SourceMovie images, PlaneReader planes, Storage storage) {
        this.movie = images.require();
        this.planes = planes;
        images.predictions()
                .forEach(prediction -> prediction
                        .open(storage)
                        .ifPresent(predictor -> predicted.add(new Predicted(prediction, predictor))));
        movie.frames().forEach(frame -> frames.put(frame.frame(), frame));
    }

    /**
     * Reads some frames of a movie.
     *
     * @param storage where models lie that predict channels
     * @throws BadInputException if the movie is missing, or none of these frames can be read
     */
    public static MoviePictures of(SourceMovie images, PlaneReader planes, Storage storage) {
        MoviePictures pictures = new MoviePictures(images, planes, storage);
        List<Integer> sampled = MovieSurvey.evenly(new ArrayList<>(pictures.frames.keySet()));
        Optional<BadInputException> failure = Optional.empty();
        for (int channel = 0; channel < pictures.channels().size(); channel++) {
            List<Plane> read = new ArrayList<>();
            // A predicted frame takes a network, and its grey values are alike in all frames.
            boolean isPredicted = channel >= pictures.movie.channels().size();
            for (int frame : isPredicted ? sampled.subList(0, Math.min(1, sampled.size())) : sampled) {
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
                    pictures.movie.source(),
                    "The movie has no images.",
                    "Restore its files, and make the report again."));
        }
        return pictures;
    }

    private Plane read(int frame, int channel) {
        FrameRef there = frames.get(frame);
        if (there == null || !has(there, channel)) {
            throw new BadInputException(movie.source(), "Frame " + frame + " is missing.", "Restore its file.");
        }
        int ofFiles = movie.channels().size();
        try {
            if (channel >= ofFiles) {
                Predicted from = predicted.get(channel - ofFiles);
                return from.prediction().channel().predict(from.predictor(), there.channels(), planes);
            }
            return planes.read(there.channels().get(channel));
        } catch (IOException e) {
            throw new BadInputException(
                    movie.source(),
                    "Frame " + frame + " cannot be read: " + e.getMessage() + ".",
                    "Check the storage.",
                    e);
        }
    }

    /** Whether a frame has what a channel needs. */
    private boolean has(FrameRef frame, int channel) {
        int ofFiles = movie.channels().size();
        List<Integer> needed = channel < ofFiles
                ? List.of(channel)
                : predicted.get(channel - ofFiles).prediction().channel().from();
        return needed.stream().allMatch(one -> one < frame.channels().size());
    }

    /** Names of the channels: those of the files, and those that are predicted from them. */
    public List<String> channels() {
        List<String> names = new ArrayList<>(movie.channels());
        predicted.forEach(one -> names.add(one.prediction().channel().name()));
        return names;
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
        for (int channel = 0; channel < channels().size(); channel++) {
            List<Integer> none = new ArrayList<>();
            for (int frame = 0; frame < frameCount; frame++) {
                FrameRef there = frames.get(frame);
                if (there == null || !has(there, channel)) {
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
