package org.cellineage.format.zarr;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import org.cellineage.image.HalfFloat;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;

/** A plane under construction: initially filled with the fill value, then overwritten block by block. */
final class SamplePlane {

    private final ArrayMetadata array;
    private final int width;
    private final Object samples;

    /**
     * The samples of one plane within a chunk.
     *
     * @param bytes the whole chunk
     * @param first index of the first sample
     * @param rowStride samples from one row to the next
     * @param columnStride samples from one column to the next
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Block(byte[] bytes, int first, int rowStride, int columnStride, int rows, int columns) {}

    SamplePlane(ArrayMetadata array) {
        this.array = array;
        this.width = array.width();
        int size = width * array.height();
        double fill = array.fill();
        switch (array.type().plane()) {
            case U8 -> {
                byte[] values = new byte[size];
                Arrays.fill(values, (byte) (int) fill);
                samples = values;
            }
            case U16 -> {
                short[] values = new short[size];
                Arrays.fill(values, (short) (int) fill);
                samples = values;
            }
            case I32 -> {
                int[] values = new int[size];
                Arrays.fill(values, (int) fill);
                samples = values;
            }
            default -> {
                float[] values = new float[size];
                Arrays.fill(values, (float) fill);
                samples = values;
            }
        }
    }

    /** Copies a block to row {@code y0}, column {@code x0}. */
    void put(Block block, int y0, int x0, String where) {
        ByteBuffer bytes = ByteBuffer.wrap(block.bytes()).order(array.chain().byteOrder());
        switch (array.type()) {
            case BOOL, U8 -> putBytes(block, y0, x0);
            case U16 -> putShorts(block, bytes.asShortBuffer(), y0, x0);
            case F16 -> {
                ShortBuffer halves = bytes.asShortBuffer();
                putFloats(block, y0, x0, at -> HalfFloat.toFloat(halves.get(at)));
            }
            case F32 -> {
                FloatBuffer floats = bytes.asFloatBuffer();
                putFloats(block, y0, x0, floats::get);
            }
            case F64 -> {
                DoubleBuffer doubles = bytes.asDoubleBuffer();
                putFloats(block, y0, x0, at -> (float) doubles.get(at));
            }
            case I8 -> putWhole(block, y0, x0, where, at -> block.bytes()[at]);
            case I16 -> {
                ShortBuffer shorts = bytes.asShortBuffer();
                putWhole(block, y0, x0, where, shorts::get);
            }
            case I32 -> {
                IntBuffer ints = bytes.asIntBuffer();
                putWhole(block, y0, x0, where, ints::get);
            }
            case U32 -> {
                IntBuffer ints = bytes.asIntBuffer();
                putWhole(block, y0, x0, where, at -> Integer.toUnsignedLong(ints.get(at)));
            }
            case I64, U64 -> {
                LongBuffer longs = bytes.asLongBuffer();
                putWhole(block, y0, x0, where, longs::get);
            }
        }
    }

    private void putBytes(Block block, int y0, int x0) {
        byte[] target = (byte[]) samples;
        for (int y = 0; y < block.rows(); y++) {
            int from = block.first() + y * block.rowStride();
            int to = (y0 + y) * width + x0;
            if (block.columnStride() == 1) {
                System.arraycopy(block.bytes(), from, target, to, block.columns());
                continue;
            }
            for (int x = 0; x < block.columns(); x++) {
                target[to + x] = block.bytes()[from + x * block.columnStride()];
            }
        }
    }

    private void putShorts(Block block, ShortBuffer source, int y0, int x0) {
        short[] target = (short[]) samples;
        for (int y = 0; y < block.rows(); y++) {
            int from = block.first() + y * block.rowStride();
            int to = (y0 + y) * width + x0;
            if (block.columnStride() == 1) {
                source.get(from, target, to, block.columns());
                continue;
            }
            for (int x = 0; x < block.columns(); x++) {
                target[to + x] = source.get(from + x * block.columnStride());
            }
        }
    }

    /** Reads a sample as a float, by its index in a block. */
    @FunctionalInterface
    private interface Floats {
        float at(int place);
    }

    private void putFloats(Block block, int y0, int x0, Floats source) {
        float[] target = (float[]) samples;
        for (int y = 0; y < block.rows(); y++) {
            int from = block.first() + y * block.rowStride();
            int to = (y0 + y) * width + x0;
            for (int x = 0; x < block.columns(); x++) {
                target[to + x] = source.at(from + x * block.columnStride());
            }
        }
    }

    private void putWhole(Block block, int y0, int x0, String where, IntToLongFunction source) {
        int[] target = (int[]) samples;
        for (int y = 0; y < block.rows(); y++) {
            int from = block.first() + y * block.rowStride();
            int to = (y0 + y) * width + x0;
            for (int x = 0; x < block.columns(); x++) {
                long value = source.applyAsLong(from + x * block.columnStride());
                if (value != (int) value || value < 0 && array.type() == SampleType.U64) {
                    throw tooLarge(where, value);
                }
                target[to + x] = (int) value;
            }
        }
    }

    private BadInputException tooLarge(String where, long value) {
        String number = array.type() == SampleType.U64 ? Long.toUnsignedString(value) : Long.toString(value);
        return new BadInputException(
                where,
                "It contains the number " + number + "; numbers up to 2147483647 can be read.",
                "Save the images with 16 bits per pixel, or renumber the labels from 1.");
    }

    Plane plane() {
        int height = array.height();
        return switch (array.type().plane()) {
            case U8 -> Plane.of(width, height, (byte[]) samples);
            case U16 -> Plane.of(width, height, (short[]) samples);
            case I32 -> Plane.of(width, height, (int[]) samples);
            case F32 -> Plane.of(width, height, (float[]) samples);
        };
    }
}
