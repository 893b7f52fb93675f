package org.cellineage.train.classes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.cellineage.classify.CellClassifier;
import org.cellineage.classify.ClassReading;
import org.cellineage.classify.Crop;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;
import org.cellineage.train.Convolutions;
import org.cellineage.train.TrainingTask;
import org.cellineage.train.Weights;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * Trains the network with softmax cross-entropy. All classes are drawn equally often, however rare they are, and so are the
 * sources of the cells of a class. The
 * validation score is the recall of each class, averaged over the classes, minus a tenth of the surprise: with few cells,
 * many weights recognise the same.
 */
final class ClassTask implements TrainingTask {

    private static final double SURPRISE_SHARE = 0.1;
    private static final double FIGURE_NOISE_ABSOLUTE = 0.03;
    private static final double FIGURE_NOISE = 0.1;

    private final ClassNetwork network;
    /** What is learned, by class and source. */
    private final List<List<List<Learned>>> learned;

    private final List<LabelledCrop> validation;
    private final Augmentation augmentation;
    private final long seed;
    private final int batch;
    private final int threads;

    ClassTask(
            ClassNetwork network,
            List<LabelledCrop> learned,
            List<LabelledCrop> validation,
            long seed,
            int batch,
            int threads) {
        this.network = network;
        this.learned = byClass(learned, network.reading());
        this.validation = List.copyOf(validation);
        this.augmentation = new Augmentation(network.reading().hasLevels());
        this.seed = seed;
        this.batch = batch;
        this.threads = threads;
    }

    /** A crop and its figures on the scale of the network. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Learned(Crop crop, float[] figures) {}

    private static List<List<List<Learned>>> byClass(List<LabelledCrop> crops, ClassReading reading) {
        List<List<List<Learned>>> classes = new ArrayList<>();
        for (int k = 0; k < reading.classes().size(); k++) {
            Map<String, List<Learned>> sources = new TreeMap<>();
            for (LabelledCrop crop : crops) {
                if (crop.known() == k) {
                    float[] figures = new float[reading.figureMeans().size()];
                    CellClassifier.figures(crop.crop(), reading, figures, 0);
                    sources.computeIfAbsent(
                                    crop.groups().getOrDefault(LabelledCrop.SOURCE, ""), source -> new ArrayList<>())
                            .add(new Learned(crop.crop(), figures));
                }
            }
            classes.add(List.copyOf(sources.values()));
        }
        return classes;
    }

    @Override
    public Optional<Weights> start() {
        return network.start(seed);
    }

    @Override
    public TrainingGraph build(Ops tf, Convolutions layers) {
        ClassReading reading = network.reading();
        Placeholder<TFloat32> crops = network.crops(tf);
        Placeholder<TFloat32> numbers = network.figures(tf);
        Placeholder<TFloat32> known = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, (long)
                reading.classes().size())));
        Operand<TFloat32> logits = network.build(tf, crops, numbers, layers).logits();
        Operand<TFloat32> surprise =
                tf.math.neg(tf.reduceSum(tf.math.mul(tf.nn.logSoftmax(logits), known), tf.constant(1)));
        return new TrainingGraph(tf.math.mean(surprise, tf.constant(0)), List.of(crops, numbers, known));
    }

    @Override
    public List<Tensor> batch(long number) {
        ClassReading reading = network.reading();
        int side = reading.sidePx();
        int channels = reading.viewChannels();
        int count = reading.figureMeans().size();
        int classes = reading.classes().size();
        float[] views = new float[batch * side * side * channels];
        float[] numbers = new float[batch * count];
        float[] known = new float[batch * classes];
        double spread = reading.hasLevels() ? FIGURE_NOISE_ABSOLUTE : FIGURE_NOISE;
        for (int i = 0; i < batch; i++) {
            SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number * batch + i);
            int k = random.nextInt(classes);
            List<Learned> source =
                    learned.get(k).get(random.nextInt(learned.get(k).size()));
            Learned drawn = source.get(random.nextInt(source.size()));
            Crop crop = augmentation.vary(drawn.crop(), random);
            crop.interleave(views, i * side * side * channels);
            for (int f = 0; f < count; f++) {
                numbers[i * count + f] = drawn.figures()[f] + (float) (spread * random.nextGaussian());
            }
            known[i * classes + k] = 1;
        }
        return List.of(
                new Tensor(new long[] {batch, side, side, channels}, views),
                new Tensor(new long[] {batch, 1, 1, count}, numbers),
                new Tensor(new long[] {batch, classes}, known));
    }

    @Override
    public double validate(Weights weights) {
        if (validation.isEmpty()) {
            return Double.NaN;
        }
        try (Network open = network.open(weights, threads)) {
            ClassScores scores = ClassScores.of(open, network.reading(), validation);
            return scores.macroRecall() - SURPRISE_SHARE * scores.surprise(1);
        }
    }

    @Override
    public String scoreName() {
        return "recall";
    }
}
