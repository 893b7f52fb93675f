package org.cellineage.portal.movie;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.cellineage.format.PlaneReader;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.image.Plane;
import org.cellineage.jobs.page.MovieHead;
import org.cellineage.jobs.page.MoviePictures;
import org.cellineage.jobs.source.SourceMovie;
import org.cellineage.page.MovieDetail;
import org.cellineage.problem.BadInputException;

/** The pictures of a movie, or why it has none. Thread-safe. */
final class Pictures implements AutoCloseable {

    /** A picture is not sent larger than this. */
    static final int LARGEST_SIDE = 2048;

    private final SharedReader reader;
    private final Optional<MoviePictures> pictures;
    private final String why;
    private final int frameCount;

    private Pictures(SharedReader reader, Optional<MoviePictures> pictures, String why, int frameCount) {
        this.reader = reader;
        this.pictures = pictures;
        this.why = why;
        this.frameCount = frameCount;
    }

    /** One file is open at a time, for whoever reads. */
    private static final class SharedReader implements PlaneReader {
        private final PlaneReader reader;

        SharedReader(PlaneReader reader) {
            this.reader = reader;
        }

        @Override
        public synchronized Plane read(PlaneRef ref) throws IOException {
            return reader.read(ref);
        }

        @Override
        public synchronized void close() throws IOException {
            reader.close();
        }
    }

    static Pictures open(SourceMovie images, Storage storage, int frameCount) {
        SharedReader reader = new SharedReader(new StoragePlaneReader(storage));
        try {
            MoviePictures pictures = MoviePictures.of(images, reader, storage).forgetSamples();
            return new Pictures(reader, Optional.of(pictures), "", frameCount);
        } catch (BadInputException e) {
            String why = e.problem().where() + ": " + e.problem().cause();
            return new Pictures(reader, Optional.empty(), why, frameCount);
        }
    }

    MovieHead.Pictures head() {
        return new MovieHead.Pictures(
                pictures, pictures.map(some -> some.missing(frameCount)).orElse(List.of()), why);
    }

    /** In how much detail frames are shown. */
    static MovieDetail detail(int width, int height) {
        return new MovieDetail(Math.min(LARGEST_SIDE, Math.max(width, height)), 1);
    }

    Optional<byte[]> png(int channel, int frame, MovieDetail detail) {
        return pictures.filter(some -> channel < some.channels().size())
                .flatMap(some -> some.png(frame, channel, detail));
    }

    Optional<Plane> plane(int frame) {
        return pictures.flatMap(some -> some.plane(frame, 0));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
