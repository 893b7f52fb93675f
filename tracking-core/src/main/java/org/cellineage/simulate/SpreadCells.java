package org.cellineage.simulate;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Draws spread cells: which cell each pixel shows, how thick it is there, what is in it and where its nucleus is. Where
 * cells overlap, a pixel shows the one whose outline is farther outwards.
 */
final class SpreadCells {

    /** Radius of a spread cell in radii of its nucleus. */
    private static final double SPREAD = 2.1;

    private static final double LAMELLA = 0.25;
    private static final double RIM = 0.12;
    private static final double MOST_RUFFLE = 0.5;
    private static final double DOME = 0.55;

    private final SimulationOptions options;
    private final SplittableRandom random;
    private final SpreadShape.Habit habit;
    private final double ruffle;
    private Map<Nucleus, SpreadShape> shapes = new IdentityHashMap<>();

    final int[] owner;
    final int[] nucleusOwner;
    /** Thickness relative to that of a spread cell at its nucleus. */
    final float[] thickness;
    /** Granules and nucleoli, in the same unit. */
    final float[] contents;

    private final float[] nearness;
    private final int width;
    private final int height;

    SpreadCells(SimulationOptions options, SplittableRandom random) {
        this.options = options;
        this.random = random;
        this.habit = SpreadShape.Habit.draw(random);
        this.ruffle = MOST_RUFFLE * random.nextDouble();
        this.width = options.widthPx();
        this.height = options.heightPx();
        this.owner = new int[width * height];
        this.nucleusOwner = new int[width * height];
        this.thickness = new float[width * height];
        this.contents = new float[width * height];
        this.nearness = new float[width * height];
    }

    /** The shape of a cell that has been drawn. */
    SpreadShape shape(Nucleus cell) {
        return shapes.computeIfAbsent(cell, unseen -> new SpreadShape(habit, random.split()));
    }

    /** Draws a frame. */
    void draw(List<Nucleus> cells, double[] rows, double[] columns) {
        Arrays.fill(owner, 0);
        Arrays.fill(nucleusOwner, 0);
        Arrays.fill(thickness, 0);
        Arrays.fill(contents, 0);
        Arrays.fill(nearness, 1);
        Map<Nucleus, SpreadShape> living = new IdentityHashMap<>();
        for (Nucleus cell : cells) {
            SpreadShape shape = shape(cell);
            shape.advance();
            shape.settle(SPREAD * cell.radius(options.nucleusDiameterPx()), cell.rounded());
            living.put(cell, shape);
        }
        shapes = living;
        for (int i = 0; i < cells.size(); i++) {
            drawCell(cells.get(i), i + 1, rows[i], columns[i]);
        }
        for (int i = 0; i < cells.size(); i++) {
            drawNucleus(cells.get(i), i + 1, rows[i], columns[i]);
        }
    }

    private void drawCell(Nucleus cell, int number, double cy, double cx) {
        SpreadShape shape = shape(cell);
        double reach = shape.reach();
        double summit = 1 + 2.2 * cell.rounded();
        double dome = DOME * shape.size();
        for (int y = Math.max(0, (int) (cy - reach)); y <= Math.min(height - 1, (int) (cy + reach) + 1); y++) {
            for (int x = Math.max(0, (int) (cx - reach)); x <= Math.min(width - 1, (int) (cx + reach) + 1); x++) {
                double distance = Math.hypot(y - cy, x - cx);
                if (distance > reach) {
                    continue;
                }
                double rho = shape.share(Math.atan2(y - cy, x - cx) - cell.angle, distance);
                int p = y * width + x;
                if (rho < nearness[p]) {
                    nearness[p] = (float) rho;
                    owner[p] = number;
                    double edge = Math.min(1, (1 - rho) / RIM);
                    double hill = Math.exp(-distance * distance / (dome * dome));
                    double flat =
                            LAMELLA + (1 - LAMELLA) * hill + ruffle * Math.exp(-400 * (rho - 0.92) * (rho - 0.92));
                    double ball = Math.sqrt(Math.max(0, 1 - rho * rho));
                    double round = cell.rounded();
                    thickness[p] = (float) (summit * ((1 - round) * edge * flat + round * ball));
                }
            }
        }
        double grain = 0.08 * options.nucleusDiameterPx();
        for (double[] granule : shape.granules) {
            double angle = granule[0] + cell.angle;
            double away = granule[1] * shape.size();
            spot(number, cy + away * Math.sin(angle), cx + away * Math.cos(angle), grain, 0.35 * granule[2]);
        }
    }

    private void spot(int number, double cy, double cx, double radius, double strength) {
        int reach = (int) Math.ceil(3 * radius);
        for (int y = Math.max(0, (int) cy - reach); y <= Math.min(height - 1, (int) cy + reach); y++) {
            for (int x = Math.max(0, (int) cx - reach); x <= Math.min(width - 1, (int) cx + reach); x++) {
                if (owner[y * width + x] == number) {
                    double r2 = ((y - cy) * (y - cy) + (x - cx) * (x - cx)) / (radius * radius);
                    contents[y * width + x] += (float) (strength * Math.exp(-r2 / 2));
                }
            }
        }
    }

    private void drawNucleus(Nucleus cell, int number, double cy, double cx) {
        Nucleus.Appearance appearance = cell.appearance();
        double radius = cell.radius(options.nucleusDiameterPx());
        double major = radius * Math.sqrt(appearance.aspect());
        double minor = radius / Math.sqrt(appearance.aspect());
        double cos = Math.cos(cell.angle);
        double sin = Math.sin(cell.angle);
        for (int y = Math.max(0, (int) (cy - major)); y <= Math.min(height - 1, (int) (cy + major) + 1); y++) {
            for (int x = Math.max(0, (int) (cx - major)); x <= Math.min(width - 1, (int) (cx + major) + 1); x++) {
                int p = y * width + x;
                double u = ((x - cx) * cos + (y - cy) * sin) / major;
                double v = (-(x - cx) * sin + (y - cy) * cos) / minor;
                if (u * u + v * v < 1 && owner[p] == number) {
                    nucleusOwner[p] = number;
                }
            }
        }
        for (int k = 0; k < 2; k++) {
            double away = 0.45 * radius;
            double angle = cell.wavePhase[k] + cell.angle;
            spot(number, cy + away * Math.sin(angle), cx + away * Math.cos(angle), 0.18 * radius, 0.4);
        }
    }
}
