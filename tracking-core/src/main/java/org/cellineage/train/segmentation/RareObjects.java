package org.cellineage.train.segmentation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cellineage.image.DistanceTransform;
import org.cellineage.image.LabelImage;
import org.cellineage.segment.ClassicalOptions;
import org.cellineage.segment.ClassicalSegmenter;

/**
 * What a training image shows rarely: nuclei much dimmer or brighter than is typical in it (condensed chromosomes of
 * dividing cells are among the brightest), and debris, which is bright and not a nucleus.
 *
 * <p>Debris is what the classical segmenter outlines farther than {@link #CLEARANCE_PX} from every labelled pixel.
 *
 * @param nuclei numbers of the dim and the bright nuclei of the image
 * @param debris where debris lies
 */
record RareObjects(List<Integer> nuclei, List<Debris> debris) {

    /** Nothing rare. */
    static final RareObjects NONE = new RareObjects(List.of(), List.of());

    /** Contrast relative to the image's typical nucleus below which a nucleus is dim. */
    static final double DIM = 0.3;

    /** Contrast relative to the image's typical nucleus above which a nucleus is bright. */
    static final double BRIGHT = 1.8;

    private static final double LEAST_DIAMETERS = 0.4;
    private static final float CLEARANCE_PX = 3;

    /** A piece of debris: its middle and the radius of the circle of the same area, pixels of the image. */
    record Debris(double y, double x, double radiusPx) {}

    RareObjects {
        nuclei = List.copyOf(nuclei);
        debris = List.copyOf(debris);
    }

    /** Those of each image of the sets. */
    static Map<LabelledImage, RareObjects> ofAll(List<TrainingSet> sets) {
        List<LabelledImage> images =
                sets.stream().flatMap(set -> set.images().stream()).toList();
        List<RareObjects> found = images.parallelStream().map(RareObjects::of).toList();
        Map<LabelledImage, RareObjects> ofImage = new LinkedHashMap<>();
        for (int i = 0; i < found.size(); i++) {
            ofImage.put(images.get(i), found.get(i));
        }
        return ofImage;
    }

    /** Finds the rare objects of an image. */
    static RareObjects of(LabelledImage image) {
        List<Integer> rare = new ArrayList<>();
        for (int nucleus = 1; nucleus <= image.count(); nucleus++) {
            double contrast = image.relativeContrast(nucleus);
            // Specks are slips of the truth.
            boolean isWhole = 2 * image.radius(nucleus) > LEAST_DIAMETERS * image.diameterPx();
            if (isWhole && (contrast < DIM || contrast > BRIGHT)) {
                rare.add(nucleus);
            }
        }
        return new RareObjects(rare, debris(image));
    }

    private static List<Debris> debris(LabelledImage image) {
        LabelImage found = new ClassicalSegmenter(ClassicalOptions.DEFAULTS).segment(List.of(image.plane()));
        char[] truth = image.labels();
        boolean[] free = new boolean[truth.length];
        for (int p = 0; p < free.length; p++) {
            free[p] = truth[p] == 0;
        }
        float[] clearance = DistanceTransform.of(free, image.width(), image.height());
        int count = found.maxLabel();
        int[] area = new int[count + 1];
        double[] sumY = new double[count + 1];
        double[] sumX = new double[count + 1];
        boolean[] near = new boolean[count + 1];
        for (int p = 0; p < truth.length; p++) {
            int label = found.labels()[p];
            area[label]++;
            sumY[label] += p / image.width();
            sumX[label] += p % image.width();
            near[label] |= clearance[p] < CLEARANCE_PX || image.isUnknown(p / image.width(), p % image.width());
        }
        List<Debris> debris = new ArrayList<>();
        for (int label = 1; label <= count; label++) {
            if (area[label] > 0 && !near[label]) {
                debris.add(new Debris(
                        sumY[label] / area[label], sumX[label] / area[label], Math.sqrt(area[label] / Math.PI)));
            }
        }
        return debris;
    }
}
