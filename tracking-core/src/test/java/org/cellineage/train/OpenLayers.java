package org.cellineage.train;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.model.Tensor;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** Layers in training with a session of their own, whose variables a test can read and set. */
public final class OpenLayers implements AutoCloseable {

    private final Graph graph = new Graph();
    private final Ops tf = Ops.create(graph);
    private final TrainedLayers layers;
    private final Session session = new Session(graph);

    public OpenLayers(long seed) {
        layers = new TrainedLayers(graph, tf, seed);
    }

    public Ops tf() {
        return tf;
    }

    public TrainedLayers layers() {
        return layers;
    }

    /** A result of the layers in double precision. */
    public DoubleGraph inDouble(Operand<?> result) {
        return new DoubleGraph(graph, result);
    }

    /** A placeholder of any number of images. */
    public Placeholder<TFloat32> images(long side, long channels) {
        return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, side, side, channels)));
    }

    /** Gives every variable its first value; called when all is built. */
    public void start() {
        layers.stored().forEach(stored -> set(stored.name(), stored.first()));
    }

    public void set(String name, float[] values) {
        TrainedLayers.Stored stored = stored(name);
        try (TFloat32 fed = TFloat32.tensorOf(stored.shape(), DataBuffers.of(values, true, false))) {
            session.runner()
                    .feed(stored.value(), fed)
                    .addTarget(stored.assign())
                    .run()
                    .close();
        }
    }

    public float[] get(String name) {
        return run(stored(name).variable(), List.of(), List.of());
    }

    private TrainedLayers.Stored stored(String name) {
        return layers.stored().stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no variable " + name));
    }

    /** Runs the graph once without a step. */
    public float[] run(Operand<TFloat32> fetched, List<Placeholder<TFloat32>> inputs, List<Tensor> fed) {
        return run(session.runner().fetch(fetched), inputs, fed);
    }

    /** One step of training; the loss before it. */
    public float step(
            TrainingTask.TrainingGraph built, TrainedLayers.Steps steps, long step, float rate, List<Tensor> fed) {
        float[] powers = TrainedLayers.Steps.powers(step + 1);
        try (TFloat32 learningRate = TFloat32.scalarOf(rate);
                TFloat32 beta1 = TFloat32.scalarOf(powers[0]);
                TFloat32 beta2 = TFloat32.scalarOf(powers[1]);
                TFloat32 gain = TFloat32.scalarOf(TrainedLayers.Steps.averageGain(step))) {
            Session.Runner runner = session.runner()
                    .feed(steps.learningRate(), learningRate)
                    .feed(steps.beta1Power(), beta1)
                    .feed(steps.beta2Power(), beta2)
                    .feed(steps.averageGain(), gain)
                    .addTarget(steps.step())
                    .fetch(built.loss());
            return run(runner, built.inputs(), fed)[0];
        }
    }

    private static float[] run(Session.Runner runner, List<Placeholder<TFloat32>> inputs, List<Tensor> fed) {
        List<TFloat32> open = new ArrayList<>();
        try {
            for (int i = 0; i < fed.size(); i++) {
                Tensor tensor = fed.get(i);
                TFloat32 given =
                        TFloat32.tensorOf(Shape.of(tensor.shape()), DataBuffers.of(tensor.values(), true, false));
                open.add(given);
                runner.feed(inputs.get(i), given);
            }
            try (Result result = runner.run()) {
                TFloat32 tensor = (TFloat32) result.get(0);
                float[] values = new float[Math.toIntExact(tensor.size())];
                tensor.asRawTensor().data().asFloats().read(values);
                return values;
            }
        } finally {
            open.forEach(TFloat32::close);
        }
    }

    @Override
    public void close() {
        session.close();
        graph.close();
    }
}
