package org.cellineage.jobs.cluster;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.SerializerManager;
import org.apache.spark.storage.TempLocalBlockId;
import org.cellineage.problem.BadOutputException;
import scala.Tuple2;

/**
 * A temporary file of a task, to which pieces are appended and from which they are read in any order. It is in one of
 * Spark's local folders, encrypted if Spark's own files are, and deleted by {@link #close}.
 */
public final class ScratchFile implements AutoCloseable {

    /** Position of a piece in the file. */
    public record Piece(long offset, int bytes) {
        /** A piece without content, which takes no bytes. */
        public static final Piece EMPTY = new Piece(0, 0);
    }

    /** Writes a piece. */
    @FunctionalInterface
    public interface Writer {
        void write(DataOutput out) throws IOException;
    }

    /** Reads a piece. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    /** Transforms the bytes of pieces on their way to and from the file, for example by encryption. */
    public interface Wrapping {
        OutputStream writing(OutputStream file);

        InputStream reading(InputStream file);
    }

    private final File path;
    private final RandomAccessFile file;
    private final Wrapping wrapping;
    private final String what;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private long end;

    /** @param what content of the file for messages, such as "the frames that an executor tracks" */
    public ScratchFile(File path, Wrapping wrapping, String what) {
        this.path = path;
        this.wrapping = wrapping;
        this.what = what;
        try {
            this.file = new RandomAccessFile(path, "rw");
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Creates an empty file in a local folder of the current executor. */
    public static ScratchFile onExecutor(String what) {
        SparkEnv env = SparkEnv.get();
        Tuple2<TempLocalBlockId, File> block =
                env.blockManager().diskBlockManager().createTempLocalBlock();
        SerializerManager streams = env.serializerManager();
        Wrapping wrapping = new Wrapping() {
            @Override
            public OutputStream writing(OutputStream file) {
                return streams.wrapStream(block._1(), file);
            }

            @Override
            public InputStream reading(InputStream file) {
                return streams.wrapStream(block._1(), file);
            }
        };
        return new ScratchFile(block._2(), wrapping, what);
    }

    /** Appends a piece; it is held in memory while it is written. */
    public Piece append(Writer writer) {
        buffer.reset();
        try {
            try (DataOutputStream out = new DataOutputStream(wrapping.writing(buffer))) {
                writer.write(out);
            }
            file.seek(end);
            file.write(buffer.toByteArray());
        } catch (IOException e) {
            throw failed(e);
        }
        Piece piece = new Piece(end, buffer.size());
        end += buffer.size();
        return piece;
    }

    /** Reads a piece that {@link #append} returned. */
    public <T> T read(Piece piece, Reader<T> reader) {
        byte[] bytes = new byte[piece.bytes()];
        try {
            file.seek(piece.offset());
            file.readFully(bytes);
            try (DataInputStream in =
                    new DataInputStream(new BufferedInputStream(wrapping.reading(new ByteArrayInputStream(bytes))))) {
                return reader.read(in);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Explains a disk failure to the user; this disk is not that of the output. */
    private RuntimeException failed(IOException failure) {
        if (String.valueOf(failure.getMessage()).contains("No space left on device")) {
            return new BadOutputException(
                    String.valueOf(path.getParent()),
                    "There is no disk space left for " + what + ".",
                    "Free space on its local disk, or set spark.local.dir (YARN: yarn.nodemanager.local-dirs) to a"
                            + " larger one.",
                    failure);
        }
        return new UncheckedIOException(path + ": " + what, failure);
    }

    @Override
    public void close() {
        try {
            file.close();
            Files.deleteIfExists(path.toPath());
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
