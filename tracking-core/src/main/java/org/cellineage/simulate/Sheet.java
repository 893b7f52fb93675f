package org.cellineage.simulate;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.cellineage.image.Plane;

/** Adherent cells on a surface: a {@link Population} seen as a {@link Scene}. */
final class Sheet implements Specimen {

    /** Spread cells keep this distance, in nucleus diameters, where there is room. */
    private static final double SPACING_DIAMETERS = 2;

    private final Population population;
    private final Scene scene;
    private double shiftY;
    private double shiftX;
    private double[] rows;
    private double[] columns;

    Sheet(Population population, Scene scene) {
        this.population = population;
        this.scene = scene;
        this.rows = population.seenRows(0);
        this.columns = population.seenColumns(0);
        population.endTracksAroundTheSheet(rows, columns, 0, 0);
    }

    /** Cells that are wider than their nuclei. */
    static Sheet ofSpreadCells(
            SimulationOptions options,
            WellConditions conditions,
            SplittableRandom random,
            BiFunction<SimulationOptions, SplittableRandom, Scene> scene) {
        double spacing = SPACING_DIAMETERS * options.nucleusDiameterPx();
        return new Sheet(
                new Population(options, spacing, conditions, random.split()), scene.apply(options, random.split()));
    }

    @Override
    public void advance(double movedY, double movedX) {
        population.advance();
        shiftY += movedY;
        shiftX += movedX;
        rows = population.seenRows(shiftY);
        columns = population.seenColumns(shiftX);
        population.endTracksAroundTheSheet(rows, columns, movedY, movedX);
    }

    @Override
    public List<Nucleus> cells() {
        return population.cells();
    }

    @Override
    public int[] draw() {
        return scene.draw(population.cells(), rows, columns);
    }

    @Override
    public List<Plane> expose(int frame) {
        return scene.expose(frame);
    }

    @Override
    public Optional<SimulatedFrame.Compartments> compartments() {
        return scene.compartments(population.cells());
    }
}
