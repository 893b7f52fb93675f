package org.cellineage.jobs.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.cellineage.correct.FramePixels;
import org.cellineage.format.FrameRef;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.illumination.FlatFields;
import org.cellineage.image.Plane;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.predict.ChannelPredictor;
import org.cellineage.problem.BadInputException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images of a movie where it was read from, looked for only if one is asked for; with the channel that its run predicted
 * and corrected as its run corrected them, so that what is measured in them is comparable.
 */
public final class SourceFrames implements FramePixels, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SourceFrames.class);
    private static final String REMEDY = "Restore the image, then try again (cellineage correct: with --force).";

    private final MovieInfo movie;
    private final @Nullable SourceMovie source;
    private final StoragePlaneReader reader;
    private final Storage storage;
    private Optional<Map<Integer, FrameRef>> frames = Optional.empty();
    /** What predicts the channels that follow those of the files, opened for the first frame. */
    private Optional<Map<ChannelPrediction, ChannelPredictor>> predictors = Optional.empty();
    /** Read for the first frame. */
    private Optional<FlatFields> flatFields = Optional.empty();

    /**
     * @param movie as it was when it was processed; its images must have the same size
     * @param source where it is now; null if no image should be needed
     */
    public SourceFrames(MovieInfo movie, @Nullable SourceMovie source, Storage storage) {
        this.movie = movie;
        this.source = source;
        this.storage = storage;
        this.reader = new StoragePlaneReader(storage);
    }

    @Override
    public List<Plane> read(int frame) {
        FrameRef ref = refs().get(frame);
        if (ref == null) {
            throw new BadInputException(movie.source(), "There is no image of frame " + frame + " any more.", REMEDY);
        }
        List<Plane> planes = new ArrayList<>();
        for (PlaneRef plane : ref.channels()) {
            try {
                planes.add(reader.read(plane));
            } catch (IOException e) {
                throw new BadInputException(plane.describe(), "The image cannot be read: " + e + ".", REMEDY, e);
            }
            Plane read = planes.get(planes.size() - 1);
            if (read.width() != movie.width() || read.height() != movie.height()) {
                throw new BadInputException(plane.describe(), "The image has another size now.", REMEDY);
            }
        }
        for (Map.Entry<ChannelPrediction, ChannelPredictor> predicted :
                predictors().entrySet()) {
            List<Integer> from = predicted.getKey().channel().from();
            planes.add(
                    predicted.getValue().predict(from.stream().map(planes::get).toList()));
        }
        return flatFields().correct(planes);
    }

    private FlatFields flatFields() {
        if (flatFields.isEmpty()) {
            RecordedFlatFields recorded = Objects.requireNonNull(source).flatFields();
            try {
                flatFields = Optional.of(recorded.read(storage));
            } catch (IOException e) {
                throw new BadInputException(recorded.folder(), "The flat fields cannot be read: " + e + ".", REMEDY, e);
            }
        }
        return flatFields.get();
    }

    private Map<ChannelPrediction, ChannelPredictor> predictors() {
        if (predictors.isEmpty()) {
            Map<ChannelPrediction, ChannelPredictor> opened = new LinkedHashMap<>();
            Objects.requireNonNull(source)
                    .predictions()
                    .forEach(prediction ->
                            prediction.open(storage).ifPresent(predictor -> opened.put(prediction, predictor)));
            predictors = Optional.of(opened);
        }
        return predictors.get();
    }

    private Map<Integer, FrameRef> refs() {
        if (frames.isEmpty()) {
            if (source == null) {
                throw new IllegalStateException("images that were not expected to be needed");
            }
            Map<Integer, FrameRef> byNumber = new HashMap<>();
            source.require().frames().forEach(frame -> byNumber.put(frame.frame(), frame));
            frames = Optional.of(byNumber);
        }
        return frames.get();
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            LOG.warn("{}: the images could not be closed", movie.source(), e);
        }
    }
}
