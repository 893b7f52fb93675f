package org.cellineage.simulate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.cellineage.image.GaussianFilter;
import org.cellineage.image.Plane;

/**
 * Spread cells with a fluorescent reporter that moves between nucleus and cytoplasm, as those for kinases and NF-κB do;
 * with two channels, the first shows the nuclei.
 */
final class ReporterScene implements Scene {

    /** A thin part of a cell is not as dim as it is thin: the focus is on the glass. */
    private static final double LEAST_DEPTH = 0.35;

    private final SimulationOptions options;
    private final SpreadCells cells;
    private final Sensor sensor;
    private final double unevenness;
    private final float[] pattern;
    private float[] reporter;
    private float[] nuclei;

    ReporterScene(SimulationOptions options, SplittableRandom random) {
        this.options = options;
        this.cells = new SpreadCells(options, random.split());
        this.sensor = new Sensor(options, random.split());
        this.unevenness = 0.3 * random.nextDouble();
        this.pattern = pattern(random.split());
        this.reporter = new float[0];
        this.nuclei = new float[0];
    }

    /** Organelles, approximately: the cytoplasm is not even. */
    private float[] pattern(SplittableRandom random) {
        float[] noise = new float[options.widthPx() * options.heightPx()];
        for (int p = 0; p < noise.length; p++) {
            noise[p] = (float) random.nextGaussian();
        }
        double sigma = 0.1 * options.nucleusDiameterPx();
        float[] smooth = GaussianFilter.smooth(noise, options.widthPx(), options.heightPx(), sigma);
        float gain = (float) (2 * Math.sqrt(Math.PI) * sigma);
        for (int p = 0; p < smooth.length; p++) {
            smooth[p] *= gain;
        }
        return smooth;
    }

    @Override
    public int[] draw(List<Nucleus> drawn, double[] rows, double[] columns) {
        cells.draw(drawn, rows, columns);
        reporter = new float[cells.owner.length];
        nuclei = new float[cells.owner.length];
        for (int p = 0; p < reporter.length; p++) {
            int number = cells.owner[p];
            if (number != 0) {
                Nucleus cell = drawn.get(number - 1);
                double level = cell.brightness * (LEAST_DEPTH + (1 - LEAST_DEPTH) * Math.min(1.5, cells.thickness[p]));
                if (cells.nucleusOwner[p] != 0) {
                    reporter[p] = (float) (level * Math.exp(cells.shape(cell).logRatio));
                    nuclei[p] = (float) (cell.brightness * cell.appearance().brightness());
                } else {
                    reporter[p] = (float) (level * Math.max(0.2, 1 + unevenness * pattern[p]));
                }
            }
        }
        return cells.owner.clone();
    }

    @Override
    public List<Plane> expose(int frame) {
        double level = options.nucleusLevel() * sensor.bleached(frame);
        Plane shown = sensor.ofEmission(reporter, level);
        return options.channels() == 1 ? List.of(shown) : List.of(sensor.ofEmission(nuclei, level), shown);
    }

    @Override
    public Optional<SimulatedFrame.Compartments> compartments(List<Nucleus> drawn) {
        Map<Integer, Double> ratios = new TreeMap<>();
        for (Nucleus cell : drawn) {
            if (cell.track != 0) {
                ratios.put(cell.track, Math.exp(cells.shape(cell).logRatio));
            }
        }
        return Optional.of(TransmittedScene.compartments(options, cells, drawn, ratios));
    }
}
