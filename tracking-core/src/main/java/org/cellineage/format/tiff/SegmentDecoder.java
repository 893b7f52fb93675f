package org.cellineage.format.tiff;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.Closeable;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.cellineage.problem.BadInputException;

/** Undoes the compression and predictor of a strip or tile. Reuses its buffers; not thread-safe. */
final class SegmentDecoder implements Closeable {

    private static final String DAMAGED = "Copy the file again from its source, or remove it from the input.";

    private final String where;
    private final Inflater inflater = new Inflater();
    private final LzwDecoder lzw = new LzwDecoder();
    private byte[] row = new byte[0];

    SegmentDecoder(String where) {
        this.where = where;
    }

    /** Decompresses {@code count} bytes of {@code in} into exactly {@code wanted} bytes of {@code out}. */
    void decompress(int compression, byte[] in, int count, byte[] out, int wanted) {
        int got;
        try {
            got = switch (compression) {
                case TiffTag.COMPRESSION_LZW -> lzw.decode(in, count, out, wanted);
                case TiffTag.COMPRESSION_PACK_BITS -> packBits(in, count, out, wanted);
                case TiffTag.COMPRESSION_ZSTD, TiffTag.COMPRESSION_ZSTD_OLD -> zstd(in, count, out, wanted);
                default -> inflate(in, count, out, wanted);
            };
        } catch (DataFormatException | IllegalArgumentException e) {
            throw new BadInputException(where, "Compressed pixels are damaged: " + e.getMessage() + ".", DAMAGED, e);
        }
        if (got < wanted) {
            throw new BadInputException(
                    where, "Compressed pixels end after " + got + " of " + wanted + " bytes.", DAMAGED);
        }
    }

    private int inflate(byte[] in, int count, byte[] out, int wanted) throws DataFormatException {
        inflater.reset();
        inflater.setInput(in, 0, count);
        int done = 0;
        while (done < wanted) {
            int n = inflater.inflate(out, done, wanted - done);
            if (n == 0 && (inflater.finished() || inflater.needsInput() || inflater.needsDictionary())) {
                break;
            }
            done += n;
        }
        return done;
    }

    private int zstd(byte[] in, int count, byte[] out, int wanted) {
        long got;
        try {
            got = Zstd.decompressByteArray(out, 0, wanted, in, 0, count);
        } catch (ZstdException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (LinkageError e) {
            throw new BadInputException(
                    where,
                    "Its pixels are compressed with zstd, and the library to decompress them cannot be loaded here: "
                            + e.getMessage() + ".",
                    "Set java.io.tmpdir to a folder with free space from which programs can be run, or save the file"
                            + " again with deflate.",
                    e);
        }
        return (int) got;
    }

    private static int packBits(byte[] in, int count, byte[] out, int wanted) {
        int done = 0;
        int at = 0;
        while (done < wanted && at < count) {
            int head = in[at++];
            if (head >= 0) {
                int n = Math.min(Math.min(head + 1, wanted - done), count - at);
                System.arraycopy(in, at, out, done, n);
                at += head + 1;
                done += n;
            } else if (head != -128 && at < count) {
                int n = Math.min(1 - head, wanted - done);
                Arrays.fill(out, done, done + n, in[at++]);
                done += n;
            }
        }
        return done;
    }

    /**
     * Undoes predictor 3 (Adobe TIFF Technical Note 3) in a row of {@code bytes}: byte differences over the whole row,
     * in which the most significant bytes of all samples come first. The result is big-endian floats.
     *
     * @param size bytes per sample
     */
    void unpredictFloatRow(byte[] bytes, int from, int samples, int stride, int size) {
        int total = samples * size;
        if (row.length < total) {
            row = new byte[total];
        }
        for (int i = from + stride; i < from + total; i++) {
            bytes[i] += bytes[i - stride];
        }
        for (int b = 0; b < size; b++) {
            for (int i = 0; i < samples; i++) {
                row[size * i + b] = bytes[from + b * samples + i];
            }
        }
        System.arraycopy(row, 0, bytes, from, total);
    }

    @Override
    public void close() {
        inflater.end();
    }
}
