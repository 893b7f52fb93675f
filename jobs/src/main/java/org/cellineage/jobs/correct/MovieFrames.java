package org.cellineage.jobs.correct;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cellineage.correct.FramePixels;
import org.cellineage.format.FrameRef;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.image.Plane;
import org.cellineage.jobs.source.SourceMovie;
import org.cellineage.problem.BadInputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The images of a movie where it was read from, opened only if a correction needs them. */
final class MovieFrames implements FramePixels, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MovieFrames.class);
    private static final String REMEDY = "Restore the image, then try again.";

    private final MovieWork work;
    private final StoragePlaneReader reader;
    private Optional<Map<Integer, FrameRef>> frames = Optional.empty();

    MovieFrames(MovieWork work, Storage storage) {
        this.work = work;
        this.reader = new StoragePlaneReader(storage);
    }

    @Override
    public List<Plane> read(int frame) {
        FrameRef ref = refs().get(frame);
        if (ref == null) {
            throw new BadInputException(
                    work.info().source(), "There is no image of frame " + frame + " any more.", REMEDY);
        }
        List<Plane> planes = new ArrayList<>();
        for (PlaneRef plane : ref.channels()) {
            try {
                planes.add(reader.read(plane));
            } catch (IOException e) {
                throw new BadInputException(plane.describe(), "The image cannot be read: " + e + ".", REMEDY, e);
            }
            Plane read = planes.get(planes.size() - 1);
            if (read.width() != work.info().width()
                    || read.height() != work.info().height()) {
                throw new BadInputException(plane.describe(), "The image has another size now.", REMEDY);
            }
        }
        return planes;
    }

    private Map<Integer, FrameRef> refs() {
        if (frames.isEmpty()) {
            SourceMovie images = work.images();
            if (images == null) {
                throw new IllegalStateException("a correction that was not expected to need images");
            }
            Map<Integer, FrameRef> byNumber = new HashMap<>();
            images.require().frames().forEach(frame -> byNumber.put(frame.frame(), frame));
            frames = Optional.of(byNumber);
        }
        return frames.get();
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            LOG.warn("{}: the images could not be closed", work.info().source(), e);
        }
    }
}
