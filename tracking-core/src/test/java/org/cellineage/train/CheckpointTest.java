package org.cellineage.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.BadOutputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints come back whole or not at all, whatever happened to the file. */
class CheckpointTest {

    @TempDir
    private Path temp;

    private Path file;
    private Weights weights;

    @BeforeEach
    void prepare() {
        file = temp.resolve("checkpoint.bin");
        Map<String, float[]> values = new LinkedHashMap<>();
        values.put("b.filter", new float[] {1.5f, -2, Float.MIN_VALUE});
        values.put("a.bias", new float[] {7});
        weights = new Weights(values);
    }

    private Checkpoint checkpoint() {
        TrainingResult best = new TrainingResult(weights.averaged(), 0.25, 800, Duration.ofSeconds(7));
        return new Checkpoint(123_456_789_012L, 0.125, 2, Duration.ofMillis(98765), weights, best);
    }

    private void assertRefused(String what) {
        Throwable thrown = catchThrowable(() -> Checkpoint.read(temp, weights.sizes()));
        assertThat(thrown).as(what).isInstanceOf(BadInputException.class);
        BadInputException refused = (BadInputException) thrown;
        assertThat(refused.problem().where()).isEqualTo(file.toString());
        assertThat(refused.problem().cause()).as(what).doesNotContain("null");
        assertThat(refused.problem().remedy()).contains("folder");
    }

    @Test
    void whatIsWrittenIsRead() {
        checkpoint().write(temp);
        Checkpoint read = Checkpoint.read(temp, weights.sizes()).orElseThrow();
        assertThat(read.step()).isEqualTo(123_456_789_012L);
        assertThat(read.score()).isEqualTo(0.125);
        assertThat(read.withoutGain()).isEqualTo(2);
        assertThat(read.elapsed()).isEqualTo(Duration.ofMillis(98765));
        assertThat(read.weights().get("b.filter")).isEqualTo(weights.get("b.filter"));
        assertThat(read.weights().get("a.bias")).isEqualTo(weights.get("a.bias"));
        assertThat(read.best().score()).isEqualTo(0.25);
        assertThat(read.best().crops()).isEqualTo(800);
        assertThat(read.best().elapsed()).isEqualTo(Duration.ofSeconds(7));
        assertThat(read.best().weights().get("a.bias")).isEqualTo(weights.get("a.bias"));
    }

    @Test
    void aSecondOneReplacesTheFirstAndLeavesNothingElse() throws IOException {
        checkpoint().write(temp);
        TrainingResult none = new TrainingResult(new Weights(Map.of()), Double.NaN, 0, Duration.ZERO);
        new Checkpoint(1, Double.NaN, 0, Duration.ZERO, weights, none).write(temp);
        Checkpoint read = Checkpoint.read(temp, weights.sizes()).orElseThrow();
        assertThat(read.step()).isEqualTo(1);
        assertThat(read.score()).isNaN();
        assertThat(read.best().weights().sizes()).isEmpty();
        try (var files = Files.list(temp)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void whereThereIsNoneNoneIsRead() throws IOException {
        assertThat(Checkpoint.read(temp, weights.sizes())).isEmpty();
        assertThat(Checkpoint.read(temp.resolve("not/there"), weights.sizes())).isEmpty();
        // What a run left that was killed while it wrote.
        Files.write(temp.resolve("checkpoint.bin.part"), new byte[10]);
        assertThat(Checkpoint.read(temp, weights.sizes())).isEmpty();
        checkpoint().write(temp);
        assertThat(Checkpoint.read(temp, weights.sizes())).isPresent();
    }

    @Test
    void everyChangedByteAndEveryCutIsNoticed() throws IOException {
        checkpoint().write(temp);
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= (byte) (1 << (i % 8));
            Files.write(file, changed);
            assertRefused("byte " + i + " changed");
            Files.write(file, Arrays.copyOf(whole, i));
            assertRefused("cut to " + i + " bytes");
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertRefused("a byte too many");
    }

    @Test
    void foreignFilesAreRefused() throws IOException {
        Files.write(file, "step: 17\n".repeat(100).getBytes(StandardCharsets.UTF_8));
        assertRefused("text");
        Files.delete(file);
        Files.createDirectory(file);
        assertRefused("a folder");
    }

    @Test
    void weightsOfOtherNamesOrSizesAreRefused() {
        checkpoint().write(temp);
        assertThatThrownBy(() -> Checkpoint.read(temp, Map.of("b.filter", 3)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("another network");
        assertThatThrownBy(() -> Checkpoint.read(temp, Map.of("b.filter", 3, "a.bias", 2)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("another network");
        assertThatThrownBy(() -> Checkpoint.read(temp, Map.of("b.filter", 3, "c.bias", 1)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("another network");
    }

    /** Even where the checksum fits, no length is believed that the file cannot hold. */
    @Test
    void lengthsThatTheFileDoesNotHoldTakeNoMemory() throws IOException {
        checkpoint().write(temp);
        byte[] start = Arrays.copyOf(Files.readAllBytes(file), Integer.BYTES);
        for (int length : new int[] {Integer.MAX_VALUE, -1, 4}) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.write(start);
            out.writeLong(1);
            out.writeDouble(0);
            out.writeInt(0);
            out.writeLong(0);
            out.writeInt(1);
            out.writeUTF("b.filter");
            out.writeInt(length);
            out.writeFloat(1);
            CRC32 sum = new CRC32();
            sum.update(bytes.toByteArray());
            out.write(ByteBuffer.allocate(Long.BYTES).putLong(sum.getValue()).array());
            Files.write(file, bytes.toByteArray());
            assertRefused("length " + length);
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsTheUsersToMend() throws IOException {
        Path taken = Files.write(temp.resolve("taken"), new byte[1]);
        assertThatThrownBy(() -> checkpoint().write(taken))
                .isInstanceOf(BadOutputException.class)
                .hasMessageContaining(taken.toString());
    }

    @Test
    void averagesReplaceTheWeightsTheyAreOfAndNothingElse() {
        Weights both = new Weights(
                Map.of("x.filter", new float[] {1}, "x.filter.average", new float[] {2}, "x.mean", new float[] {3}));
        assertThat(both.averaged().get("x.filter")).containsExactly(2);
        assertThat(both.averaged().get("x.mean")).containsExactly(3);
        assertThat(both.get("x.filter")).containsExactly(1);
    }
}
