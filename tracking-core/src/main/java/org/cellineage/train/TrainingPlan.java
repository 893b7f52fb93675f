package org.cellineage.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of a training run.
 *
 * @param crops total number of crops
 * @param batch crops per step
 * @param learningRate peak learning rate
 * @param validateEvery crops between validations
 * @param patience training ends after this many validations without improvement
 * @param budget training ends after this time even if crops remain; the learning rate decays with whichever limit is
 *     nearer
 * @param seed of the initial weights and of the crops
 * @param bfloat16 whether convolutions use 16-bit floats: faster on processors that support them (AVX512-BF16, AMX),
 *     slower on others
 * @param threads number of TensorFlow threads
 * @param checkpoint folder in which the state is saved, and from which training resumes
 */
public record TrainingPlan(
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

    public TrainingPlan {
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

    /**
     * The plan of one of several networks that share the time: with a seed and a checkpoint of its own.
     *
     * @param member from 0, which has the seed and the checkpoint of the plan itself
     * @param members number of networks
     */
    public TrainingPlan ofMember(int member, int members) {
        return new TrainingPlan(
                crops,
                batch,
                learningRate,
                validateEvery,
                patience,
                budget.dividedBy(members),
                seed + member,
                bfloat16,
                threads,
                member == 0 ? checkpoint : checkpoint.map(folder -> folder.resolve("member-" + member)));
    }

    /** Total number of steps. */
    public long steps() {
        return (crops + batch - 1) / batch;
    }

    /**
     * Learning rate of a step: linear warm-up, then half a cosine.
     *
     * @param progress completed share of the training, from 0 to 1
     */
    public double rate(long step, double progress) {
        double warm = Math.min(1, (step + 1.0) / WARM_UP_STEPS);
        double cosine = 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress)));
        return learningRate * warm * (LAST_RATE_SHARE + (1 - LAST_RATE_SHARE) * cosine);
    }
}
