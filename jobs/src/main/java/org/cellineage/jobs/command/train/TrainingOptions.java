package org.cellineage.jobs.command.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.train.TrainingPlan;
import picocli.CommandLine.Option;

/** Options shared by all training commands: where the model is written, and how long and how fast it is trained. */
final class TrainingOptions {

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
            names = "--learning-rate",
            defaultValue = "0.002",
            description = "Maximum learning rate of Adam. Default: ${DEFAULT-VALUE}.")
    private double learningRate;

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
                    "Folder for the state of the training. Default: the name of the output folder with '.training' appended.")
    private Optional<Path> checkpoint = Optional.empty();

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
                    learningRate,
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
        return " --learning-rate " + learningRate + " --seed " + seed + (bfloat16 ? " --bfloat16" : "");
    }
}
