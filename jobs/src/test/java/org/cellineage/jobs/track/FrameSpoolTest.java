package org.cellineage.jobs.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellFeatures;
import org.cellineage.cell.ChannelIntensity;
import org.cellineage.cell.FrameFeatures;
import org.cellineage.cell.RivalCut;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.cell.Thumbnail;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.cluster.ScratchFile;
import org.cellineage.problem.BadOutputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameSpoolTest {

    private static final String MARK = "a mask that nobody else must read";

    @TempDir
    private Path folder;

    /** As if they were encrypted: no byte is as it was. */
    private static final class Disguise implements ScratchFile.Wrapping {
        @Override
        public OutputStream writing(OutputStream file) {
            return new FilterOutputStream(file) {
                @Override
                public void write(int b) throws IOException {
                    out.write(b ^ 0x5a);
                }
            };
        }

        @Override
        public InputStream reading(InputStream file) {
            return new FilterInputStream(file) {
                @Override
                public int read() throws IOException {
                    int b = in.read();
                    return b < 0 ? b : b ^ 0x5a;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int count = in.read(bytes, offset, length);
                    for (int i = offset; i < offset + count; i++) {
                        bytes[i] ^= 0x5a;
                    }
                    return count;
                }
            };
        }
    }

    private static FrameSpool spool(File file) {
        return new FrameSpool(new ScratchFile(file, new Disguise(), "the frames"));
    }

    private static float[] floats(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static Cell cell(Random random, int label) {
        List<ChannelIntensity> intensities = new ArrayList<>();
        for (int channel = random.nextInt(3); channel > 0; channel--) {
            intensities.add(new ChannelIntensity(random.nextDouble(), Double.NaN, -0.0, random.nextGaussian()));
        }
        byte[] mask = MARK.getBytes(StandardCharsets.US_ASCII);
        return new Cell(
                label,
                random.nextDouble(),
                random.nextDouble(),
                new BoundingBox(1, 2, 30 + random.nextInt(9), 40),
                random.nextInt(999),
                random.nextDouble(),
                random.nextDouble(),
                random.nextDouble(),
                random.nextDouble(),
                random.nextDouble(),
                random.nextDouble(),
                random.nextBoolean(),
                intensities,
                random.nextDouble(),
                random.nextBoolean(),
                RunLengthMask.ofBytes(mask));
    }

    private static SegmentedFrame segmented(Random random, int number) {
        List<Cell> cells = new ArrayList<>();
        List<CellFeatures> cellFeatures = new ArrayList<>();
        for (int label = random.nextInt(20); label > 0; label--) {
            cells.add(cell(random, label));
            cellFeatures.add(
                    new CellFeatures(floats(random, 48), floats(random, random.nextInt(9)), random.nextDouble()));
        }
        byte[] levels = new byte[35];
        random.nextBytes(levels);
        List<RivalCut> cuts = new ArrayList<>();
        for (int label = 1; label + 1 < cells.size() && random.nextBoolean(); label += 2) {
            List<Cell> one = List.of(cell(random, 100 + label));
            List<Cell> two = List.of(cell(random, 100 + label), cell(random, 101 + label));
            cuts.add(
                    random.nextBoolean()
                            ? new RivalCut(label, label + 1, one, cellFeatures.subList(0, 1), -random.nextDouble())
                            : new RivalCut(label, 0, two, List.of(), 0));
        }
        return new SegmentedFrame(
                number,
                70,
                50,
                cells,
                cuts,
                random.nextBoolean()
                        ? FrameFeatures.NONE
                        : new FrameFeatures(new Thumbnail(7, 5, 70, 50, random.nextDouble(), levels), cellFeatures));
    }

    @Test
    void givesEveryFrameBackAsItCameInTheOrderOfMoviesAndFrames() throws IOException {
        Random random = new Random(7);
        List<FrameSpool.Frame> frames = new ArrayList<>();
        for (String well : List.of("A01", "A02", "B01")) {
            for (int number = 0; number < 40; number++) {
                boolean failed = random.nextInt(10) == 0;
                frames.add(new FrameSpool.Frame(
                        new MovieKey("P", well, "1"),
                        number,
                        random.nextDouble(),
                        failed ? Optional.empty() : Optional.of(segmented(random, number))));
            }
        }
        List<FrameSpool.Frame> shuffled = new ArrayList<>(frames);
        Collections.shuffle(shuffled, random);
        File file = folder.resolve("spool").toFile();

        List<FrameSpool.Frame> back = new ArrayList<>();
        try (FrameSpool spool = spool(file)) {
            shuffled.forEach(spool::add);
            spool.forEachRemaining(back::add);

            assertThat(Files.readString(file.toPath(), StandardCharsets.ISO_8859_1))
                    .doesNotContain(MARK);
        }

        assertThat(back)
                .usingRecursiveComparison()
                .withEqualsForType(Double::equals, Double.class)
                .withEqualsForType(Float::equals, Float.class)
                .isEqualTo(frames);
        assertThat(file).doesNotExist();
    }

    @Test
    void givesNothingWhereNothingCame() {
        try (FrameSpool spool = spool(folder.resolve("spool").toFile())) {
            assertThat(spool).isExhausted();
        }
    }

    @Test
    void saysThatTheLocalDiskIsFull() {
        File full = new File("/dev/full");
        assumeTrue(full.exists(), "no /dev/full on this system");
        Random random = new Random(1);
        FrameSpool spool = spool(full);

        assertThatThrownBy(() -> spool.add(
                        new FrameSpool.Frame(new MovieKey("P", "A01", "1"), 0, 1, Optional.of(segmented(random, 0)))))
                .isInstanceOf(BadOutputException.class)
                .hasMessageContaining("/dev")
                .hasMessageContaining("no disk space left")
                .hasMessageContaining("spark.local.dir");
    }
}
