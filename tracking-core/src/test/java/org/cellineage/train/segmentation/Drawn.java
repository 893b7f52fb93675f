package org.cellineage.train.segmentation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;

/** Images with drawn nuclei. */
final class Drawn {

    private static final int TRIES = 4000;

    private Drawn() {}

    /** A disc; a pixel belongs to it where its middle does. */
    record Disc(double y, double x, double radius) {
        boolean holds(int row, int column) {
            return Math.hypot(row - y, column - x) <= radius;
        }
    }

    /** Labels 1, 2, … in the order of the discs. */
    static LabelImage labels(int width, int height, List<Disc> discs) {
        int[] labels = new int[width * height];
        for (int p = 0; p < labels.length; p++) {
            for (int i = 0; i < discs.size(); i++) {
                if (discs.get(i).holds(p / width, p % width)) {
                    labels[p] = i + 1;
                }
            }
        }
        return new LabelImage(width, height, labels);
    }

    /** Discs that keep a pixel or two from one another, as many as are asked for or find room. */
    static List<Disc> scattered(int width, int height, int count, double least, double most, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Disc> discs = new ArrayList<>();
        for (int i = 0; i < TRIES && discs.size() < count; i++) {
            Disc disc = new Disc(
                    random.nextDouble() * height,
                    random.nextDouble() * width,
                    least + (most - least) * random.nextDouble());
            if (discs.stream()
                    .allMatch(d -> Math.hypot(d.y() - disc.y(), d.x() - disc.x()) > d.radius() + disc.radius() + 2)) {
                discs.add(disc);
            }
        }
        return discs;
    }

    /** Bright, unlike one another, on a dark and slightly noisy background. */
    static Plane plane(LabelImage labels, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        short[] samples = new short[labels.labels().length];
        for (int p = 0; p < samples.length; p++) {
            int label = labels.labels()[p];
            double light = label == 0 ? 200 : 900 + 300 * Math.sin(label);
            samples[p] = (short) (light + 30 * random.nextGaussian());
        }
        return Plane.of(labels.width(), labels.height(), samples);
    }

    static LabelledImage image(String name, int side, int count, double radius, long seed) {
        LabelImage labels = labels(side, side, scattered(side, side, count, radius * 0.85, radius * 1.15, seed));
        return new LabelledImage(name, plane(labels, seed), labels);
    }

    /** Brightness of a formula. */
    static Plane plane(int width, int height, java.util.function.IntBinaryOperator yx) {
        float[] samples = new float[width * height];
        for (int p = 0; p < samples.length; p++) {
            samples[p] = yx.applyAsInt(p / width, p % width);
        }
        return Plane.of(width, height, samples);
    }
}
