package org.cellineage.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Pads the rows of a network's input to whole blocks and removes the padding from the output.
 *
 * <p>Matrix products process a few rows at a time and sum the remaining rows in another order, which changes the last
 * bits. With whole blocks, a row gives the same bits whatever the other rows are, provided the network processes rows
 * independently.
 */
public final class WholeBlocks implements Network {

    private final Network network;
    private final int rows;

    /** @param rows rows per block */
    public WholeBlocks(Network network, int rows) {
        this.network = network;
        this.rows = rows;
    }

    @Override
    public List<Tensor> run(Tensor input) {
        return run(List.of(input));
    }

    @Override
    public List<Tensor> run(List<Tensor> inputs) {
        long given = inputs.get(0).shape()[0];
        long whole = (given + rows - 1) / rows * rows;
        if (whole == given) {
            return network.run(inputs);
        }
        List<Tensor> padded = new ArrayList<>();
        for (Tensor input : inputs) {
            padded.add(withRows(input, whole));
        }
        List<Tensor> results = new ArrayList<>();
        for (Tensor result : network.run(padded)) {
            results.add(withRows(result, given));
        }
        return results;
    }

    private static Tensor withRows(Tensor tensor, long wanted) {
        long[] shape = tensor.shape().clone();
        int row = Math.toIntExact(tensor.values().length / shape[0]);
        shape[0] = wanted;
        return new Tensor(shape, Arrays.copyOf(tensor.values(), Math.toIntExact(wanted * row)));
    }

    @Override
    public void close() {
        network.close();
    }
}
