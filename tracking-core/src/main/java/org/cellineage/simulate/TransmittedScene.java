package org.cellineage.simulate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;

/** Spread cells in transmitted light; with a second channel, their fluorescent nuclei. */
final class TransmittedScene implements Scene {

    private static final double NUCLEUS_PHASE = -0.1;

    private final SimulationOptions options;
    private final SpreadCells cells;
    private final TransmittedOptics optics;
    private final Sensor sensor;
    private final double depth;
    private final double nucleusPhase;

    TransmittedScene(SimulationOptions options, TransmittedOptics.Kind kind, SplittableRandom random) {
        this.options = options;
        this.cells = new SpreadCells(options, random.split());
        this.optics = new TransmittedOptics(
                kind, options.widthPx(), options.heightPx(), 2 * options.nucleusDiameterPx(), random.split());
        this.sensor = new Sensor(options, random.split());
        this.depth = 0.5 + 0.8 * random.nextDouble();
        this.nucleusPhase = NUCLEUS_PHASE * random.nextDouble();
    }

    @Override
    public int[] draw(List<Nucleus> nuclei, double[] rows, double[] columns) {
        cells.draw(nuclei, rows, columns);
        return cells.owner.clone();
    }

    @Override
    public List<Plane> expose(int frame) {
        float[] phase = new float[cells.owner.length];
        for (int p = 0; p < phase.length; p++) {
            phase[p] = (float) (depth
                    * (cells.thickness[p] + cells.contents[p] + (cells.nucleusOwner[p] != 0 ? nucleusPhase : 0)));
        }
        Plane transmitted = sensor.ofTransmission(optics.image(phase));
        if (options.channels() == 1) {
            return List.of(transmitted);
        }
        float[] nuclei = new float[phase.length];
        for (int p = 0; p < nuclei.length; p++) {
            nuclei[p] = cells.nucleusOwner[p] != 0 ? 1 : 0;
        }
        return List.of(transmitted, sensor.ofEmission(nuclei, options.nucleusLevel() * sensor.bleached(frame)));
    }

    @Override
    public Optional<SimulatedFrame.Compartments> compartments(List<Nucleus> nuclei) {
        return Optional.of(compartments(options, cells, nuclei, new TreeMap<>()));
    }

    /** The nuclei that were drawn, labelled by track. */
    static SimulatedFrame.Compartments compartments(
            SimulationOptions options, SpreadCells cells, List<Nucleus> nuclei, Map<Integer, Double> ratios) {
        int[] labels = new int[cells.nucleusOwner.length];
        for (int p = 0; p < labels.length; p++) {
            int number = cells.nucleusOwner[p];
            labels[p] = number == 0 ? 0 : nuclei.get(number - 1).track;
        }
        return new SimulatedFrame.Compartments(new LabelImage(options.widthPx(), options.heightPx(), labels), ratios);
    }
}
