package org.cellineage.train.drawn;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.cellineage.image.GaussianFilter;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;

/**
 * Draws fluorescent cells of stains and proteins that no simulated movie shows: nuclei with patches, speckles or a bright
 * rim, and whole cells stained in their membranes, in organelles, or everywhere but in the nucleus; alone, in clumps and in
 * sheets, in and out of focus, bright or hardly above the noise.
 */
public final class FluorescentCells {

    private static final int SIDE = 288;

    /** Of a disc as large as a cell: what is smaller is a sliver beside the cells on top. */
    private static final double LEAST_AREA = 0.05;

    private final SplittableRandom random;
    private final float[] x = new float[SIDE * SIDE];
    private final double diameter;
    /** Number of the cell at each pixel from 1, or 0. */
    private final int[] owner = new int[SIDE * SIDE];
    /** How far a pixel is from the centre of its cell, as a share of the way to its edge. */
    private final float[] depth = new float[SIDE * SIDE];

    private int cells;
    /** What is stained: 0 membranes, 1 all but the nucleus, 2 organelles, 3 everything, in cells that are not round. */
    private int stain;

    private FluorescentCells(SplittableRandom random) {
        this.random = random;
        this.diameter = 12 * Math.exp(1.4 * random.nextDouble());
    }

    /** Nuclei, always the same for a number. */
    public static DrawnImage nuclei(long seed) {
        FluorescentCells image = new FluorescentCells(new SplittableRandom(seed));
        image.place(0.25, 0);
        image.fillNuclei(0.8 * image.random.nextDouble() * image.random.nextDouble());
        return image.drawn();
    }

    /** Nuclei whose chromatin is in patches, likewise. */
    public static DrawnImage patchyNuclei(long seed) {
        FluorescentCells image = new FluorescentCells(new SplittableRandom(seed ^ 0x5DEECE66DL));
        image.place(0.25, 0);
        image.fillNuclei(0.5 + image.random.nextDouble());
        return image.drawn();
    }

    /** Whole cells, likewise: they show an edge, a dark nucleus or an outline that no nucleus has. */
    public static DrawnImage wholeCells(long seed) {
        FluorescentCells image = new FluorescentCells(new SplittableRandom(~seed));
        image.stain = image.random.nextInt(4);
        image.place(0.7, image.stain < 2 ? 0 : 0.4);
        image.fillCells();
        return image.drawn();
    }

    /** Places outlines that vary around circles: some apart, some in clumps, where the later one yields. */
    private void place(double mostRough, double leastRough) {
        double radius = diameter / 2;
        int wanted = (int) Math.max(3, (0.05 + 0.5 * random.nextDouble()) * SIDE * SIDE / (Math.PI * radius * radius));
        double clumped = random.nextBoolean() ? random.nextDouble() : 0;
        double[] lastAt = {SIDE * random.nextDouble(), SIDE * random.nextDouble()};
        double spread = Math.max(leastRough, mostRough * random.nextDouble());
        for (int n = 0; n < wanted; n++) {
            double cy = SIDE * random.nextDouble();
            double cx = SIDE * random.nextDouble();
            if (random.nextDouble() < clumped) {
                double angle = 2 * Math.PI * random.nextDouble();
                cy = lastAt[0] + diameter * Math.sin(angle);
                cx = lastAt[1] + diameter * Math.cos(angle);
            }
            lastAt[0] = cy;
            lastAt[1] = cx;
            outline(cy, cx, radius * Math.exp(0.2 * random.nextGaussian()), spread);
        }
    }

    private void outline(double cy, double cx, double radius, double spread) {
        double[] size = new double[5];
        double[] phase = new double[5];
        for (int k = 2; k < 5; k++) {
            size[k] = spread * random.nextGaussian() / (k - 1);
            phase[k] = 2 * Math.PI * random.nextDouble();
        }
        cells++;
        int reach = (int) Math.ceil(3 * radius);
        for (int i = Math.max(0, (int) cy - reach); i < Math.min(SIDE, (int) cy + reach); i++) {
            for (int j = Math.max(0, (int) cx - reach); j < Math.min(SIDE, (int) cx + reach); j++) {
                double angle = Math.atan2(i - cy, j - cx);
                double edge = 0;
                for (int k = 2; k < 5; k++) {
                    edge += size[k] * Math.cos(k * angle + phase[k]);
                }
                double at = Math.hypot(i - cy, j - cx) / (radius * Math.min(2.5, Math.exp(edge)));
                int p = i * SIDE + j;
                if (at < 1 && owner[p] == 0) {
                    owner[p] = cells;
                    depth[p] = (float) at;
                }
            }
        }
    }

    private double[] brightnesses() {
        double[] each = new double[cells + 1];
        double spread = 0.1 + 0.5 * random.nextDouble();
        for (int n = 1; n <= cells; n++) {
            each[n] = Math.exp(spread * random.nextGaussian());
        }
        return each;
    }

    private void fillNuclei(double patchy) {
        double[] each = brightnesses();
        float[] patches = SmoothNoise.draw(random, SIDE, (0.06 + 0.14 * random.nextDouble()) * diameter);
        double rim = random.nextInt(4) == 0 ? random.nextDouble() : 0;
        double holes = random.nextInt(3) == 0 ? 0.8 * random.nextDouble() : 0;
        float[] nucleoli = SmoothNoise.draw(random, SIDE, 0.1 * diameter);
        for (int p = 0; p < x.length; p++) {
            if (owner[p] != 0) {
                double texture = Math.exp(patchy * patches[p]) * (nucleoli[p] > 1.3 ? 1 - holes : 1);
                double dome = Math.sqrt(1.05 - depth[p] * depth[p]);
                double shell = 1 + rim * (depth[p] > 0.75 ? 1.5 : 0);
                x[p] = (float) (each[owner[p]] * texture * (0.4 + 0.6 * dome) * shell);
            }
        }
    }

