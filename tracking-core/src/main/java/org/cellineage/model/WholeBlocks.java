package org.cellineage.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network that is always given whole blocks of rows: what lacks to a block is filled with zeros and taken off again.
 *
 * <p>Matrix products work on a few rows at a time and sum those that are left over in another order, which changes the last
 * bits. In whole blocks a row gives the same bits whatever other rows are given with it, as long as the network treats
 * rows apart.
 */
public final class WholeBlocks implements Network {

    private final Network network;
    private final int rows;

    /**
     * @param rows in a block
     */
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
