package org.cellineage.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.cellineage.format.ByteArraySeekableBytes;
import org.cellineage.format.tiff.TiffFile;
import org.cellineage.image.Plane;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Decoding one 1024 x 1024 16-bit page on one core, the file in memory; {@code megabytes} counts decoded MB (10^6 bytes)
 * a second.
 *
 * <p>The page is made to compress as fluorescence does: camera noise of a few counts on a flat background, with
 * brighter nuclei. Each operation reads another page of four, so that a page is not in the nearest cache for free.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class TiffReadBenchmark {

    private static final int SIDE = 1024;
    private static final int PAGES = 4;
    private static final double MEGABYTES_A_PAGE = 2.0 * SIDE * SIDE / 1e6;

    /** How the pages are stored. */
    @Param
    public TiffSample.Storage storage = TiffSample.Storage.PLAIN;

    @SuppressWarnings("NullAway.Init") // JMH calls open() before any read.
    private TiffFile tiff;

    private int next;

    /** Decoded megabytes, which JMH divides by the time. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Decoded {
        /** Decoded so far, 10^6 bytes. */
        public double megabytes;
    }

    /** Makes the file. */
    @Setup
    public void open() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        short[][] pages = new short[PAGES][];
        for (int p = 0; p < PAGES; p++) {
            pages[p] = TiffSample.fluorescence(random, SIDE);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        TiffSample.write(file, SIDE, pages, storage);
        tiff = TiffFile.open(new ByteArraySeekableBytes(file.toByteArray()), "benchmark");
        tiff.checkExtent();
    }

    /** Lets go of the decoder's native memory. */
    @TearDown
    public void close() throws IOException {
        tiff.close();
    }

    /** Reads the next page. */
    @Benchmark
    public Plane read(Decoded decoded) throws IOException {
        Plane plane = tiff.read(next++ % PAGES);
        decoded.megabytes += MEGABYTES_A_PAGE;
        return plane;
    }
}
