package org.cellineage.train;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cellineage.model.Tensor;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.types.TFloat32;

/**
 * Trains a network: draws batches in the background, runs Adam steps, validates, and saves checkpoints from which it
 * can resume. Training ends after a number of crops, after a time, or when validations no longer improve.
 */
public final class TrainingRun {

    private static final int BATCHES_AHEAD = 6;
    private static final Duration REPORT_EVERY = Duration.ofSeconds(10);
    private static final Duration SAVE_EVERY = Duration.ofMinutes(2);

    private final TrainingTask task;
    private final TrainingPlan options;
    private final TrainingListener listener;

    public TrainingRun(TrainingTask task, TrainingPlan options, TrainingListener listener) {
        this.task = task;
        this.options = options;
        this.listener = listener;
    }

    /** Trains to the end, resuming from the checkpoint if there is one. */
    public TrainingResult train() {
        ExecutorService drawing = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "training-crops");
            thread.setDaemon(true);
            return thread;
        });
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            TrainedLayers layers = new TrainedLayers(graph, tf, options.seed(), task.start());
            TrainingTask.TrainingGraph built = task.build(tf, layers);
            TrainedLayers.Steps steps = layers.minimize(built.loss(), TrainingPlan.GRADIENT_LIMIT);
            try (Session session = new Session(graph, sessionOptions())) {
                return new Loop(session, layers, built, steps, drawing).run();
            }
        } finally {
            drawing.shutdownNow();
        }
    }

    private ConfigProto sessionOptions() {
        RewriterConfig.Builder rewriter = RewriterConfig.newBuilder();
        if (options.bfloat16()) {
            rewriter.setAutoMixedPrecisionOnednnBfloat16(RewriterConfig.Toggle.ON);
        }
        return ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(options.threads())
                .setInterOpParallelismThreads(options.threads())
                .setGraphOptions(GraphOptions.newBuilder().setRewriteOptions(rewriter))
                .build();
    }

    /** The training loop in one TensorFlow session. */
    private final class Loop {
        private final Session session;
        private final TrainedLayers layers;
        private final TrainingTask.TrainingGraph graph;
        private final TrainedLayers.Steps steps;
        private final ExecutorService drawing;
        private final Deque<Future<List<Tensor>>> ahead = new ArrayDeque<>();
        private final long started = System.nanoTime();
        private long step;
        private long drawn;
        private double score = Double.NaN;
        private int withoutGain;
        private Duration before = Duration.ZERO;
        private TrainingResult best;

        Loop(
                Session session,
                TrainedLayers layers,
                TrainingTask.TrainingGraph graph,
                TrainedLayers.Steps steps,
                ExecutorService drawing) {
            this.session = session;
            this.layers = layers;
            this.graph = graph;
            this.steps = steps;
            this.drawing = drawing;
            this.best = new TrainingResult(new Weights(Map.of()), Double.NaN, 0, Duration.ZERO);
        }

        TrainingResult run() {
            start();
            drawn = step;
            double lossSum = 0;
            int losses = 0;
            long reported = System.nanoTime();
            long saved = reported;
            long validateSteps = Math.max(1, options.validateEvery() / options.batch());
            // Evaluated once per iteration: the clock advances, and the final iteration must validate and save.
            boolean end = done();
            while (!end) {
                double rate = options.rate(step, progress());
                lossSum += step(rate);
                losses++;
                step++;
                end = done();
                boolean validated = step % validateSteps == 0 || end;
                if (validated) {
                    validate();
                    end = end || done();
                }
                long now = System.nanoTime();
                if (validated || now - reported > REPORT_EVERY.toNanos()) {
                    listener.at(new TrainingListener.Progress(
                            step * options.batch(),
                            options.steps() * options.batch(),
                            elapsed(),
                            lossSum / losses,
                            rate,
                            score,
                            best.score()));
                    lossSum = 0;
                    losses = 0;
                    reported = now;
                }
                if (end || now - saved > SAVE_EVERY.toNanos()) {
                    save();
                    saved = System.nanoTime();
                }
            }
            if (best.crops() == 0) {
                // Resumed after the time ran out and before the first validation.
                validate();
            }
            return best;
        }

        private void start() {
            Weights first = new Weights(first());
            Checkpoint at = options.checkpoint()
                    .flatMap(folder -> Checkpoint.read(folder, first.sizes()))
                    .orElse(new Checkpoint(0, Double.NaN, 0, Duration.ZERO, first, best));
            step = at.step();
            score = at.score();
            withoutGain = at.withoutGain();
            before = at.elapsed();
            best = at.best();
            for (TrainedLayers.Stored stored : layers.stored()) {
                float[] values = at.weights().get(stored.name());
                try (TFloat32 fed = TFloat32.tensorOf(stored.shape(), DataBuffers.of(values, true, false))) {
                    session.runner()
                            .feed(stored.value(), fed)
                            .addTarget(stored.assign())
                            .run()
                            .close();
                }
            }
        }

        private Map<String, float[]> first() {
            Map<String, float[]> first = new LinkedHashMap<>();
            layers.stored().forEach(stored -> first.put(stored.name(), stored.first()));
            return first;
        }

        private boolean done() {
            return step >= options.steps() || withoutGain >= options.patience() || !left();
        }

        private boolean left() {
            return elapsed().compareTo(options.budget()) < 0;
        }

        private double progress() {
            double bySteps = (double) step / options.steps();
            return Math.max(
                    bySteps, (double) elapsed().toMillis() / options.budget().toMillis());
        }

        private Duration elapsed() {
            return before.plusNanos(System.nanoTime() - started);
        }

        private double step(double rate) {
            List<Tensor> batch = next();
            float[] powers = TrainedLayers.Steps.powers(step + 1);
            List<TFloat32> fed = new ArrayList<>();
            try {
                Session.Runner runner = session.runner()
                        .feed(steps.learningRate(), keep(fed, TFloat32.scalarOf((float) rate)))
                        .feed(steps.beta1Power(), keep(fed, TFloat32.scalarOf(powers[0])))
                        .feed(steps.beta2Power(), keep(fed, TFloat32.scalarOf(powers[1])))
                        .feed(steps.averageGain(), keep(fed, TFloat32.scalarOf(TrainedLayers.Steps.averageGain(step))))
                        .addTarget(steps.step())
                        .fetch(graph.loss());
                for (int i = 0; i < batch.size(); i++) {
                    Tensor tensor = batch.get(i);
                    Placeholder<TFloat32> input = graph.inputs().get(i);
                    runner.feed(
                            input,
                            keep(
                                    fed,
                                    TFloat32.tensorOf(
                                            Shape.of(tensor.shape()), DataBuffers.of(tensor.values(), true, false))));
                }
                try (Result result = runner.run()) {
                    float loss = ((TFloat32) result.get(0)).getFloat();
                    if (!Float.isFinite(loss)) {
                        throw new IllegalStateException(
                                "the loss is " + loss + " at step " + step + "; the learning rate may be too high");
                    }
                    return loss;
                }
            } finally {
                fed.forEach(TFloat32::close);
            }
        }

        private TFloat32 keep(List<TFloat32> fed, TFloat32 tensor) {
            fed.add(tensor);
            return tensor;
        }

        private List<Tensor> next() {
            while (ahead.size() < BATCHES_AHEAD) {
                long number = drawn++;
                ahead.add(drawing.submit(() -> task.batch(number)));
            }
            try {
                return ahead.remove().get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a training batch could not be drawn", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("training was interrupted", e);
            }
        }

        private void validate() {
            Weights averaged = now().averaged();
            score = task.validate(averaged);
            if (Double.isNaN(score) || Double.isNaN(best.score()) || score > best.score()) {
                best = new TrainingResult(averaged, score, step * options.batch(), elapsed());
                withoutGain = 0;
            } else {
                withoutGain++;
            }
        }

        private Weights now() {
            Session.Runner runner = session.runner();
            layers.stored().forEach(stored -> runner.fetch(stored.variable()));
            Map<String, float[]> values = new LinkedHashMap<>();
            try (Result result = runner.run()) {
                int i = 0;
                for (TrainedLayers.Stored stored : layers.stored()) {
                    TFloat32 tensor = (TFloat32) result.get(i++);
                    float[] array = new float[Math.toIntExact(tensor.size())];
                    tensor.asRawTensor().data().asFloats().read(array);
                    values.put(stored.name(), array);
                }
            }
            return new Weights(values);
        }

        private void save() {
            options.checkpoint()
                    .ifPresent(
                            folder -> new Checkpoint(step, score, withoutGain, elapsed(), now(), best).write(folder));
        }
    }
}
