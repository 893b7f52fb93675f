package org.cellineage.train;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.cellineage.problem.BadInputException;

/**
 * The state of a training, whole in one file that is replaced in one step.
 *
 * @param step the next step
 * @param weights with Adam's moments and the averages
 */
record Checkpoint(long step, double score, int withoutGain, Duration elapsed, Weights weights, TrainingResult best) {

    private static final int MAGIC = 0x43544b31;
    private static final String FILE = "checkpoint.bin";

    void write(Path folder) {
        try {
            Files.createDirectories(folder);
            Path part = folder.resolve(FILE + ".part");
            try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
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
            }
            Files.move(part, folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The checkpoint in a folder, if there is one.
     *
     * @param sizes of the weights that the network has now
     * @throws BadInputException where it is of another network, or damaged
     */
    static Optional<Checkpoint> read(Path folder, Map<String, Integer> sizes) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (in.readInt() != MAGIC) {
                throw unusable(file, "It is no training checkpoint.");
            }
            long step = in.readLong();
            double score = in.readDouble();
            int withoutGain = in.readInt();
            Duration elapsed = Duration.ofMillis(in.readLong());
            Weights weights = Weights.read(in);
            if (!weights.sizes().equals(sizes)) {
                throw unusable(file, "It is of a training of another network.");
            }
            double bestScore = in.readDouble();
            long bestCrops = in.readLong();
            Duration bestElapsed = Duration.ofMillis(in.readLong());
            TrainingResult best = new TrainingResult(Weights.read(in), bestScore, bestCrops, bestElapsed);
            return Optional.of(new Checkpoint(step, score, withoutGain, elapsed, weights, best));
        } catch (IOException e) {
            throw unusable(file, "It cannot be read: " + e.getMessage() + ".");
        }
    }

    private static BadInputException unusable(Path file, String cause) {
        return new BadInputException(
                file.toString(), cause, "Give another folder for checkpoints, or delete this one to start anew.");
    }
}
