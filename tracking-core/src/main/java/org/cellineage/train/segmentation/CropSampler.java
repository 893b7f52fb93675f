package org.cellineage.train.segmentation;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.cellineage.cell.BoundingBox;
import org.cellineage.image.LocalContrast;

/**
 * Draws training crops. The crop with a given number is always the same, whichever thread draws it and when.
 *
 * <p>The set is drawn by its share, the image by the square root of its number of nuclei, and the position mostly at a
 * nucleus, and in frames that people corrected mostly at what they decided. The crop is scaled to the standard diameter with a random deviation, rotated, mirrored and stretched; its
 * intensities are augmented; then the network's input and target are computed.
 */
final class CropSampler {

    /** Side of a crop in pixels at the network's scale. */
    static final int SIDE = 128;

    /** Class (3), edge distance, centre distance, weight of the class, weight of the distances. */
    static final int TARGET_CHANNELS = 7;

    /** Margin around a crop, so that the local contrast near its edge is correct. */
    private static final int MARGIN = 16;

    private static final double NUCLEUS_SHARE = 0.85;
    /** Of the crops at a nucleus those at one that is rare in its image, where it has such. */
    private static final double RARE_SHARE = 0.25;
    /** Of the crops at no nucleus those at debris, where the image has any. */
    private static final double DEBRIS_SHARE = 0.5;

    /** In frames that people corrected, of the crops those at what they decided. */
    private static final double DECIDED_SHARE = 0.8;

    private static final double DECIDED_REACH = 0.3;

    private static final double LOG_SCALE_RANGE = 0.6;
    private static final double LOG_ASPECT_RANGE = 0.15;

    private final List<TrainingSet> sets;
    private final CellKind kind;
    private final double diameterPx;
    private final long seed;
    private final boolean hardExamples;
    private final Map<LabelledImage, RareObjects> rare;
    private final Transplants transplants;

    /** A crop: input [SIDE, SIDE, 2] and target [SIDE, SIDE, 7], row-major. */
    @SuppressWarnings("ArrayRecordComponent")
    record Crop(float[] image, float[] target) {}

    /**
     * Creates a sampler.
     *
     * @param kind determines the diameter to which cells are scaled, and the augmentation
     * @param hardExamples whether rare nuclei and debris are drawn more often, pasted into other crops, and imitated
     */
    CropSampler(List<TrainingSet> sets, CellKind kind, long seed, boolean hardExamples) {
        this.sets = List.copyOf(sets);
        this.kind = kind;
        this.diameterPx = kind.diameterPx();
        this.seed = seed;
        this.hardExamples = hardExamples;
        this.rare = hardExamples ? RareObjects.ofAll(sets) : Map.of();
        this.transplants = new Transplants(rare, diameterPx);
    }

    /** Draws the crop with this number. */
    Crop draw(long number) {
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
        LabelledImage image = TrainingSet.draw(sets, random);
        int side = SIDE + 2 * MARGIN;
        Patch.Placement placement = place(image, random);
        Patch patch = Patch.cut(image, placement, side);
        if (hardExamples) {
            transplants.apply(patch, image, placement.scale() * typicalPx(image) / diameterPx, random);
        }
        vary(kind, patch, random, hardExamples);
        float[] contrast = LocalContrast.of(patch.brightness(), side, side);
        float[] in = new float[SIDE * SIDE * NucleusNetwork.INPUT_CHANNELS];
        float[] target = new float[SIDE * SIDE * TARGET_CHANNELS];
        for (int i = 0; i < SIDE; i++) {
            for (int j = 0; j < SIDE; j++) {
                int from = (i + MARGIN) * side + j + MARGIN;
                int to = i * SIDE + j;
                in[2 * to] = patch.brightness()[from];
                in[2 * to + 1] = contrast[from];
                fillTarget(patch, from, target, to * TARGET_CHANNELS);
            }
        }
        return new Crop(in, target);
    }

    /** Varies the intensities of a patch as other instruments would. */
    static void vary(CellKind kind, Patch patch, SplittableRandom random, boolean hardExamples) {
        switch (kind.light()) {
            case FLUORESCENCE -> Augmentation.apply(patch, random, hardExamples);
            case TRANSMITTED -> TransmittedLight.apply(patch, random);
        }
    }

