package org.cellineage.train.segmentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.cellineage.image.DistanceTransform;

/**
 * Pastes what is rare in the training images into other crops: dim nuclei and bright ones (dividing cells among them)
 * with their labels, and debris without. Each keeps its size and its brightness relative to the nuclei of the image it
 * comes from, but is turned and mirrored at random.
 *
 * <p>Nuclei are pasted only where they touch no other. Neighbours that are themselves rare come along: the two plates of
 * an anaphase stay a pair.
 *
 * <p>Pasting dividing cells into other frames: after Nishimura et al. 2023, "Mitosis detection from partial annotation by
 * dataset generation via frame-order flipping".
 */
final class Transplants {

    /** Side of what is cut out, in pixels of the patch: about two standard nuclei. */
    private static final int SIDE = 56;

    private static final int HALO_PX = 3;
    private static final int CLEARANCE_PX = 2;
    private static final int ATTEMPTS = 12;
    private static final double NUCLEI_SHARE = 0.4;
    private static final double DEBRIS_SHARE = 0.3;
    private static final int MOST = 3;
    /** Neighbours within so many radii of the nucleus come along. */
    private static final double PAIR_RADII = 3.2;

    /** Labels of pasted nuclei count down from here; an image has far fewer of its own. */
    private static final int FIRST_LABEL = Character.MAX_VALUE;

    private final List<Donor> nuclei = new ArrayList<>();
    private final List<Donor> debris = new ArrayList<>();
    private final double diameterPx;

    /** An image and the rare objects that it gives. */
    private record Donor(LabelledImage image, RareObjects rare) {}

    /** @param diameterPx nucleus diameter at which the network works */
    Transplants(Map<LabelledImage, RareObjects> rare, double diameterPx) {
        this.diameterPx = diameterPx;
        rare.forEach((image, objects) -> {
            // Without a nucleus there is nothing to compare size and brightness with.
            if (image.count() > 0 && !objects.nuclei().isEmpty()) {
                nuclei.add(new Donor(image, objects));
            }
            if (image.count() > 0 && !objects.debris().isEmpty()) {
                debris.add(new Donor(image, objects));
            }
        });
    }

    /**
     * Pastes into a patch, as the random numbers say.
     *
     * @param image that the patch was cut from
     * @param zoom of the patch, relative to the scale at which the image's nuclei have the standard diameter
     */
    void apply(Patch patch, LabelledImage image, double zoom, SplittableRandom random) {
        if (Double.isNaN(image.typicalContrast())) {
            return;
        }
        if (!nuclei.isEmpty() && random.nextDouble() < NUCLEI_SHARE) {
            int count = 1 + random.nextInt(MOST);
            for (int i = 0; i < count; i++) {
                Donor donor = nuclei.get(random.nextInt(nuclei.size()));
                int chosen = donor.rare
                        .nuclei()
                        .get(random.nextInt(donor.rare.nuclei().size()));
                Patch piece = cut(donor, donor.image.centreY(chosen), donor.image.centreX(chosen), zoom, random);
                double gain = image.typicalContrast() / donor.image.typicalContrast();
                pasteNuclei(patch, piece, familyOf(donor, chosen, piece), gain, FIRST_LABEL - 64 * i, random);
            }
        }
        if (!debris.isEmpty() && random.nextDouble() < DEBRIS_SHARE) {
            int count = 1 + random.nextInt(MOST);
            for (int i = 0; i < count; i++) {
                Donor donor = debris.get(random.nextInt(debris.size()));
                RareObjects.Debris at = donor.rare
                        .debris()
                        .get(random.nextInt(donor.rare.debris().size()));
                double scale = zoom * diameterPx / donor.image.diameterPx();
                if (at.radiusPx() * scale < SIDE / 3.0) {
                    Patch piece = cut(donor, at.y(), at.x(), zoom, random);
                    double gain = image.typicalContrast() / donor.image.typicalContrast();
                    pasteDebris(patch, piece, at.radiusPx() * scale, gain, random);
                }
            }
        }
    }

    private Patch cut(Donor donor, double y, double x, double zoom, SplittableRandom random) {
        double scale = zoom * diameterPx / donor.image.diameterPx();
        double angle = 2 * Math.PI * random.nextDouble();
        return Patch.cut(donor.image, Patch.Placement.of(y, x, scale, scale, angle, random.nextBoolean()), SIDE);
    }

    /** For each label of the piece whether it is pasted: the chosen nucleus and its rare neighbours. */
    private static boolean[] familyOf(Donor donor, int chosen, Patch piece) {
        LabelledImage image = donor.image;
        boolean[] pasted = new boolean[image.count() + 1];
        pasted[chosen] = true;
        boolean isBright = image.relativeContrast(chosen) > RareObjects.BRIGHT;
        double reach = PAIR_RADII * image.radius(chosen);
        for (char label : piece.labels()) {
            if (isBright && label != 0 && !pasted[label] && image.relativeContrast(label) > RareObjects.BRIGHT) {
                double dy = image.centreY(label) - image.centreY(chosen);
                double dx = image.centreX(label) - image.centreX(chosen);
                pasted[label] = dy * dy + dx * dx < reach * reach;
            }
        }
        return pasted;
    }

