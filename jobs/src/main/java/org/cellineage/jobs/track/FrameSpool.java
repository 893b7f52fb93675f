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
 * Frames of some movies, set down on the local disk in the order in which they come, and given back movie by movie, first
 * frame first. Memory holds one frame, and of each other where it lies; a sort by Spark would hold whole frames, and more
 * of them the longer the movies are.
 *
 * <p>The file lies in one of Spark's local folders, encrypted where Spark's own would be, and is gone after {@link #close}.
 */
public final class FrameSpool implements Iterator<FrameSpool.Frame>, AutoCloseable {

    /**
     * A frame of a movie.
     *
     * @param number 0-based frame number
     * @param segmentSeconds what its segmentation took
     * @param segmented empty where it failed
     */
    record Frame(MovieKey movie, int number, double segmentSeconds, Optional<SegmentedFrame> segmented) {}

    /** Where a frame lies in the file; a frame that failed takes no bytes. */
    private record Entry(MovieKey movie, int number, double segmentSeconds, long offset, int bytes) {}

    /** What stands between the bytes of a frame and those in the file. */
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

    /** An empty spool in one of the local folders of the executor that calls this. */
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

    /** Sets a frame down; not allowed once frames are read. */
    void add(Frame frame) {
        if (next > 0) {
            throw new IllegalStateException("a frame after the first was read");
        }
        // One object a movie is kept, not one a frame.
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

    /** The next frame, of the movie that the one before was of as long as that has any. */
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

    /** Says of the disk what its user can do; the disk is not the output's. */
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
