package org.cellineage.picture;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.cellineage.image.LabelImage;

/**
 * Assigns a colour to each cell of a frame that differs from those of its neighbours.
 *
 * <p>The label determines the colour, so a cell with the same label usually keeps its colour over time. If a neighbour
 * with a smaller label already has that colour, the next free one is used.
 */
final class ContourColors {

    /** Cells are neighbours if they have pixels at most this many rows and columns apart. */
    static final int REACH = 3;

    /** Bright, saturated colours that stand out on grey; those of successive labels are far apart. */
    private static final int[] PALETTE = {0xff4b4b, 0x32e65a, 0x4da6ff, 0xffe119, 0xff5cf0, 0x2be8e8, 0xff9420, 0xb97bff
    };

    private ContourColors() {}

    /**
     * Returns the colours of the cells.
     *
     * @param labels labels of the image, ascending
     * @return a colour {@code 0xRRGGBB} for each of {@code labels}
     */
    static int[] of(LabelImage image, int[] labels) {
        long[] pairs = neighbours(image);
        int[] chosen = new int[labels.length];
        int at = 0;
        for (int c = 0; c < labels.length; c++) {
            Set<Integer> taken = new HashSet<>();
            while (at < pairs.length && (int) (pairs[at] >>> 32) == labels[c]) {
                taken.add(chosen[Arrays.binarySearch(labels, (int) pairs[at])]);
                at++;
            }
            chosen[c] = firstFree(taken, (labels[c] - 1) % PALETTE.length);
        }
        return Arrays.stream(chosen).map(ContourColors::color).toArray();
    }

    private static int firstFree(Set<Integer> taken, int preferred) {
        for (int i = 0; i < PALETTE.length; i++) {
            int candidate = (preferred + i) % PALETTE.length;
            if (!taken.contains(candidate)) {
                return candidate;
            }
        }
        int further = PALETTE.length;
        while (taken.contains(further)) {
            further++;
        }
        return further;
    }

    /** A colour of the palette; beyond its end, the palette repeats, darker each time. */
    private static int color(int index) {
        int color = PALETTE[index % PALETTE.length];
        for (int round = index / PALETTE.length; round > 0; round--) {
            int red = (color >> 16) * 3 / 4;
            int green = ((color >> 8) & 0xff) * 3 / 4;
            int blue = (color & 0xff) * 3 / 4;
            color = (red << 16) | (green << 8) | blue;
        }
        return color;
    }

    /** Pairs of neighbouring labels, the larger in the upper half of each number, distinct and ascending. */
    private static long[] neighbours(LabelImage image) {
        Set<Long> pairs = new HashSet<>();
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                if (image.labels()[y * image.width() + x] != 0) {
                    addNeighbours(image, y, x, pairs);
                }
            }
        }
        return pairs.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    /** Visits half of the square around a pixel; the other half is covered from the other pixels. */
    private static void addNeighbours(LabelImage image, int y, int x, Set<Long> pairs) {
        int width = image.width();
        int[] labels = image.labels();
        int here = labels[y * width + x];
        int lastY = Math.min(image.height() - 1, y + REACH);
        int lastX = Math.min(width - 1, x + REACH);
        long last = 0;
        for (int ny = y; ny <= lastY; ny++) {
            for (int nx = ny == y ? x + 1 : Math.max(0, x - REACH); nx <= lastX; nx++) {
                int there = labels[ny * width + nx];
                if (there != 0 && there != here) {
                    long pair = (long) Math.max(here, there) << 32 | Math.min(here, there);
                    if (pair != last) {
                        pairs.add(pair);
                        last = pair;
                    }
                }
            }
        }
    }
}
