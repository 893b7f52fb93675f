package org.cellineage.jobs.command.train;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.cellineage.format.Storage;
import org.cellineage.model.ModelFiles;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.train.TrainingPlan;
import picocli.CommandLine.Option;

/** Options shared by all training commands: where the model is written, and how long and how fast it is trained. */
final class TrainingOptions {

    private static final double RATE = 0.002;
    private static final double TUNING_RATE = 0.0003;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            required = true,
            description = "Folder for the model bundle.")
    private Path output = Path.of("");

    @Option(
            names = "--model-version",
            defaultValue = "1",
            description = "Version of the model. Default: ${DEFAULT-VALUE}.")
    private String version = "1";

    @Option(
            names = "--minutes",
            defaultValue = "180",
            description = "Time budget; the learning rate decreases towards its end. Default: ${DEFAULT-VALUE}.")
    private long minutes;

    @Option(
            names = "--from",
            paramLabel = "MODEL",
            description = "Start from this model, a name such as cell-link or the folder of a bundle, instead of from"
                    + " the beginning: minutes, for what people have corrected.")
    private String from = "";

    @Option(
            names = "--learning-rate",
            description = "Maximum learning rate of Adam. Default: 0.002, or 0.0003 with --from.")
    private Optional<Double> learningRate = Optional.empty();

    @Option(
            names = "--patience",
            defaultValue = "10",
            description = "Validations without improvement after which training ends. Default: ${DEFAULT-VALUE}.")
    private int patience;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of the initial weights and of the sampling. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--bfloat16",
            description = "Compute with 16-bit floats: up to twice as fast on processors with AVX512-BF16 or AMX.")
    private boolean bfloat16;

    @Option(names = "--threads", description = "TensorFlow threads. Default: all cores.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--checkpoint",
            paramLabel = "DIR",
            description =
                    "Folder for the state of the training. Default: the name of the output folder with '.training'"
                            + " appended.")
    private Optional<Path> checkpoint = Optional.empty();

    /** The files of the model to start from; empty if training starts from the beginning. */
    Optional<ModelFiles> from(Storage storage) throws IOException {
        return isTuning() ? Optional.of(ModelFiles.named(storage, from)) : Optional.empty();
    }

    /** Whether training starts from a model. */
    boolean isTuning() {
        return !from.isEmpty();
    }

    private double rate() {
        return learningRate.orElse(isTuning() ? TUNING_RATE : RATE);
    }

    Path output() {
        return output;
    }

    String version() {
        return version;
    }

    long seed() {
        return seed;
    }

    int threads() {
        return threads;
    }

    /** Folder with the state of the training. */
    Path state() {
        Path folder = output.toAbsolutePath();
        return checkpoint.orElse(folder.resolveSibling(folder.getFileName() + ".training"));
    }

    /**
     * Creates the training plan.
     *
     * @param command name of the command, for messages
     * @param samples name of the training samples, such as crops
     * @param count total number of samples
     * @param batch samples per step
     * @throws BadConfigurationException if the numbers are invalid
     */
    TrainingPlan plan(String command, String samples, long count, int batch, long validateEvery, Path state) {
        try {
            return new TrainingPlan(
                    count,
                    batch,
                    rate(),
                    validateEvery,
                    patience,
                    Duration.ofMinutes(minutes),
                    seed,
                    bfloat16,
                    threads,
                    Optional.of(state));
        } catch (IllegalArgumentException e) {
            String cause = String.valueOf(e.getMessage()).replace("crops", samples);
            throw new BadConfigurationException(command, cause + ".", "Give larger numbers.", e);
        }
    }

    /** The options that determine the weights, as on a command line. */
    String shown() {
        String start = isTuning() ? " --from " + Path.of(from).getFileName() : "";
        return start + " --learning-rate " + rate() + " --seed " + seed + (bfloat16 ? " --bfloat16" : "");
    }
}
