package org.cellineage.train;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.BadOutputException;

/**
 * The state of a training run in a single file with a checksum, which is replaced atomically.
 *
 * @param step the next step
 * @param weights including Adam's moments and the moving averages
 */
record Checkpoint(long step, double score, int withoutGain, Duration elapsed, Weights weights, TrainingResult best) {

    private static final int MAGIC = 0x43544b32;
    private static final String FILE = "checkpoint.bin";

    void write(Path folder) {
        try {
            Files.createDirectories(folder);
            Path part = folder.resolve(FILE + ".part");
            CRC32 sum = new CRC32();
            try (DataOutputStream out = new DataOutputStream(
                    new BufferedOutputStream(new CheckedOutputStream(Files.newOutputStream(part), sum)))) {
                out.writeInt(MAGIC);
                out.writeLong(step);
                out.writeDouble(score);
                out.writeInt(withoutGain);
                out.writeLong(elapsed.toMillis());
                weights.write(out);
                out.writeDouble(best.score());
                out.writeLong(best.crops());
                out.writeLong(best.elapsed().toMillis());
                best.weights().write(out);
                out.flush();
                out.writeLong(sum.getValue());
            }
            Files.move(part, folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new BadOutputException(
                    folder.toString(),
                    "The state of the training cannot be written: " + e + ".",
                    "Check that the folder is writable and the disk has free space, or give another folder for checkpoints.",
                    e);
        }
    }

    /**
     * Reads the checkpoint in a folder, if there is one.
     *
     * @param sizes sizes of the weights of the network being trained
     * @throws BadInputException if it belongs to another network or is damaged
     */
    static Optional<Checkpoint> read(Path folder, Map<String, Integer> sizes) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(checked(file)))) {
            long step = in.readLong();
            double score = in.readDouble();
            int withoutGain = in.readInt();
            Duration elapsed = Duration.ofMillis(in.readLong());
            Weights weights = Weights.read(in);
            if (!weights.sizes().equals(sizes)) {
                throw unusable(file, "It belongs to the training of another network.");
            }
            double bestScore = in.readDouble();
            long bestCrops = in.readLong();
            Duration bestElapsed = Duration.ofMillis(in.readLong());
            TrainingResult best = new TrainingResult(Weights.read(in), bestScore, bestCrops, bestElapsed);
            return Optional.of(new Checkpoint(step, score, withoutGain, elapsed, weights, best));
        } catch (IOException e) {
            throw unusable(file, "It cannot be read: " + e + ".");
        }
    }

    /** Returns the contents between the magic number and the checksum. */
    private static byte[] checked(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(Integer.BYTES);
            if (start.length < Integer.BYTES || ByteBuffer.wrap(start).getInt() != MAGIC) {
                throw unusable(file, "It is not a training checkpoint.");
            }
            byte[] rest = in.readAllBytes();
            int length = Math.max(0, rest.length - Long.BYTES);
            CRC32 sum = new CRC32();
            sum.update(start);
            sum.update(rest, 0, length);
            if (rest.length < Long.BYTES || ByteBuffer.wrap(rest).getLong(length) != sum.getValue()) {
                throw unusable(file, "It is damaged: its checksum does not match.");
            }
            return Arrays.copyOf(rest, length);
        }
    }

    private static BadInputException unusable(Path file, String cause) {
        return new BadInputException(
                file.toString(), cause, "Give another folder for checkpoints, or delete this one to start over.");
    }
}
