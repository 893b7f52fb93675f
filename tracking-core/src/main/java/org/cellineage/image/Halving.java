package org.cellineage.image;

/**
 * Images at half the resolution: each pixel stands for a block of two by two. An odd row or column at the edge makes
 * blocks of its own, so that the size is rounded up.
 */
public final class Halving {

    private Halving() {}

    /** Half of a number of rows or columns. */
    public static int half(int size) {
        return (size + 1) / 2;
    }

    /**
     * The mean of each block; of integers rounded to the nearest, halves up. NaN and infinite samples make the mean so.
     */
    public static Plane mean(Plane plane) {
        int width = half(plane.width());
        int height = half(plane.height());
        if (plane instanceof Plane.OfBytes bytes) {
            byte[] from = bytes.samples();
            byte[] to = new byte[width * height];
            fill(plane.width(), plane.height(), (at, p) -> to[at] = (byte) rounded(p, q -> from[q] & 0xff));
            return Plane.of(width, height, to);
        }
        if (plane instanceof Plane.OfShorts shorts) {
            short[] from = shorts.samples();
            short[] to = new short[width * height];
            fill(plane.width(), plane.height(), (at, p) -> to[at] = (short) rounded(p, q -> from[q] & 0xffff));
            return Plane.of(width, height, to);
        }
        if (plane instanceof Plane.OfInts ints) {
            int[] from = ints.samples();
            int[] to = new int[width * height];
            fill(plane.width(), plane.height(), (at, p) -> to[at] = (int) rounded(p, q -> from[q]));
            return Plane.of(width, height, to);
        }
        float[] from = plane.toFloats();
        float[] to = new float[width * height];
        fill(
                plane.width(),
                plane.height(),
                (at, p) -> to[at] = (float) (((double) from[p[0]] + from[p[1]] + from[p[2]] + from[p[3]]) / 4));
        return Plane.of(width, height, to);
    }

    /** The most frequent label of each block; of equally frequent ones the first, row by row. */
    public static LabelImage mostFrequent(LabelImage image) {
        int[] from = image.labels();
        int[] to = new int[half(image.width()) * half(image.height())];
        fill(image.width(), image.height(), (at, p) -> to[at] = mode(from[p[0]], from[p[1]], from[p[2]], from[p[3]]));
        return new LabelImage(half(image.width()), half(image.height()), to);
    }

    /** If the first label occurs twice, no other occurs more often. */
    private static int mode(int a, int b, int c, int d) {
        if (a == b || a == c || a == d) {
            return a;
        }
        if (b == c || b == d) {
            return b;
        }
        return c == d ? c : a;
    }

    @FunctionalInterface
    private interface Samples {
        long at(int pixel);
    }

    private static long rounded(int[] block, Samples samples) {
        long sum = samples.at(block[0]) + samples.at(block[1]) + samples.at(block[2]) + samples.at(block[3]);
        return Math.floorDiv(sum + 2, 4L);
    }

    /** Takes the four pixels of a block, some of them repeated at an edge. */
    @FunctionalInterface
    private interface Block {
        void take(int at, int[] pixels);
    }

    private static void fill(int width, int height, Block block) {
        int[] pixels = new int[4];
        int at = 0;
        for (int y = 0; y < height; y += 2) {
            int above = y * width;
            int below = y + 1 < height ? above + width : above;
            for (int x = 0; x < width; x += 2) {
                int right = x + 1 < width ? x + 1 : x;
                pixels[0] = above + x;
                pixels[1] = above + right;
                pixels[2] = below + x;
                pixels[3] = below + right;
                block.take(at++, pixels);
            }
        }
    }
}
