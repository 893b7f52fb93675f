package org.cellineage.train.type;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.image.Plane;
import org.cellineage.simulate.MovieSimulator;
import org.cellineage.simulate.SimulatedFrame;
import org.cellineage.simulate.SimulatedType;
import org.cellineage.simulate.SimulationOptions;
import org.cellineage.simulate.WellConditions;
import org.cellineage.train.drawn.FluorescentCells;
import org.cellineage.type.ImageType;

/** Simulated and drawn images of every type: each from another movie, with another microscope, size and density of cells. */
final class SimulatedImages {

    private static final int SIDE = 288;
    private static final int ROD_FRAMES = 24;
    private static final double[] SIZES = {0.5, 0.75, 1, 1.5, 2.2};

    private SimulatedImages() {}

    /** Simulates images of all types but {@code NONE}, and draws as many of that. */
    static List<TypeImage> draw(int perType, long seed) {
        List<TypeImage> images = new ArrayList<>();
        for (int i = 0; i < perType; i++) {
            add(images, ImageType.NUCLEUS, SimulatedType.NUCLEUS, 0, seed + i);
            add(images, ImageType.CYTOPLASM, SimulatedType.CYTOPLASM, 0, seed + i);
            add(images, ImageType.PHASE, i % 3 == 0 ? SimulatedType.RODS : SimulatedType.PHASE, 0, seed + i);
            add(images, ImageType.BRIGHTFIELD, SimulatedType.BRIGHTFIELD, 0, seed + i);
            if (i % 3 == 0) {
                add(images, ImageType.CYTOPLASM, SimulatedType.RODS, 1, seed + 1_000_000 + i);
            }
            images.add(TypeImage.of("drawn/" + (seed + i), ImageType.NONE, OtherImages.draw(seed + i)));
            images.add(TypeImage.of(
                    "drawn nuclei/" + (seed + i),
                    ImageType.NUCLEUS,
                    FluorescentCells.nuclei(seed + i).plane()));
            images.add(TypeImage.of(
                    "drawn patchy nuclei/" + (seed + i),
                    ImageType.NUCLEUS,
                    FluorescentCells.patchyNuclei(seed + i).plane()));
            images.add(TypeImage.of(
                    "drawn whole cells/" + (seed + i),
                    ImageType.CYTOPLASM,
                    FluorescentCells.wholeCells(seed + i).plane()));
        }
        return images;
    }

    private static void add(List<TypeImage> images, ImageType type, SimulatedType simulated, int channel, long seed) {
        SimulationOptions usual = simulated.defaults();
        double size = SIZES[(int) Math.floorMod(seed, (long) SIZES.length)];
        boolean isRods = simulated == SimulatedType.RODS;
        int frames = isRods ? ROD_FRAMES - (int) (seed % 15) : 1;
        double share = (double) SIDE * SIDE / (usual.widthPx() * (double) usual.heightPx());
        int cells = isRods ? 10 : (int) Math.max(3, usual.cells() * share / (size * size) * (0.5 + seed % 4 * 0.4));
        double noise = 1 + 3 * (seed % 3);
        SimulationOptions options = new SimulationOptions(
                SIDE,
                SIDE,
                frames,
                cells,
                size * usual.nucleusDiameterPx(),
                usual.cycleFrames(),
                usual.cycleSpread(),
                usual.deathRate(),
                usual.stepPx(),
                usual.persistence(),
                0,
                0,
                0,
                usual.backgroundLevel(),
                usual.nucleusLevel(),
                usual.brightnessSpread(),
                usual.textureDepth(),
                usual.bleachingShare(),
                usual.vignetting(),
                usual.blurPx(),
                noise * usual.greyLevelsPerPhoton(),
                noise * usual.readNoise(),
                channel + 1,
                0,
                0);
        MovieSimulator simulator = new MovieSimulator(simulated, options, WellConditions.UNTREATED, seed, 0, 0);
        SimulatedFrame last = simulator.next();
        while (simulator.hasNext()) {
            last = simulator.next();
        }
        // A reporter without nuclei beside it is the only channel.
        Plane plane = last.channels().get(Math.min(channel, last.channels().size() - 1));
        images.add(TypeImage.of("simulated " + simulated + "/" + seed, type, plane));
    }
}