    private void fillCells() {
        double[] each = brightnesses();
        double body = stain == 0 ? 0.5 * random.nextDouble() : 0.4 + 0.6 * random.nextDouble();
        double membrane = stain == 0 ? 1.5 + 2 * random.nextDouble() : random.nextInt(3) == 0 ? random.nextDouble() : 0;
        double nucleus =
                stain == 1 || stain == 2 ? 0.5 * random.nextDouble() : random.nextBoolean() ? random.nextDouble() : 1;
        double nucleusSize = 0.4 + 0.25 * random.nextDouble();
        float[] grains = SmoothNoise.draw(random, SIDE, (stain == 2 ? 0.02 : 0.08) * diameter + 0.4);
        double grainy = stain == 2 ? 0.6 + random.nextDouble() : 0.4 * random.nextDouble();
        double falls = 0.7 * random.nextDouble();
        double width = Math.max(1.2, 0.05 * diameter);
        for (int i = 0; i < SIDE; i++) {
            for (int j = 0; j < SIDE; j++) {
                int p = i * SIDE + j;
                if (owner[p] == 0) {
                    continue;
                }
                double value = body * Math.exp(grainy * grains[p]) * Math.exp(-falls * depth[p]);
                value *= depth[p] < nucleusSize ? nucleus : 1;
                if (membrane > 0 && isAtEdge(i, j, (int) Math.round(width))) {
                    value += membrane;
                }
                x[p] = (float) (each[owner[p]] * value);
            }
        }
    }

    private boolean isAtEdge(int i, int j, int reach) {
        int own = owner[i * SIDE + j];
        for (int[] step : new int[][] {{reach, 0}, {-reach, 0}, {0, reach}, {0, -reach}}) {
            int y = Math.max(0, Math.min(SIDE - 1, i + step[0]));
            int z = Math.max(0, Math.min(SIDE - 1, j + step[1]));
            if (owner[y * SIDE + z] != own) {
                return true;
            }
        }
        return false;
    }

    private DrawnImage drawn() {
        return new DrawnImage(plane(), new LabelImage(SIDE, SIDE, labels()));
    }

    /** The largest piece of each cell, unless that is a sliver. */
    private int[] labels() {
        int[] piece = new int[owner.length];
        int[] queue = new int[owner.length];
        int[] largest = new int[cells + 1];
        int[] area = new int[cells + 1];
        int pieces = 0;
        for (int p = 0; p < owner.length; p++) {
            if (owner[p] != 0 && piece[p] == 0) {
                int size = fill(p, ++pieces, piece, queue);
                if (size > area[owner[p]]) {
                    area[owner[p]] = size;
                    largest[owner[p]] = pieces;
                }
            }
        }
        double least = LEAST_AREA * Math.PI / 4 * diameter * diameter;
        int[] labels = new int[owner.length];
        for (int p = 0; p < labels.length; p++) {
            int cell = owner[p];
            if (cell != 0 && piece[p] == largest[cell] && area[cell] >= least) {
                labels[p] = cell;
            }
        }
        return labels;
    }

    /** Numbers the pixels of a cell that are connected with one, and returns how many they are. */
    private int fill(int start, int number, int[] piece, int[] queue) {
        int size = 0;
        piece[start] = number;
        queue[size++] = start;
        for (int i = 0; i < size; i++) {
            int p = queue[i];
            int column = p % SIDE;
            for (int q : new int[] {p - SIDE, column > 0 ? p - 1 : p, column < SIDE - 1 ? p + 1 : p, p + SIDE}) {
                if (q >= 0 && q < owner.length && piece[q] == 0 && owner[q] == owner[start]) {
                    piece[q] = number;
                    queue[size++] = q;
                }
            }
        }
        return size;
    }

    /** The optics, what lies above and below the focus, uneven light, and the camera. */
    private Plane plane() {
        float[] sharp = GaussianFilter.smooth(x, SIDE, SIDE, 0.5 + 1.5 * random.nextDouble() * random.nextDouble());
        float[] haze = GaussianFilter.smooth(x, SIDE, SIDE, 0.5 * diameter);
        double hazy = 0.6 * random.nextDouble() * random.nextDouble();
        double floor = 0.05 + 0.6 * random.nextDouble();
        double fall = 0.5 * random.nextDouble();
        double cy = SIDE * random.nextDouble();
        double cx = SIDE * random.nextDouble();
        // Photons of a cell of usual brightness: a few where it is hardly seen.
        double photons = Math.exp(1.5 + 5 * random.nextDouble());
        short[] samples = new short[x.length];
        double[] light = new double[x.length];
        for (int p = 0; p < x.length; p++) {
            double far = Math.hypot(p / SIDE - cy, p % SIDE - cx) / SIDE;
            double value = (floor + sharp[p] + hazy * haze[p]) * (1 - fall * far * far);
            light[p] = value + Math.sqrt(Math.max(0, value) / photons) * random.nextGaussian();
        }
        double scale = 20_000 / Math.max(1e-6, Arrays.stream(light).max().orElse(1));
        for (int p = 0; p < x.length; p++) {
            samples[p] = (short) Math.max(0, Math.round(300 + scale * light[p]));
        }
        return Plane.of(SIDE, SIDE, samples);
    }
}
