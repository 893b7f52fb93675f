package org.cellineage.evaluate;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.image.Plane;

/** The first channel of a movie's images in files. */
public final class StoredImages implements FrameImages, Closeable {

    private final String where;
    private final Map<Integer, PlaneRef> frames = new HashMap<>();
    private final StoragePlaneReader reader;

    /** @param movie empty if there are no images */
    public StoredImages(Storage storage, Optional<Movie> movie) {
        this.where = movie.map(Movie::source).orElse("");
        for (FrameRef frame : movie.map(Movie::frames).orElseGet(List::of)) {
            frames.put(frame.frame(), frame.channels().get(0));
        }
        this.reader = new StoragePlaneReader(storage);
    }

    @Override
    public Optional<Plane> read(int frame) throws IOException {
        PlaneRef ref = frames.get(frame);
        return ref == null ? Optional.empty() : Optional.of(reader.read(ref));
    }

    @Override
    public String where() {
        return where;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
