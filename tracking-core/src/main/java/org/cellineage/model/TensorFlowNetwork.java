package org.cellineage.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/** A network run by a TensorFlow session. */
public final class TensorFlowNetwork implements Network {

    private final Session session;
    private final AutoCloseable owner;
    private final List<String> inputs;
    private final List<String> outputs;
    private final Map<String, Boolean> switches;

    /**
     * Takes ownership of a session.
     *
     * @param owner closed together with the network: the graph or bundle to which the session belongs
     * @param inputs names of the tensors to feed, float32
     * @param outputs names of the tensors to fetch, float32
     * @param switches boolean tensors to feed with a fixed value, such as the Keras learning phase
     */
    public TensorFlowNetwork(
            Session session,
            AutoCloseable owner,
            List<String> inputs,
            List<String> outputs,
            Map<String, Boolean> switches) {
        this.session = session;
        this.owner = owner;
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.switches = Map.copyOf(switches);
    }

    @Override
    public List<Tensor> run(Tensor input) {
        return run(List.of(input));
    }

    @Override
    public List<Tensor> run(List<Tensor> given) {
        if (given.size() != inputs.size()) {
            throw new IllegalArgumentException(
                    "the network has the inputs " + inputs + ", but " + given.size() + " are given");
        }
        List<org.tensorflow.Tensor> fixed = new ArrayList<>();
        try {
            Session.Runner runner = session.runner();
            for (int i = 0; i < given.size(); i++) {
                Tensor in = given.get(i);
                TFloat32 fed = TFloat32.tensorOf(Shape.of(in.shape()), DataBuffers.of(in.values(), true, false));
                fixed.add(fed);
                runner.feed(inputs.get(i), fed);
            }
            for (Map.Entry<String, Boolean> entry : switches.entrySet()) {
                TBool value = TBool.scalarOf(entry.getValue());
                fixed.add(value);
                runner.feed(entry.getKey(), value);
            }
            for (String output : outputs) {
                runner.fetch(output);
            }
            try (Result result = runner.run()) {
                List<Tensor> out = new ArrayList<>();
                for (int i = 0; i < outputs.size(); i++) {
                    TFloat32 tensor = (TFloat32) result.get(i);
                    float[] values = new float[Math.toIntExact(tensor.size())];
                    tensor.asRawTensor().data().asFloats().read(values);
                    out.add(new Tensor(tensor.shape().asArray(), values));
                }
                return out;
            }
        } finally {
            fixed.forEach(org.tensorflow.Tensor::close);
        }
    }

    @Override
    public void close() {
        session.close();
        try {
            owner.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a TensorFlow graph could not be closed", e);
        }
    }
}
