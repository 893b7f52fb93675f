package org.cellineage.simulate;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.image.Plane;

/** Rods in phase contrast; with a second channel, a fluorescent protein in them. */
final class RodScene {

    /** How much narrower a rod is in its middle right before the division. */
    private static final double WAIST = 0.55;

    private final SimulationOptions options;
    private final TransmittedOptics optics;
    private final Sensor sensor;
    private final double depth;
    private final int[] owner;
    private final float[] thickness;

    RodScene(SimulationOptions options, SplittableRandom random) {
        this.options = options;
        this.optics = new TransmittedOptics(
                TransmittedOptics.Kind.PHASE,
                options.widthPx(),
                options.heightPx(),
                1.6 * options.nucleusDiameterPx(),
                random.split());
        this.sensor = new Sensor(options, random.split());
        this.depth = 0.5 + 0.6 * random.nextDouble();
        this.owner = new int[options.widthPx() * options.heightPx()];
        this.thickness = new float[owner.length];
    }

    /** Draws the rods. Returns for each pixel 1 + the index of the rod it shows, or 0; row-major. */
    int[] draw(List<Rod> rods) {
        Arrays.fill(owner, 0);
        Arrays.fill(thickness, 0);
        for (int i = 0; i < rods.size(); i++) {
            drawRod(rods.get(i), i + 1);
        }
        return owner.clone();
    }

    private void drawRod(Rod rod, int number) {
        int width = options.widthPx();
        double radius = options.nucleusDiameterPx() / 2;
        double reach = rod.length / 2 + radius + 1;
        double waist = WAIST * rod.waist(2 * radius);
        for (int y = Math.max(0, (int) (rod.y - reach));
                y <= Math.min(options.heightPx() - 1, (int) (rod.y + reach) + 1);
                y++) {
            for (int x = Math.max(0, (int) (rod.x - reach)); x <= Math.min(width - 1, (int) (rod.x + reach) + 1); x++) {
                double[] place = Segments.fromAxis(rod, y, x);
                double along = place[1] * rod.length / (2 * radius);
                double r = radius * (1 - waist * Math.exp(-2 * along * along));
                double inside = 1 - place[0] * place[0] / (r * r);
                int p = y * width + x;
                if (inside > 0 && Math.sqrt(inside) > thickness[p]) {
                    thickness[p] = (float) Math.sqrt(inside);
                    owner[p] = number;
                }
            }
        }
    }

    /** The channels of what was drawn. */
    List<Plane> expose(List<Rod> rods, int frame) {
        float[] phase = new float[thickness.length];
        for (int p = 0; p < phase.length; p++) {
            phase[p] = (float) (depth * thickness[p]);
        }
        Plane transmitted = sensor.ofTransmission(optics.image(phase));
        if (options.channels() == 1) {
            return List.of(transmitted);
        }
        float[] protein = new float[thickness.length];
        for (int p = 0; p < protein.length; p++) {
            protein[p] = owner[p] == 0 ? 0 : (float) (rods.get(owner[p] - 1).brightness * thickness[p]);
        }
        return List.of(transmitted, sensor.ofEmission(protein, options.nucleusLevel() * sensor.bleached(frame)));
    }
}
