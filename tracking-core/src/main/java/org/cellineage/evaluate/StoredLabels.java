package org.cellineage.evaluate;

import java.io.Closeable;
import java.io.IOException;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.labels.LabelSet;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.segment.Labels;

/** Label images in files. */
public final class StoredLabels implements LabelFrames, Closeable {

    private final TreeMap<Integer, PlaneRef> frames;
    private final StoragePlaneReader reader;

    public StoredLabels(Storage storage, LabelSet set) {
        this.frames = new TreeMap<>(set.frames());
        this.reader = new StoragePlaneReader(storage);
    }

    @Override
    public SortedSet<Integer> frames() {
        return new TreeSet<>(frames.keySet());
    }

    @Override
    public LabelImage read(int frame) throws IOException {
        PlaneRef ref = frames.get(frame);
        if (ref == null) {
            throw new IllegalArgumentException("there is no frame " + frame);
        }
        Plane plane = reader.read(ref);
        return Labels.fromPlane(plane, ref.describe());
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