    private static void pasteNuclei(
            Patch patch, Patch piece, boolean[] pasted, double gain, int firstLabel, SplittableRandom random) {
        boolean[] outside = new boolean[piece.labels().length];
        for (int p = 0; p < outside.length; p++) {
            outside[p] = !pasted[piece.labels()[p]] || piece.labels()[p] == 0;
        }
        if (touchesEdge(outside)) {
            return;
        }
        float[] distance = DistanceTransform.of(outside, SIDE, SIDE);
        int[] corner = freeCorner(patch, distance, random);
        if (corner.length == 0) {
            return;
        }
        float background = background(piece);
        char[] numbers = new char[pasted.length];
        int next = firstLabel;
        for (int i = 0; i < SIDE; i++) {
            for (int j = 0; j < SIDE; j++) {
                int from = i * SIDE + j;
                int to = inside(patch, corner, i, j);
                if (to < 0 || distance[from] > HALO_PX || (outside[from] && piece.labels()[from] != 0)) {
                    continue;
                }
                float share = 1 - distance[from] / (HALO_PX + 1);
                patch.brightness()[to] += (float) (gain * share * Math.max(0, piece.brightness()[from] - background));
                if (!outside[from]) {
                    char label = piece.labels()[from];
                    if (numbers[label] == 0) {
                        numbers[label] = (char) next--;
                    }
                    patch.labels()[to] = numbers[label];
                    patch.unknown()[to] = false;
                    patch.edge()[to] = piece.edge()[from];
                    patch.centre()[to] = piece.centre()[from];
                }
            }
        }
    }

    private static boolean touchesEdge(boolean[] outside) {
        for (int k = 0; k < SIDE; k++) {
            if (!outside[k] || !outside[(SIDE - 1) * SIDE + k] || !outside[k * SIDE] || !outside[k * SIDE + SIDE - 1]) {
                return true;
            }
        }
        return false;
    }

    /** Where in the patch the piece touches no nucleus; empty where none of some tries does. */
    private static int[] freeCorner(Patch patch, float[] distance, SplittableRandom random) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int[] corner = {
                random.nextInt(patch.side()) - SIDE / 2, random.nextInt(patch.side()) - SIDE / 2,
            };
            boolean isFree = true;
            for (int i = 0; i < SIDE && isFree; i++) {
                for (int j = 0; j < SIDE && isFree; j++) {
                    int to = inside(patch, corner, i, j);
                    isFree = distance[i * SIDE + j] > CLEARANCE_PX || to < 0 || patch.labels()[to] == 0;
                }
            }
            if (isFree) {
                return corner;
            }
        }
        return new int[0];
    }

    private static void pasteDebris(Patch patch, Patch piece, double radius, double gain, SplittableRandom random) {
        int[] corner = {
            random.nextInt(patch.side()) - SIDE / 2, random.nextInt(patch.side()) - SIDE / 2,
        };
        float background = background(piece);
        double middle = (SIDE - 1) / 2.0;
        for (int i = 0; i < SIDE; i++) {
            for (int j = 0; j < SIDE; j++) {
                int from = i * SIDE + j;
                int to = inside(patch, corner, i, j);
                if (to < 0 || piece.labels()[from] != 0) {
                    continue;
                }
                double r = Math.hypot(i - middle, j - middle) / Math.max(2, radius);
                // Whole up to its outline and a little beyond, then fading.
                double share = Math.max(0, Math.min(1, 2.2 - r));
                patch.brightness()[to] += (float) (gain * share * Math.max(0, piece.brightness()[from] - background));
            }
        }
    }

    private static int inside(Patch patch, int[] corner, int i, int j) {
        int y = corner[0] + i;
        int x = corner[1] + j;
        return y < 0 || x < 0 || y >= patch.side() || x >= patch.side() ? -1 : y * patch.side() + x;
    }

    /** Mean of the darker half of the unlabelled pixels: what is left without the glow of nuclei. */
    private static float background(Patch piece) {
        float[] dark = new float[piece.labels().length];
        int n = 0;
        for (int p = 0; p < dark.length; p++) {
            if (piece.labels()[p] == 0) {
                dark[n++] = piece.brightness()[p];
            }
        }
        Arrays.sort(dark, 0, n);
        double sum = 0;
        for (int k = 0; k < n / 2; k++) {
            sum += dark[k];
        }
        return n < 2 ? 0 : (float) (sum / (n / 2));
    }
}
