package org.cellineage.jobs.track;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.SerializerManager;
import org.apache.spark.storage.TempLocalBlockId;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.codec.RecordCodec;
import org.cellineage.problem.BadOutputException;
import scala.Tuple2;

/**
 * Writes the frames of some movies to the local disk in the order in which they arrive, and returns them movie by movie
 * in frame order. Memory holds one frame and the position of each other; sorting with Spark would hold whole frames,
 * and more of them the longer the movies are.
 *
 * <p>The file is in one of Spark's local folders, encrypted if Spark's own files are, and deleted by {@link #close}.
 */
public final class FrameSpool implements Iterator<FrameSpool.Frame>, AutoCloseable {

    /**
     * A frame of a movie.
     *
     * @param number 0-based frame number
     * @param segmentSeconds duration of its segmentation
     * @param segmented empty if it failed
     */
    record Frame(MovieKey movie, int number, double segmentSeconds, Optional<SegmentedFrame> segmented) {}

    /** Position of a frame in the file; a failed frame takes no bytes. */
    private record Entry(MovieKey movie, int number, double segmentSeconds, long offset, int bytes) {}

    /** Transforms the bytes of frames on their way to and from the file, for example by encryption. */
    interface Wrapping {
        OutputStream writing(OutputStream file);

        InputStream reading(InputStream file);
    }

    private static final RecordCodec<SegmentedFrame> CODEC = RecordCodec.of(SegmentedFrame.class);
    private static final Comparator<Entry> IN_ORDER =
            Comparator.comparing(Entry::movie).thenComparingInt(Entry::number);

    private final File path;
    private final RandomAccessFile file;
    private final Wrapping wrapping;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<MovieKey, MovieKey> movies = new HashMap<>();
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private long end;
    private int next;

    FrameSpool(File path, Wrapping wrapping) {
        this.path = path;
        this.wrapping = wrapping;
        try {
            this.file = new RandomAccessFile(path, "rw");
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    /** Creates an empty spool in a local folder of the current executor. */
    static FrameSpool onExecutor() {
        SparkEnv env = SparkEnv.get();
        Tuple2<TempLocalBlockId, File> block =
                env.blockManager().diskBlockManager().createTempLocalBlock();
        SerializerManager streams = env.serializerManager();
        return new FrameSpool(block._2(), new Wrapping() {
            @Override
            public OutputStream writing(OutputStream file) {
                return streams.wrapStream(block._1(), file);
            }

            @Override
            public InputStream reading(InputStream file) {
                return streams.wrapStream(block._1(), file);
            }
        });
    }

    /** Adds a frame; not allowed after the first was read. */
    void add(Frame frame) {
        if (next > 0) {
            throw new IllegalStateException("a frame after the first was read");
        }
        // Keep one key object per movie instead of one per frame.
        MovieKey movie = movies.computeIfAbsent(frame.movie(), key -> key);
        int bytes = frame.segmented().isPresent() ? append(frame.segmented().get()) : 0;
        entries.add(new Entry(movie, frame.number(), frame.segmentSeconds(), end, bytes));
        end += bytes;
    }

    private int append(SegmentedFrame frame) {
        buffer.reset();
        try {
            try (DataOutputStream out = new DataOutputStream(wrapping.writing(buffer))) {
                CODEC.write(frame, out);
            }
            file.write(buffer.toByteArray());
        } catch (IOException e) {
            throw failed(path, e);
        }
        return buffer.size();
    }

    @Override
    public boolean hasNext() {
        return next < entries.size();
    }

    /** The next frame; the frames of a movie are consecutive. */
    @Override
    public Frame next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (next == 0) {
            entries.sort(IN_ORDER);
        }
        Entry entry = entries.get(next++);
        return new Frame(
                entry.movie,
                entry.number,
                entry.segmentSeconds,
                entry.bytes == 0 ? Optional.empty() : Optional.of(read(entry)));
    }

    private SegmentedFrame read(Entry entry) {
        byte[] bytes = new byte[entry.bytes];
        try {
            file.seek(entry.offset);
            file.readFully(bytes);
            try (DataInputStream in =
                    new DataInputStream(new BufferedInputStream(wrapping.reading(new ByteArrayInputStream(bytes))))) {
                return CODEC.read(in);
            }
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    /** Explains a disk failure to the user; this disk is not that of the output. */
    private static RuntimeException failed(File path, IOException failure) {
        if (String.valueOf(failure.getMessage()).contains("No space left on device")) {
            return new BadOutputException(
                    String.valueOf(path.getParent()),
                    "There is no disk space left for the frames that an executor tracks.",
                    "Free space on its local disk, or set spark.local.dir (YARN: yarn.nodemanager.local-dirs) to a"
                            + " larger one.",
                    failure);
        }
        return new UncheckedIOException(path + ": the frames that this executor tracks", failure);
    }

    @Override
    public void close() {
        try {
            file.close();
            Files.deleteIfExists(path.toPath());
        } catch (IOException e) {
            throw failed(path, e);
        }
    }
}
