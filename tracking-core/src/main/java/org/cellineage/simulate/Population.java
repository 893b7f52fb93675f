package org.cellineage.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.link.PointGrid;

/**
 * The cells of a movie, inside and around the field: they move, repel each other, grow, divide and die.
 *
 * <p>They live on a sheet larger than the field on all sides and closed to a torus, so that cells enter and leave the
 * field at its edges. Growth stops where it is crowded.
 */
final class Population {

    /** Width of the invisible margin in nucleus diameters. */
    private static final double MARGIN_DIAMETERS = 3;

    private static final int PUSHES = 3;
    private static final double FULL_COVER = 0.75;

    private final SimulationOptions options;
    private final double diameterPx;
    private final WellConditions conditions;
    private final SplittableRandom random;
    private final double margin;
    private final double sheetHeight;
    private final double sheetWidth;
    private List<Nucleus> cells = new ArrayList<>();

    /**
     * Creates the cells of the first frame.
     *
     * @param diameterPx diameter of a newborn cell, which others keep clear of
     */
    Population(SimulationOptions options, double diameterPx, WellConditions conditions, SplittableRandom random) {
        this.options = options;
        this.diameterPx = diameterPx;
        this.conditions = conditions;
        this.random = random;
        this.margin = MARGIN_DIAMETERS * diameterPx;
        this.sheetHeight = options.heightPx() + 2 * margin;
        this.sheetWidth = options.widthPx() + 2 * margin;
        double field = (double) options.heightPx() * options.widthPx();
        long count = Math.round(options.cells() * sheetHeight * sheetWidth / field);
        for (long i = 0; i < count; i++) {
            Nucleus cell = new Nucleus(
                    random.nextDouble(sheetHeight) - margin,
                    random.nextDouble(sheetWidth) - margin,
                    cycle(),
                    brightness(),
                    false,
                    random);
            // In a growing population, young cells are more frequent (age distribution 2^(1 - age)).
            cell.age = cell.cycle * -log2(1 - random.nextDouble() / 2);
            cells.add(cell);
        }
        for (int i = 0; i < 30; i++) {
            pushApart();
        }
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }

    private double cycle() {
        double factor = Math.exp(options.cycleSpread() * random.nextGaussian());
        return Math.max(Nucleus.MITOSIS_FRAMES + 2, options.cycleFrames() * conditions.cycleFactor() * factor);
    }

    private double brightness() {
        return Math.exp(options.brightnessSpread() * random.nextGaussian());
    }

    List<Nucleus> cells() {
        return cells;
    }

    /** Rows of the cells as seen by a field whose stage has moved by {@code shift}; the sheet wraps around. */
    double[] seenRows(double shift) {
        return cells.stream()
                .mapToDouble(cell -> wrap(cell.y + shift, sheetHeight))
                .toArray();
    }

    /** Columns of the cells as seen by a field whose stage has moved by {@code shift}. */
    double[] seenColumns(double shift) {
        return cells.stream()
                .mapToDouble(cell -> wrap(cell.x + shift, sheetWidth))
                .toArray();
    }

    /**
     * Ends the tracks of cells that wrapped around the torus between two frames, leaving the field on one side and
     * entering it on the other. With a small drift the margin hides this; with a large one it would be visible.
     */
    void endTracksAroundTheSheet(double[] rows, double[] columns, double movedY, double movedX) {
        for (int i = 0; i < rows.length; i++) {
            Nucleus cell = cells.get(i);
            // A cell's own step is much shorter than half the sheet. In the first frame, NaN compares false.
            if (Math.abs(rows[i] - cell.seenY - movedY) > sheetHeight / 2
                    || Math.abs(columns[i] - cell.seenX - movedX) > sheetWidth / 2) {
                cell.track = 0;
                cell.motherTrack = 0;
            }
            cell.seenY = rows[i];
            cell.seenX = columns[i];
        }
    }

