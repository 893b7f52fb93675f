package org.cellineage.link;

import java.util.Arrays;

/** Divides the points of a frame among equal, roughly square rectangles. */
final class Tiles {

    private Tiles() {}

    /**
     * Divides the points.
     *
     * @param wishedPoints desired mean number of points per tile
     * @return for each non-empty tile, the ascending indices of its points
     */
    static int[][] of(Points points, int wishedPoints) {
        double minY = Arrays.stream(points.y()).min().orElse(0);
        double minX = Arrays.stream(points.x()).min().orElse(0);
        double height = Arrays.stream(points.y()).max().orElse(0) - minY;
        double width = Arrays.stream(points.x()).max().orElse(0) - minX;
        double tiles = Math.max(1, (double) points.size() / wishedPoints);
        int rows = parts(height, width, tiles);
        int columns = parts(width, height, tiles);
        int[] tile = new int[points.size()];
        int[] sizes = new int[rows * columns];
        for (int i = 0; i < tile.length; i++) {
            tile[i] = part(points.y()[i] - minY, height, rows) * columns + part(points.x()[i] - minX, width, columns);
            sizes[tile[i]]++;
        }
        int[][] members = new int[sizes.length][];
        Arrays.setAll(members, t -> new int[sizes[t]]);
        int[] filled = new int[sizes.length];
        for (int i = 0; i < tile.length; i++) {
            members[tile[i]][filled[tile[i]]++] = i;
        }
        return Arrays.stream(members).filter(m -> m.length > 0).toArray(int[][]::new);
    }

    /** Number of tiles along this side; at most the total number of tiles, however elongated the frame is. */
    private static int parts(double side, double otherSide, double tiles) {
        double wished = otherSide > 0 ? Math.sqrt(tiles * side / otherSide) : tiles;
        return (int) Math.max(1, Math.min(tiles, Math.rint(wished)));
    }

    private static int part(double at, double side, int parts) {
        return side > 0 ? Math.min(parts - 1, (int) (at / side * parts)) : 0;
    }
}
