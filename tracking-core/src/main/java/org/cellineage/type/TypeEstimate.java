package org.cellineage.type;

import java.util.List;

/**
 * What a channel probably shows.
 *
 * @param type the most probable type
 * @param probability its probability
 * @param probabilities of all types, in the order of {@link ImageType#ALL}; they add up to 1
 * @param windows number of windows that the network saw
 */
public record TypeEstimate(ImageType type, double probability, List<Double> probabilities, int windows) {

    public TypeEstimate {
        probabilities = List.copyOf(probabilities);
    }

    /** A channel in which there is nothing to see. */
    static TypeEstimate empty() {
        return new TypeEstimate(ImageType.NONE, 1, List.of(0.0, 0.0, 0.0, 0.0, 1.0), 0);
    }
}
