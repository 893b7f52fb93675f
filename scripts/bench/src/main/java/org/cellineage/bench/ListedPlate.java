package org.cellineage.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.cellineage.format.ByteArraySeekableBytes;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.image.Plane;

/** A plate of single images as a bucket would list it, with one small image for the content of all its files. */
final class ListedPlate implements Storage {

    static final String ROOT = "s3a://screen/2026/P7";

    private static final long serialVersionUID = 1L;
    private static final int COLUMNS = 24;
    private static final int SIDE = 8;
    private static final long FILE_BYTES = 8_400_000;
    private static final long FIRST_MILLIS = 1_700_000_000_000L;

    private final transient List<StoredFile> files;
    private final byte[] image;
    private final AtomicLong opens = new AtomicLong();

    /** A plate of so many wells, and sites, frames and channels in each. */
    ListedPlate(int wells, int sites, int frames, int channels) throws IOException {
        this.files = new ArrayList<>(wells * sites * frames * channels);
        for (int t = 1; t <= frames; t++) {
            for (int well = 0; well < wells; well++) {
                for (int site = 1; site <= sites; site++) {
                    for (int w = 1; w <= channels; w++) {
                        String name = String.format(
                                Locale.ROOT,
                                "%s/TimePoint_%d/P7_%c%02d_s%d_w%d.TIF",
                                ROOT,
                                t,
                                'A' + well / COLUMNS,
                                1 + well % COLUMNS,
                                site,
                                w);
                        files.add(new StoredFile(name, FILE_BYTES, FIRST_MILLIS + t));
                    }
                }
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TiffWriter writer = new TiffWriter(bytes, 1, 2L * SIDE * SIDE, TiffWriter.Compression.NONE, "")) {
            writer.write(Plane.of(SIDE, SIDE, new short[SIDE * SIDE]));
        }
        this.image = bytes.toByteArray();
    }

    @Override
    public List<StoredFile> list(String location) {
        return files;
    }

    @Override
    public List<String> names(String folder, int most) {
        return List.of();
    }

    @Override
    public Optional<StoredFile> find(String location) {
        return Optional.empty();
    }

    @Override
    public SeekableBytes open(String location) {
        opens.incrementAndGet();
        return new ByteArraySeekableBytes(image);
    }

    int size() {
        return files.size();
    }

    /** Files that were opened since the last call. */
    long takeOpens() {
        return opens.getAndSet(0);
    }
}
