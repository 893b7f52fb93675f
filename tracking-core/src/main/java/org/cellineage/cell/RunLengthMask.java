package org.cellineage.cell;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The pixels of a cell within its bounding box, run-length encoded.
 *
 * <p>The box is scanned row by row from the top left. Runs of outside and inside pixels alternate, starting with an
 * outside run, which may be empty; an outside run at the end of the box is omitted. Each run length is an unsigned
 * LEB128 number (7 bits per byte, low bits first, high bit set on all but the last byte).
 */
public final class RunLengthMask implements Serializable {

    private static final long serialVersionUID = 1L;

    private final byte[] runs;

    private RunLengthMask(byte[] runs) {
        this.runs = runs;
    }

    /** Wraps encoded runs as returned by {@link #toBytes}. */
    public static RunLengthMask ofBytes(byte[] runs) {
        return new RunLengthMask(runs.clone());
    }

    /** Encodes the pixels of {@code labels} (row-major, {@code stride} columns) in the box that equal {@code label}. */
    public static RunLengthMask encode(int[] labels, int stride, BoundingBox box, int label) {
        byte[] out = new byte[box.height() * 4 + 8];
        int length = 0;
        int run = 0;
        boolean inside = false;
        for (int y = box.minY(); y < box.maxY(); y++) {
            int row = y * stride;
            for (int x = box.minX(); x < box.maxX(); x++) {
                if ((labels[row + x] == label) == inside) {
                    run++;
                } else {
                    out = ensure(out, length);
                    length = put(out, length, run);
                    inside = !inside;
                    run = 1;
                }
            }
        }
        if (inside) {
            out = ensure(out, length);
            length = put(out, length, run);
        }
        return new RunLengthMask(Arrays.copyOf(out, length));
    }

    /** Returns a copy of the encoded runs. */
    public byte[] toBytes() {
        return runs.clone();
    }

    /** Writes {@code label} to the cell's pixels in {@code labels} (row-major, {@code stride} columns). */
    public void paint(int[] labels, int stride, BoundingBox box, int label) {
        forEachRun(box, (y, x, count) -> {
            int from = y * stride + x;
            Arrays.fill(labels, from, from + count, label);
        });
    }

    /** Number of pixels in both masks. */
    public static int intersection(RunLengthMask a, BoundingBox boxA, RunLengthMask b, BoundingBox boxB) {
        int minY = Math.max(boxA.minY(), boxB.minY());
        int minX = Math.max(boxA.minX(), boxB.minX());
        int maxY = Math.min(boxA.maxY(), boxB.maxY());
        int maxX = Math.min(boxA.maxX(), boxB.maxX());
        if (minY >= maxY || minX >= maxX) {
            return 0;
        }
        int width = maxX - minX;
        boolean[] hit = new boolean[width * (maxY - minY)];
        a.forEachRun(boxA, (y, x, count) -> {
            if (y >= minY && y < maxY) {
                int from = Math.max(x, minX);
                int to = Math.min(x + count, maxX);
                if (from < to) {
                    int row = (y - minY) * width - minX;
                    Arrays.fill(hit, row + from, row + to, true);
                }
            }
        });
        int[] shared = new int[1];
        b.forEachRun(boxB, (y, x, count) -> {
            if (y >= minY && y < maxY) {
                int from = Math.max(x, minX);
                int to = Math.min(x + count, maxX);
                int row = (y - minY) * width - minX;
                for (int i = from; i < to; i++) {
                    if (hit[row + i]) {
                        shared[0]++;
                    }
                }
            }
        });
        return shared[0];
    }

    /** Calls {@code visitor} for each horizontal run of the cell's pixels, in frame coordinates. */
    public void forEachRun(BoundingBox box, RunVisitor visitor) {
        int width = box.width();
        int position = 0;
        boolean inside = false;
        int i = 0;
        while (i < runs.length) {
            int run = 0;
            int shift = 0;
            byte b;
            do {
                b = runs[i++];
                run |= (b & 0x7f) << shift;
                shift += 7;
            } while (b < 0);
            if (inside) {
                int left = run;
                int p = position;
                while (left > 0) {
                    int x = p % width;
                    int count = Math.min(left, width - x);
                    visitor.run(box.minY() + p / width, box.minX() + x, count);
                    p += count;
                    left -= count;
                }
            }
            position += run;
            inside = !inside;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RunLengthMask mask && Arrays.equals(runs, mask.runs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(runs);
    }

    @Override
    public String toString() {
        return "RunLengthMask(" + runs.length + " bytes)";
    }

    /** Receives {@code count} pixels of row {@code y}, starting at column {@code x}. */
    @FunctionalInterface
    public interface RunVisitor {
        void run(int y, int x, int count);
    }

    private static byte[] ensure(byte[] out, int length) {
        return length + 5 > out.length ? Arrays.copyOf(out, out.length * 2) : out;
    }

    private static int put(byte[] out, int at, int value) {
        int length = at;
        int rest = value;
        while (rest >= 0x80) {
            out[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[length++] = (byte) rest;
        return length;
    }
}