    private Patch.Placement place(LabelledImage image, SplittableRandom random) {
        double scale = diameterPx / typicalPx(image) * Math.exp(LOG_SCALE_RANGE * (2 * random.nextDouble() - 1));
        double stretch = Math.exp(LOG_ASPECT_RANGE / 2 * (2 * random.nextDouble() - 1));
        double y = random.nextDouble() * image.height();
        double x = random.nextDouble() * image.width();
        if (!image.decided().isEmpty() && random.nextDouble() < DECIDED_SHARE) {
            BoundingBox box = image.decided().get(random.nextInt(image.decided().size()));
            double reach = DECIDED_REACH * SIDE / scale;
            y = (box.minY() + box.maxY() - 1) / 2.0 + reach * (2 * random.nextDouble() - 1);
            x = (box.minX() + box.maxX() - 1) / 2.0 + reach * (2 * random.nextDouble() - 1);
        } else if (image.count() > 0 && random.nextDouble() < NUCLEUS_SHARE) {
            int nucleus = nucleus(image, random);
            double reach = 0.35 * SIDE / scale;
            y = image.centreY(nucleus) + reach * (2 * random.nextDouble() - 1);
            x = image.centreX(nucleus) + reach * (2 * random.nextDouble() - 1);
        } else if (!rareIn(image).debris().isEmpty() && random.nextDouble() < DEBRIS_SHARE) {
            List<RareObjects.Debris> debris = rareIn(image).debris();
            RareObjects.Debris at = debris.get(random.nextInt(debris.size()));
            y = at.y();
            x = at.x();
        }
        double angle = random.nextBoolean() ? 2 * Math.PI * random.nextDouble() : Math.PI / 2 * random.nextInt(4);
        return Patch.Placement.of(y, x, scale * stretch, scale / stretch, angle, random.nextBoolean());
    }

    private int nucleus(LabelledImage image, SplittableRandom random) {
        List<Integer> few = rareIn(image).nuclei();
        return !few.isEmpty() && random.nextDouble() < RARE_SHARE
                ? few.get(random.nextInt(few.size()))
                : 1 + random.nextInt(image.count());
    }

    private RareObjects rareIn(LabelledImage image) {
        return rare.getOrDefault(image, RareObjects.NONE);
    }

    private double typicalPx(LabelledImage image) {
        return Double.isNaN(image.diameterPx()) ? diameterPx : image.diameterPx();
    }

    /** Writes the target of a pixel, which must lie at least two pixels from the patch's edge. */
    static void fillTarget(Patch patch, int p, float[] target, int to) {
        char label = patch.labels()[p];
        boolean border = label != 0 && (differs(patch, p, 1) || differs(patch, p, patch.side()));
        boolean contact = touches(patch, p);
        for (int step : new int[] {-patch.side(), -1, 1, patch.side()}) {
            contact |= touches(patch, p + step);
        }
        target[to + (label == 0 ? 0 : border ? 2 : 1)] = 1;
        target[to + 3] = patch.edge()[p];
        target[to + 4] = patch.centre()[p];
        if (patch.unknown()[p]) {
            // Whatever the network says here is neither right nor wrong.
            return;
        }
        float weight = contact ? 4 : border ? 1.5f : 1;
        float emphasis = patch.emphasis()[p];
        target[to + 5] = emphasis * weight;
        target[to + 6] = emphasis * (0.3f + (label != 0 ? 1 : 0)) * (1 + 0.3f * (weight - 1));
    }

    private static boolean differs(Patch patch, int p, int step) {
        return patch.labels()[p - step] != patch.labels()[p] || patch.labels()[p + step] != patch.labels()[p];
    }

    /** Whether a pixel of a nucleus is adjacent to another nucleus. */
    private static boolean touches(Patch patch, int p) {
        char[] labels = patch.labels();
        if (labels[p] == 0) {
            return false;
        }
        for (int step : new int[] {-patch.side(), -1, 1, patch.side()}) {
            char other = labels[p + step];
            if (other != 0 && other != labels[p]) {
                return true;
            }
        }
        return false;
    }
}
