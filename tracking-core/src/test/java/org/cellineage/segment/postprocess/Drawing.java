package org.cellineage.segment.postprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.cellineage.image.LabelImage;

/** Draws truths of discs and rings, and the maps that an ideal network would give for them. */
final class Drawing {

    private final int width;
    private final int height;
    private final int[] labels;

    Drawing(int width, int height) {
        this.width = width;
        this.height = height;
        this.labels = new int[width * height];
    }

    /** Pixels not farther than {@code radius} from a place and nearer to it than to the place of another label. */
    Drawing disc(int label, double cy, double cx, double radius) {
        return ring(label, cy, cx, -1, radius);
    }

    /** Pixels farther than {@code inner} and not farther than {@code outer}; free ones only. */
    Drawing ring(int label, double cy, double cx, double inner, double outer) {
        for (int p = 0; p < labels.length; p++) {
            int y = p / width;
            double r = Math.hypot(y - cy, p % width - cx);
            if (r > inner && r <= outer && labels[p] == 0) {
                labels[p] = label;
            }
        }
        return this;
    }

    LabelImage image() {
        return new LabelImage(width, height, labels.clone());
    }

    int[] labels() {
        return labels.clone();
    }

    /** One pixel thick inside every cell, along background and other cells. */
    private boolean border(int p) {
        int y = p / width;
        int x = p % width;
        boolean border = false;
        for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
            for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
                border |= labels[ny * width + nx] != labels[p];
            }
        }
        return border;
    }

    /** Class probabilities: nearly sure of its class at every pixel. */
    FrameMaps semantic() {
        float[] background = new float[labels.length];
        float[] interior = new float[labels.length];
        float[] border = new float[labels.length];
        for (int p = 0; p < labels.length; p++) {
            boolean edge = labels[p] != 0 && border(p);
            background[p] = labels[p] == 0 ? 0.9f : 0.1f;
            interior[p] = labels[p] == 0 ? 0.05f : edge ? 0.2f : 0.8f;
            border[p] = 1 - background[p] - interior[p];
        }
        return new FrameMaps(
                width,
                height,
                List.of(SemanticPostprocessor.BACKGROUND, SemanticPostprocessor.INTERIOR, SemanticPostprocessor.BORDER),
                new float[][] {background, interior, border});
    }

    /** DeepCell's targets: 1 / (1 + d²/area) to the cell's centre of mass, and the distance to its edge over its most. */
    FrameMaps distances() {
        int n = Arrays.stream(labels).max().orElse(0);
        double[] area = new double[n + 1];
        double[] sumY = new double[n + 1];
        double[] sumX = new double[n + 1];
        float[] outer = new float[labels.length];
        float[] most = new float[n + 1];
        for (int p = 0; p < labels.length; p++) {
            int label = labels[p];
            area[label]++;
            int y = p / width;
            sumY[label] += y;
            sumX[label] += p % width;
            outer[p] = label == 0 ? 0 : edgeDistance(p);
            most[label] = Math.max(most[label], outer[p]);
        }
        float[] inner = new float[labels.length];
        for (int p = 0; p < labels.length; p++) {
            int label = labels[p];
            if (label != 0) {
                int y = p / width;
                double dy = y - sumY[label] / area[label];
                double dx = p % width - sumX[label] / area[label];
                inner[p] = (float) (1 / (1 + (dy * dy + dx * dx) / Math.sqrt(area[label])));
                outer[p] /= most[label];
            }
        }
        return new FrameMaps(
                width, height, List.of(DistancePostprocessor.INNER, DistancePostprocessor.OUTER), new float[][] {
                    inner, outer
                });
    }

    /** The classes of {@link #semantic()} and the distances of {@link #distances()}. */
    FrameMaps nuclear() {
        FrameMaps classes = semantic();
        FrameMaps distances = distances();
        return new FrameMaps(
                width,
                height,
                List.of(
                        NuclearPostprocessor.BACKGROUND,
                        NuclearPostprocessor.INTERIOR,
                        NuclearPostprocessor.EDGE_DISTANCE,
                        NuclearPostprocessor.CENTRE_DISTANCE),
                new float[][] {
                    classes.map(SemanticPostprocessor.BACKGROUND),
                    classes.map(SemanticPostprocessor.INTERIOR),
                    distances.map(DistancePostprocessor.OUTER),
                    distances.map(DistancePostprocessor.INNER)
                });
    }

    private float edgeDistance(int p) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int q = 0; q < labels.length; q++) {
            if (labels[q] != labels[p]) {
                nearest = Math.min(nearest, Math.hypot(p / width - q / width, p % width - q % width));
            }
        }
        return (float) Math.min(nearest, width + height);
    }

    /** Star distances, by walking along each ray until the label changes; probability by the distance to the edge. */
    FrameMaps stars(int rays, int grid) {
        int columns = (width + grid - 1) / grid;
        int rows = (height + grid - 1) / grid;
        float[][] values = new float[rays + 1][rows * columns];
        for (int i = 0; i < rows * columns; i++) {
            int y = i / columns * grid;
            int x = i % columns * grid;
            int label = labels[y * width + x];
            if (label == 0) {
                continue;
            }
            double shortest = Double.POSITIVE_INFINITY;
            for (int k = 0; k < rays; k++) {
                values[k + 1][i] = (float) walk(y, x, label, 2 * Math.PI * k / rays);
                shortest = Math.min(shortest, values[k + 1][i]);
            }
            values[0][i] = (float) (1 - 1 / (1 + shortest));
        }
        return new FrameMaps(columns, rows, starNames(rays), values);
    }

    static List<String> starNames(int rays) {
        return new StarDistPostprocessor(new StarDistOptions(rays, 0.5, 0.4, 1, 0)).maps();
    }

    private double walk(int y, int x, int label, double angle) {
        double r = 0;
        while (true) {
            long ny = Math.round(y + r * Math.sin(angle));
            long nx = Math.round(x + r * Math.cos(angle));
            if (ny < 0 || ny >= height || nx < 0 || nx >= width || labels[(int) (ny * width + nx)] != label) {
                return r;
            }
            r += 0.05;
        }
    }

    /** Intersection over union of the worst cell of this drawing with the label that overlaps it most. */
    double worstMatch(LabelImage found) {
        assertThat(found.width()).isEqualTo(width);
        assertThat(found.height()).isEqualTo(height);
        double worst = 1;
        for (int label = 1; label <= Arrays.stream(labels).max().orElse(0); label++) {
            double best = 0;
            for (int other = 1; other <= found.maxLabel(); other++) {
                int shared = 0;
                int union = 0;
                for (int p = 0; p < labels.length; p++) {
                    boolean mine = labels[p] == label;
                    boolean its = found.labels()[p] == other;
                    shared += mine && its ? 1 : 0;
                    union += mine || its ? 1 : 0;
                }
                best = Math.max(best, (double) shared / union);
            }
            worst = Math.min(worst, best);
        }
        return worst;
    }

    /** Labels 1 to n, each first met, in raster order, after the one before it. */
    static void assertNumberedInRasterOrder(LabelImage image) {
        int met = 0;
        for (int label : image.labels()) {
            assertThat(label).isBetween(0, met + 1);
            met = Math.max(met, label);
        }
    }
}
