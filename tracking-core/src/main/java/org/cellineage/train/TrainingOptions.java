package org.cellineage.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How long and how fast a network learns.
 *
 * @param crops how many crops it sees in all
 * @param batch crops a step
 * @param learningRate at its highest
 * @param validateEvery crops between two validations
 * @param patience validations without gain after which training ends
 * @param budget time after which training ends, whatever the crops; the learning rate falls by whichever is nearer
 * @param seed of the first weights and of the crops
 * @param bfloat16 whether convolutions are computed with 16-bit floats: faster where the processor has them (AVX512-BF16,
 *     AMX), slower elsewhere
 * @param threads of TensorFlow
 * @param checkpoint folder to keep the state in and to resume from
 */
public record TrainingOptions(
        long crops,
        int batch,
        double learningRate,
        long validateEvery,
        int patience,
        Duration budget,
        long seed,
        boolean bfloat16,
        int threads,
        Optional<Path> checkpoint) {

    static final int WARM_UP_STEPS = 200;
    static final double LAST_RATE_SHARE = 0.02;
    static final float GRADIENT_LIMIT = 5;

    public TrainingOptions {
        if (crops < 1 || batch < 1 || validateEvery < 1 || patience < 1 || threads < 1) {
            throw new IllegalArgumentException("crops, batch, validate_every, patience and threads must be at least 1");
        }
        if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("learning_rate must be above 0, but is " + learningRate);
        }
        if (budget.isNegative() || budget.isZero()) {
            throw new IllegalArgumentException("budget must be above 0, but is " + budget);
        }
    }

    /** Steps in all. */
    public long steps() {
        return (crops + batch - 1) / batch;
    }

    /**
     * The learning rate of a step: rises over the first steps, then falls by a half cosine.
     *
     * @param progress share of the training that is done, 0 to 1
     */
    public double rate(long step, double progress) {
        double warm = Math.min(1, (step + 1.0) / WARM_UP_STEPS);
        double cosine = 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress)));
        return learningRate * warm * (LAST_RATE_SHARE + (1 - LAST_RATE_SHARE) * cosine);
    }
}
