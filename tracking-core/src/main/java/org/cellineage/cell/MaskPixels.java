package org.cellineage.cell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A decoded mask: the pixels of a cell within its bounding box, and their outline.
 *
 * <p>Coordinates are those of the frame: y down, x right, pixel centres at integers, so that outlines run along
 * half-integers.
 */
public final class MaskPixels {

    /** Larger boxes are rejected: they are not those of real cells, and a corrupt row must not exhaust memory. */
    public static final int MAX_BOX_PX = 1 << 26;

    private final BoundingBox box;
    private final boolean[] inside;

    private MaskPixels(BoundingBox box, boolean[] inside) {
        this.box = box;
        this.inside = inside;
    }

    /**
     * Decodes a mask.
     *
     * @param runs encoded runs, see {@link RunLengthMask}
     * @throws IllegalArgumentException if the runs exceed the box or are truncated, or if the box has more than
     *     {@value #MAX_BOX_PX} pixels
     */
    public static MaskPixels decode(byte[] runs, BoundingBox box) {
        long size = ((long) box.maxY() - box.minY()) * ((long) box.maxX() - box.minX());
        if (size > MAX_BOX_PX) {
            throw new IllegalArgumentException("a bounding box of " + size + " pixels cannot be that of a cell");
        }
        boolean[] inside = new boolean[(int) size];
        int position = 0;
        boolean fill = false;
        int i = 0;
        while (i < runs.length) {
            long run = 0;
            int shift = 0;
            boolean more = true;
            while (more) {
                if (i == runs.length || shift > 28) {
                    throw new IllegalArgumentException("the mask is cut off or damaged");
                }
                run |= (runs[i] & 0x7fL) << shift;
                shift += 7;
                more = runs[i++] < 0;
            }
            if (run > size - position) {
                throw new IllegalArgumentException(
                        "the mask contains more pixels than its bounding box of " + box.height() + " x " + box.width());
            }
            if (fill) {
                Arrays.fill(inside, position, position + (int) run, true);
            }
            position += (int) run;
            fill = !fill;
        }
        return new MaskPixels(box, inside);
    }

    /** Number of pixels. */
    public int count() {
        int count = 0;
        for (boolean pixel : inside) {
            count += pixel ? 1 : 0;
        }
        return count;
    }

    /** Whether the pixel at any position in the frame belongs to the cell. */
    public boolean contains(int y, int x) {
        return y >= box.minY()
                && y < box.maxY()
                && x >= box.minX()
                && x < box.maxX()
                && inside[(y - box.minY()) * box.width() + x - box.minX()];
    }

    /** Rows {@code [0]} and columns {@code [1]} of the cell's pixels, in raster order. */
    public int[][] coordinates() {
        int[][] coordinates = new int[2][count()];
        int at = 0;
        for (int p = 0; p < inside.length; p++) {
            if (inside[p]) {
                coordinates[0][at] = box.minY() + p / box.width();
                coordinates[1][at] = box.minX() + p % box.width();
                at++;
            }
        }
        return coordinates;
    }

    /** Number of pixels that belong to both cells. */
    public int overlap(MaskPixels other) {
        int overlap = 0;
        int fromY = Math.max(box.minY(), other.box.minY());
        int toY = Math.min(box.maxY(), other.box.maxY());
        int fromX = Math.max(box.minX(), other.box.minX());
        int toX = Math.min(box.maxX(), other.box.maxX());
        for (int y = fromY; y < toY; y++) {
            for (int x = fromX; x < toX; x++) {
                overlap += contains(y, x) && other.contains(y, x) ? 1 : 0;
            }
        }
        return overlap;
    }

    /** Intersection over union, 0 to 1; NaN if both are empty. */
    public double iou(MaskPixels other) {
        int overlap = overlap(other);
        return (double) overlap / (count() + other.count() - overlap);
    }

    /**
     * Returns the outline, one part for each 4-connected component, in raster order of the components' first pixels.
     */
    public List<MaskOutline.Part> outline() {
        return new MaskOutline(box, inside).parts();
    }

    /**
     * Returns the outline as a GeoJSON geometry (RFC 7946) with coordinates [x, y]: a {@code Polygon}; a
     * {@code MultiPolygon} if the mask has several 4-connected components; or an empty {@code Polygon} if it has no
     * pixels.
     */
    public String toGeoJson() {
        List<String> polygons = new ArrayList<>();
        for (MaskOutline.Part part : outline()) {
            List<String> rings = new ArrayList<>();
            rings.add(ring(part.shell()));
            part.holes().forEach(hole -> rings.add(ring(hole)));
            polygons.add("[" + String.join(",", rings) + "]");
        }
        return polygons.size() > 1
                ? "{\"type\":\"MultiPolygon\",\"coordinates\":[" + String.join(",", polygons) + "]}"
                : "{\"type\":\"Polygon\",\"coordinates\":" + (polygons.isEmpty() ? "[]" : polygons.get(0)) + "}";
    }

    private static String ring(MaskOutline.Ring ring) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i <= ring.size(); i++) {
            int corner = i % ring.size();
            text.append(i == 0 ? "[" : ",[")
                    .append(ring.x(corner))
                    .append(',')
                    .append(ring.y(corner))
                    .append(']');
        }
        return text.append(']').toString();
    }
}
