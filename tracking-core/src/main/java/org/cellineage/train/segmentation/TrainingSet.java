package org.cellineage.train.segmentation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Labelled images of one source.
 *
 * @param share share of the crops, relative to the other sets
 * @param images images to train on
 * @param heldOut images for validation only
 */
record TrainingSet(String name, double share, List<LabelledImage> images, List<LabelledImage> heldOut) {

    TrainingSet {
        images = List.copyOf(images);
        heldOut = List.copyOf(heldOut);
    }

    /** The sets from which crops are drawn; the others are for validation only. */
    static List<TrainingSet> learned(List<TrainingSet> sets) {
        return sets.stream().filter(set -> set.share() > 0).toList();
    }

    /** The sets without images that have no nuclei; sets with no other images are omitted. */
    static List<TrainingSet> withNuclei(List<TrainingSet> sets) {
        List<TrainingSet> kept = new ArrayList<>();
        for (TrainingSet set : sets) {
            List<LabelledImage> images =
                    set.images().stream().filter(image -> image.count() > 0).toList();
            if (!images.isEmpty()) {
                kept.add(new TrainingSet(set.name(), set.share(), images, set.heldOut()));
            }
        }
        return kept;
    }

    /**
     * Draws an image: the set by its share, the image by the square root of its number of nuclei.
     *
     * @param sets each with a share above 0 and at least one image to train on
     */
    static LabelledImage draw(List<TrainingSet> sets, SplittableRandom random) {
        double total = 0;
        for (TrainingSet set : sets) {
            total += set.share();
        }
        double at = total * random.nextDouble();
        int chosen = 0;
        while (chosen < sets.size() - 1 && at >= sets.get(chosen).share()) {
            at -= sets.get(chosen).share();
            chosen++;
        }
        List<LabelledImage> images = sets.get(chosen).images();
        double weights = 0;
        for (LabelledImage image : images) {
            weights += weight(image);
        }
        double into = weights * random.nextDouble();
        int i = 0;
        while (i < images.size() - 1 && into >= weight(images.get(i))) {
            into -= weight(images.get(i));
            i++;
        }
        return images.get(i);
    }

    private static double weight(LabelledImage image) {
        return 2 + Math.sqrt(1 + image.count());
    }
}
