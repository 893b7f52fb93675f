package org.cellineage.classify;

import java.io.Serializable;
import java.util.List;

/**
 * The stages of a cell's life, for models whose classes last for a typical time or end in a division: part
 * {@code stages} of the settings of a model. A class may have several stages, such as the frames of a mitosis before the
 * division and those after it.
 *
 * <p>Frames may follow one another more or less quickly, so that a mitosis lasts for four frames or for one. The stages
 * may then be those of several frame intervals, between which no cell changes; what a lineage shows decides.
 *
 * @param classOf class of each stage, by its index among the model's classes
 * @param first probability of each stage in the first frame of a cell of which nothing is known
 * @param perFrame probability of each stage (columns) a frame after each stage (rows), if the cell has neither divided nor
 *     been lost
 * @param divides probability that a cell divides before the next frame, by its stage
 * @param atDivision probability of each stage of a daughter's first frame (columns), after the stage of the mother's last
 *     (rows)
 * @param lost probability that a cell in the middle of the field is not seen again, by its stage
 * @param evidenceWeight power of what a frame says, above 0 and at most 1: frames of a cell look alike, and a network
 *     that is wrong about one is wrong about the next
 * @param leastProbability probability of a class below which a network is not believed, above 0 and below .5
 */
public record ClassStages(
        List<Integer> classOf,
        List<Double> first,
        List<List<Double>> perFrame,
        List<Double> divides,
        List<List<Double>> atDivision,
        List<Double> lost,
        double evidenceWeight,
        double leastProbability)
        implements Serializable {

    public ClassStages {
        classOf = List.copyOf(classOf);
        first = List.copyOf(first);
        perFrame = perFrame.stream().map(List::copyOf).toList();
        divides = List.copyOf(divides);
        atDivision = atDivision.stream().map(List::copyOf).toList();
        lost = List.copyOf(lost);
        int size = classOf.size();
        require(
                first.size() == size && divides.size() == size && lost.size() == size,
                "class_of, first, divides and lost of the stages must be as long");
        require(Probabilities.isDistribution(first), "first of the stages must be probabilities that add up to 1");
        require(
                divides.stream().allMatch(ClassStages::isProbability)
                        && lost.stream().allMatch(ClassStages::isProbability),
                "divides and lost of the stages must be probabilities");
        require(
                Probabilities.isSquare(perFrame, size) && Probabilities.isSquare(atDivision, size),
                "per_frame and at_division of the stages must be squares of probabilities, each row adding up to 1");
        require(
                evidenceWeight > 0 && evidenceWeight <= 1,
                "evidence_weight must be above 0 and at most 1, but is " + evidenceWeight);
        require(
                leastProbability > 0 && leastProbability < 0.5,
                "least_probability must be above 0 and below .5, but is " + leastProbability);
    }

    private static boolean isProbability(double value) {
        return value >= 0 && value <= 1;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * As the smoothing of classes needs them.
     *
     * @param frequencies share of each class among all cells
     */
    ClassTransitions transitions(double[] frequencies) {
        int size = classOf.size();
        double[][] goesOn = new double[size][size];
        for (int i = 0; i < size; i++) {
            double stays = (1 - divides.get(i)) * (1 - lost.get(i));
            for (int k = 0; k < size; k++) {
                goesOn[i][k] = stays * perFrame.get(i).get(k);
            }
        }
        return new ClassTransitions(
                classOf.stream().mapToInt(Integer::intValue).toArray(),
                Probabilities.array(first),
                goesOn,
                Probabilities.array(divides),
                Probabilities.square(atDivision),
                Probabilities.array(lost),
                frequencies,
                evidenceWeight,
                leastProbability);
    }
}