    /** Advances by one frame. */
    void advance() {
        double cover = 0;
        for (Nucleus cell : cells) {
            double r = cell.radius(diameterPx);
            cover += Math.PI * r * r;
        }
        cover /= sheetHeight * sheetWidth * FULL_COVER;
        double growth = Math.max(0, 1 - cover * cover * cover);
        List<Nucleus> next = new ArrayList<>(cells.size() + 16);
        for (Nucleus cell : cells) {
            if (cell.framesToDeath == 0) {
                continue;
            }
            step(cell, growth);
            if (cell.dividesNow()) {
                divide(cell, next);
            } else {
                next.add(cell);
            }
        }
        cells = next;
        for (int i = 0; i < PUSHES; i++) {
            pushApart();
        }
    }

    private void step(Nucleus cell, double growth) {
        cell.framesAlive++;
        if (cell.isDying()) {
            cell.framesToDeath--;
            return;
        }
        // Once started, mitosis continues even if it is crowded.
        boolean mitosis = cell.cycle - cell.age <= Nucleus.MITOSIS_FRAMES;
        cell.age += mitosis ? 1 : growth;
        if (!mitosis && random.nextDouble() < options.deathRate() + conditions.extraDeathRate()) {
            cell.startDying();
            return;
        }
        double keep = options.persistence();
        double fresh = Math.sqrt(1 - keep * keep) * options.stepPx() * conditions.stepFactor() / Math.sqrt(2);
        double slow = mitosis ? 0.3 : 1;
        cell.stepY = keep * cell.stepY + fresh * random.nextGaussian();
        cell.stepX = keep * cell.stepX + fresh * random.nextGaussian();
        move(cell, slow * cell.stepY, slow * cell.stepX);
        if (!mitosis) {
            cell.angle += 0.06 * random.nextGaussian();
        }
    }

    private void move(Nucleus cell, double dy, double dx) {
        cell.y = wrap(cell.y + dy, sheetHeight);
        cell.x = wrap(cell.x + dx, sheetWidth);
    }

    private double wrap(double at, double side) {
        double moved = (at + margin) % side;
        return (moved < 0 ? moved + side : moved) - margin;
    }

    /** Replaces the mother by two daughters on both sides of the plate, moving apart. */
    private void divide(Nucleus mother, List<Nucleus> into) {
        double across = mother.angle + Math.PI / 2;
        for (int side = -1; side <= 1; side += 2) {
            Nucleus daughter = new Nucleus(
                    mother.y,
                    mother.x,
                    cycle(),
                    mother.brightness * Math.exp(0.08 * random.nextGaussian()),
                    true,
                    random);
            double apart = side * (0.42 + 0.06 * random.nextDouble()) * diameterPx;
            move(daughter, apart * Math.sin(across), apart * Math.cos(across));
            daughter.angle = mother.angle + 0.15 * random.nextGaussian();
            daughter.stepY = side * 0.12 * diameterPx * Math.sin(across);
            daughter.stepX = side * 0.12 * diameterPx * Math.cos(across);
            daughter.motherTrack = mother.track;
            daughter.seenY = mother.seenY;
            daughter.seenX = mother.seenX;
            into.add(daughter);
        }
    }

    private void pushApart() {
        int n = cells.size();
        double[] y = new double[n];
        double[] x = new double[n];
        double[] radius = new double[n];
        double widest = 1;
        for (int i = 0; i < n; i++) {
            y[i] = cells.get(i).y;
            x[i] = cells.get(i).x;
            radius[i] = cells.get(i).radius(diameterPx);
            widest = Math.max(widest, radius[i]);
        }
        double[] pushY = new double[n];
        double[] pushX = new double[n];
        PointGrid grid = new PointGrid(y, x, 2 * widest);
        for (int i = 0; i < n; i++) {
            int self = i;
            grid.forEachWithin(y[i], x[i], radius[i] + widest, (j, squared) -> {
                double wanted = 1.05 * (radius[self] + radius[j]);
                if (j != self && squared < wanted * wanted) {
                    double distance = Math.sqrt(squared);
                    double push = 0.25 * (wanted - distance);
                    // Two cells at the same position are separated by index.
                    double uy = distance > 1e-9 ? (y[self] - y[j]) / distance : self < j ? -1 : 1;
                    double ux = distance > 1e-9 ? (x[self] - x[j]) / distance : 0;
                    pushY[self] += push * uy;
                    pushX[self] += push * ux;
                }
            });
        }
        for (int i = 0; i < n; i++) {
            move(cells.get(i), pushY[i], pushX[i]);
        }
    }
}
