package org.cellineage.segment.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;

/**
 * A network in plain Java whose answer is known pixel by pixel, and that remembers what it was given.
 *
 * <p>Gives two maps in two tensors. {@code mean}: the mean of the first channel over the window of that radius, zeros
 * outside of what it was given, as convolutions have it. {@code block}: the greatest value of the last channel in the
 * block of {@code blockPx} pixels around a pixel, blocks counted from the corner of what it was given, as pooling has it.
 */
final class FakeNetwork implements Network {

    static final List<String> MAPS = List.of("mean", "block");

    private final int radius;
    private final int blockPx;
    private final List<long[]> shapes = new ArrayList<>();

    FakeNetwork(int radius, int blockPx) {
        this.radius = radius;
        this.blockPx = blockPx;
    }

    /** The shapes of all tensors that it read. */
    List<long[]> shapes() {
        return List.copyOf(shapes);
    }

    @Override
    public List<Tensor> run(Tensor input) {
        shapes.add(input.shape().clone());
        int images = (int) input.shape()[0];
        int height = (int) input.shape()[1];
        int width = (int) input.shape()[2];
        int channels = (int) input.shape()[3];
        boolean finite = true;
        for (float value : input.values()) {
            finite &= Float.isFinite(value);
        }
        assertThat(finite).as("reads finite numbers only").isTrue();
        assertThat(height % blockPx + width % blockPx).isZero();
        float[] mean = new float[images * height * width];
        float[] block = blocks(input);
        for (int image = 0; image < images; image++) {
            int first = image * height * width;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double sum = 0;
                    for (int v = Math.max(0, y - radius); v <= Math.min(height - 1, y + radius); v++) {
                        for (int u = Math.max(0, x - radius); u <= Math.min(width - 1, x + radius); u++) {
                            sum += input.values()[(first + v * width + u) * channels];
                        }
                    }
                    mean[first + y * width + x] = (float) (sum / ((2 * radius + 1) * (2 * radius + 1)));
                }
            }
        }
        long[] shape = {images, height, width, 1};
        return List.of(new Tensor(shape, mean), new Tensor(shape, block));
    }

    private float[] blocks(Tensor input) {
        int width = (int) input.shape()[2];
        int channels = (int) input.shape()[3];
        int columns = width / blockPx;
        // Images lie one below the other, and each is whole blocks high.
        float[] most = new float[(int) (input.shape()[0] * input.shape()[1]) / blockPx * columns];
        Arrays.fill(most, Float.NEGATIVE_INFINITY);
        float[] block = new float[input.values().length / channels];
        for (int p = 0; p < block.length; p++) {
            int b = p / width / blockPx * columns + p % width / blockPx;
            most[b] = Math.max(most[b], input.values()[p * channels + channels - 1]);
        }
        for (int p = 0; p < block.length; p++) {
            block[p] = most[p / width / blockPx * columns + p % width / blockPx];
        }
        return block;
    }

    @Override
    public void close() {
        shapes.clear();
    }
}
