package org.cellineage.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cellineage.cell.Cell;
import org.cellineage.cell.ClassProbability;
import org.cellineage.cell.Precision;
import org.cellineage.image.Plane;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;

/**
 * Says of which class cells are, from a crop of each at the cell's own scale. The result for a cell does not depend on
 * how many others are looked at with it.
 */
public final class CellClassifier {

    /** Cells per call of the network; limits memory. */
    private static final int BATCH = 8 * ClassModel.BLOCK;

    private static final float MOST_SPREADS = 6;

    private final Network network;
    private final ClassReading reading;

    /** @param network in whole blocks, see {@link ClassModel#classifier} */
    public CellClassifier(Network network, ClassReading reading) {
        this.network = network;
        this.reading = reading;
    }

    /**
     * Classifies cells of a frame; if the model looks at whole frames, all are of the frame's class.
     *
     * @param planes of the frame in the movie's channel order
     * @param shown index of the channel in which the cells were found
     * @param cells the frame's cells, with the intensities of all channels
     * @param others cells of other ways to cut its clumps, which do not count where its typical cell is asked for
     * @return the cells, then the others, with the raw probabilities of their classes
     */
    public List<Cell> classify(List<Plane> planes, int shown, List<Cell> cells, List<Cell> others) {
        List<Cell> all = Stream.concat(cells.stream(), others.stream()).toList();
        if (all.isEmpty()) {
            return all;
        }
        FrameCrops crops = new FrameCrops(planes, shown, cells, reading);
        List<Cell> classified = new ArrayList<>(all.size());
        if (reading.looksAtFrames()) {
            Seen frame = see(List.of(crops.frame())).get(0);
            all.forEach(cell -> classified.add(frame.on(cell)));
            return classified;
        }
        int batch = Math.max(1, BATCH / reading.ways());
        for (int from = 0; from < all.size(); from += batch) {
            List<Cell> some = all.subList(from, Math.min(all.size(), from + batch));
            List<Seen> seen = see(some.stream().map(crops::crop).toList());
            for (int i = 0; i < some.size(); i++) {
                classified.add(seen.get(i).on(some.get(i)));
            }
        }
        return classified;
    }

    private List<ClassProbability> classes(double[] raw) {
        List<ClassProbability> classes = new ArrayList<>(raw.length);
        for (int k = 0; k < raw.length; k++) {
            classes.add(new ClassProbability(reading.classes().get(k), raw[k], Double.NaN));
        }
        return classes;
    }

    /** What the network says of a crop; the embedding is empty if it is not kept. */
    private record Seen(List<ClassProbability> classes, List<Double> embedding) {

        Cell on(Cell cell) {
            Cell classified = cell.withClasses(classes);
            return embedding.isEmpty() ? classified : classified.withEmbedding(embedding);
        }
    }

    private List<Seen> see(List<Crop> crops) {
        List<Tensor> said = run(network, reading, crops);
        double[][] probabilities = rows(said.get(0), crops.size());
        double[][] embeddings = said.size() > 1 ? rows(said.get(1), crops.size()) : new double[crops.size()][0];
        List<Seen> seen = new ArrayList<>();
        for (int i = 0; i < probabilities.length; i++) {
            softmax(probabilities[i], reading.temperature());
            weigh(probabilities[i], reading.frequencies());
            List<Double> embedding =
                    Arrays.stream(embeddings[i]).map(Precision::ratio).boxed().toList();
            seen.add(new Seen(classes(probabilities[i]), embedding));
        }
        return seen;
    }

    /** The network is trained on classes that are equally frequent. */
    private static void weigh(double[] probabilities, List<Double> frequencies) {
        double sum = 0;
        for (int k = 0; k < frequencies.size(); k++) {
            probabilities[k] *= frequencies.get(k);
            sum += probabilities[k];
        }
        for (int k = 0; k < frequencies.size(); k++) {
            probabilities[k] /= sum;
        }
    }

    /** What the network says of crops, [crop][class]. */
    public static double[][] logits(Network network, ClassReading reading, List<Crop> crops) {
        return crops.isEmpty()
                ? new double[0][]
                : rows(run(network, reading, crops).get(0), crops.size());
    }

    private static double[][] rows(Tensor tensor, int count) {
        int size = tensor.values().length / count;
        double[][] rows = new double[count][size];
        for (int i = 0; i < count * size; i++) {
            rows[i / size][i % size] = tensor.values()[i];
        }
        return rows;
    }

    /** What the network says, a row for each crop: the mean over the ways in which crops are turned and mirrored. */
    private static List<Tensor> run(Network network, ClassReading reading, List<Crop> crops) {
        int ways = reading.ways();
        int n = crops.size() * ways;
        int side = reading.sidePx();
        int channels = reading.viewChannels();
        int figures = reading.figureMeans().size();
        float[] views = new float[n * side * side * channels];
        float[] numbers = new float[n * figures];
        for (int i = 0; i < n; i++) {
            crops.get(i / ways).interleave(views, i * side * side * channels, i % ways);
            figures(crops.get(i / ways), reading, numbers, i * figures);
        }
        return network
                .run(List.of(
                        new Tensor(new long[] {n, side, side, channels}, views),
                        new Tensor(new long[] {n, 1, 1, figures}, numbers)))
                .stream()
                .map(said -> means(said, crops.size(), ways))
                .toList();
    }

    private static Tensor means(Tensor said, int crops, int ways) {
        int size = said.values().length / (crops * ways);
        float[] means = new float[crops * size];
        for (int i = 0; i < said.values().length; i++) {
            means[i / size / ways * size + i % size] += said.values()[i] / ways;
        }
        return new Tensor(new long[] {crops, size}, means);
    }

    /** Writes the figures of a crop in spreads from their mean. */
    public static void figures(Crop crop, ClassReading reading, float[] to, int at) {
        float[] figures = CropFigures.of(crop);
        if (figures.length != reading.figureMeans().size()) {
            throw new IllegalArgumentException(figures.length + " figures, but the model was trained with "
                    + reading.figureMeans().size());
        }
        for (int f = 0; f < figures.length; f++) {
            double value = (figures[f] - reading.figureMeans().get(f))
                    / reading.figureSpreads().get(f);
            to[at + f] = (float) Math.max(-MOST_SPREADS, Math.min(MOST_SPREADS, value));
        }
    }

    /** Replaces logits by probabilities. */
    public static void softmax(double[] logits, double temperature) {
        double most = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            most = Math.max(most, logit);
        }
        double sum = 0;
        for (int k = 0; k < logits.length; k++) {
            logits[k] = Math.exp((logits[k] - most) / temperature);
            sum += logits[k];
        }
        for (int k = 0; k < logits.length; k++) {
            logits[k] /= sum;
        }
    }
}
