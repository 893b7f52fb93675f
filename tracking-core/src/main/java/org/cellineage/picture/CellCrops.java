package org.cellineage.picture;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.layout.CatalogReader;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;

/**
 * Cuts image crops for display from the frames of a movie, read from its original location.
 *
 * <p>Recently used catalogs and frames are cached, so that the cells of a frame require one read. Changes to files are
 * not noticed while they are cached. Not thread-safe.
 */
public final class CellCrops {

    private static final int KEPT_INPUTS = 4;
    private static final int KEPT_PLANES = 2;

    /** A rectangle in a frame: rows {@code minY} to {@code maxY - 1}, columns {@code minX} to {@code maxX - 1}. */
    public record Part(int minY, int minX, int maxY, int maxX) {}

    private record Input(String location, String layout) {}

    private final Storage storage;
    private final Map<Input, Map<String, Movie>> inputs = new Recent<>(KEPT_INPUTS);
    private final Map<PlaneRef, Plane> planes = new Recent<>(KEPT_PLANES);

    public CellCrops(Storage storage) {
        this.storage = storage;
    }

    /** A least-recently-used cache. */
    private static final class Recent<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;
        private final int most;

        Recent(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
        }
    }

    /**
     * Returns the rectangle as an 8-bit grey PNG, black at the 1st percentile of its pixels and white from the 99.8th
     * on; clipped to the frame.
     *
     * @param location the input in which the movie was found
     * @param layout its layout
     * @param movieId {@code plate/well/site}
     * @param frame 0-based frame
     * @param channel name of the channel
     * @throws BadInputException if there is no such input, movie, frame, channel or rectangle, or it cannot be decoded
     * @throws IOException if it cannot be read
     */
    public byte[] png(String location, String layout, String movieId, int frame, String channel, Part part)
            throws IOException {
        Movie movie = movie(new Input(location, layout), movieId);
        Plane plane = plane(ref(movie, frame, channel));
        int minY = Math.max(0, part.minY());
        int minX = Math.max(0, part.minX());
        int height = Math.min(plane.height(), part.maxY()) - minY;
        int width = Math.min(plane.width(), part.maxX()) - minX;
        if (height <= 0 || width <= 0) {
            throw new BadInputException(
                    movie.source(),
                    "The bounding box lies entirely outside the frame of " + plane.width() + " x " + plane.height()
                            + " pixels.",
                    "Give a bounding box of this movie: min_y, min_x, max_y, max_x.");
        }
        float[] samples = plane.toFloats();
        float[] cut = new float[height * width];
        for (int y = 0; y < height; y++) {
            System.arraycopy(samples, (minY + y) * plane.width() + minX, cut, y * width, width);
        }
        return Png.grey(width, height, GreyStretch.of(Plane.of(width, height, cut)));
    }

    private Movie movie(Input input, String movieId) throws IOException {
        Map<String, Movie> movies = inputs.get(input);
        if (movies == null) {
            movies = new HashMap<>();
            for (Movie movie : new CatalogReader(storage)
                    .read(input.location(), input.layout())
                    .movies()) {
                movies.put(movie.key().id(), movie);
            }
            inputs.put(input, movies);
        }
        Movie movie = movies.get(movieId);
        if (movie == null) {
            throw new BadInputException(
                    input.location(),
                    "Movie " + movieId + " no longer exists.",
                    "Give the input and layout from the table 'movies', or the location to which it was moved.");
        }
        return movie;
    }

    private static PlaneRef ref(Movie movie, int frame, String channel) {
        int index = movie.channels().indexOf(channel);
        if (index < 0) {
            throw new BadInputException(
                    movie.source(),
                    "There is no channel '" + channel + "'.",
                    "Give one of " + String.join(", ", movie.channels()) + ".");
        }
        for (FrameRef there : movie.frames()) {
            if (there.frame() == frame) {
                return there.channels().get(index);
            }
        }
        throw new BadInputException(
                movie.source(),
                "There is no frame " + frame + ".",
                "Give a frame of the movie; it should have " + movie.frameCount() + ".");
    }

    private Plane plane(PlaneRef ref) throws IOException {
        Plane plane = planes.get(ref);
        if (plane == null) {
            try (StoragePlaneReader reader = new StoragePlaneReader(storage)) {
                plane = reader.read(ref);
            }
            planes.put(ref, plane);
        }
        return plane;
    }
}
