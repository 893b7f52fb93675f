package org.cellineage.train.classes;

import java.util.List;
import java.util.Map;
import org.cellineage.classify.CellClassifier;
import org.cellineage.classify.ClassReading;
import org.cellineage.evaluate.ClassConfusion;
import org.cellineage.model.Network;
import org.cellineage.train.Reliability;

/** What a network says about crops of known classes. */
final class ClassScores {

    private static final double LEAST = 1e-6;

    private final ClassReading reading;
    private final List<LabelledCrop> crops;
    private final double[][] logits;

    private ClassScores(ClassReading reading, List<LabelledCrop> crops, double[][] logits) {
        this.reading = reading;
        this.crops = crops;
        this.logits = logits;
    }

    /** Runs the network on crops as they are. */
    static ClassScores of(Network network, ClassReading reading, List<LabelledCrop> crops) {
        double[][] logits = CellClassifier.logits(
                network, reading, crops.stream().map(LabelledCrop::crop).toList());
        return new ClassScores(reading, List.copyOf(crops), logits);
    }

    /** Cells by true and by most probable class. */
    ClassConfusion confusion() {
        ClassConfusion confusion = new ClassConfusion(reading.classes());
        for (int i = 0; i < logits.length; i++) {
            confusion.add(crops.get(i).known(), best(logits[i]));
        }
        return confusion;
    }

    /** Recall of each class, averaged over those with cells; NaN without cells. */
    double macroRecall() {
        return confusion().macroRecall();
    }

    /** Mean over the classes of the mean surprise at the truth, in nats; 0 without cells. */
    double surprise(double temperature) {
        double[] sum = new double[reading.classes().size()];
        int[] count = new int[sum.length];
        for (int i = 0; i < logits.length; i++) {
            int known = crops.get(i).known();
            sum[known] -= Math.log(Math.max(LEAST, probabilities(i, temperature)[known]));
            count[known]++;
        }
        double total = 0;
        int classes = 0;
        for (int k = 0; k < sum.length; k++) {
            if (count[k] > 0) {
                total += sum[k] / count[k];
                classes++;
            }
        }
        return classes == 0 ? 0 : total / classes;
    }

    /** The temperature, of some, at which the truth is least surprising; 1 without cells. */
    double temperature() {
        double best = 1;
        double least = Double.POSITIVE_INFINITY;
        for (double candidate = 0.3; candidate < 8 && logits.length > 0; candidate *= 1.1) {
            double surprise = surprise(candidate);
            if (surprise < least) {
                least = surprise;
                best = candidate;
            }
        }
        return Math.round(best * 100) / 100.0;
    }

    /** Cells by the probability of their most probable class, in tenths: {cells, said, right}. */
    List<Map<String, Object>> reliability(double temperature) {
        Reliability reliability = new Reliability();
        for (int i = 0; i < logits.length; i++) {
            double[] probability = probabilities(i, temperature);
            int found = best(probability);
            reliability.add(probability[found], found == crops.get(i).known());
        }
        return reliability.table("cells");
    }

    private double[] probabilities(int crop, double temperature) {
        double[] probabilities = logits[crop].clone();
        CellClassifier.softmax(probabilities, temperature);
        return probabilities;
    }

    private static int best(double[] values) {
        int best = 0;
        for (int k = 1; k < values.length; k++) {
            best = values[k] > values[best] ? k : best;
        }
        return best;
    }
}
