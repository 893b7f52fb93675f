package org.cellineage.train.segmentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cellineage.cell.BoundingBox;
import org.cellineage.image.BrightnessRange;
import org.cellineage.image.DistanceTransform;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;

/**
 * An image with labelled nuclei, prepared for cutting crops: normalized intensities as an image pyramid, the centre and
 * radius of each nucleus, and the distance of each pixel to the edge of its nucleus.
 */
final class LabelledImage {

    static final double DARK_PERCENTILE = 1;
    static final double BRIGHT_PERCENTILE = 99.8;

    private static final int LEVELS = 5;

    /** Whoever draws an outline has also seen what is next to it. */
    private static final int DECIDED_MARGIN_PX = 4;

    private static final float OTHERS_EMPHASIS = 0.2f;

    /** The Cell Tracking Challenge leaves out cells within 25 or 50 pixels of the border, about one nucleus. */
    private static final double BORDER_DIAMETERS = 1.2;

    private final String name;
    private final int width;
    private final int height;
    private final List<Level> levels;
    private final char[] labels;
    private final byte[] edgeDistance;
    private final byte[] geodesicCentre;
    private final float[] centreY;
    private final float[] centreX;
    private final float[] radius;
    private final float[] contrast;
    private final double typicalContrast;
    private final double diameterPx;
    private final double unlabelledBorderPx;
    private final Plane plane;
    private final List<BoundingBox> decided;

    /** Intensities at 1 / 2^k of the original size. */
    @SuppressWarnings("ArrayRecordComponent")
    record Level(int width, int height, float[] values) {}

    /**
     * Prepares an image.
     *
     * @param name as it may appear in the list of held-out images
     * @throws BadInputException if it has more nuclei than 16 bits can number
     */
    LabelledImage(String name, Plane plane, LabelImage truth) {
        this(name, plane, truth, false, CellKind.NUCLEUS);
    }

    /**
     * Takes an image of which the truth may lack nuclei at the border.
     *
     * @param borderIsUnlabelled whether nuclei within about a diameter of the image's border may lack a label
     * @param kind determines how the centre of a cell is defined
     */
    LabelledImage(String name, Plane plane, LabelImage truth, boolean borderIsUnlabelled, CellKind kind) {
        this(name, plane, truth, borderIsUnlabelled, kind, List.of());
    }

    /** Takes a frame in which people corrected or confirmed some outlines; the others are what a model found. */
    static LabelledImage corrected(
            String name, Plane plane, LabelImage labels, CellKind kind, List<BoundingBox> decided) {
        return new LabelledImage(name, plane, labels, false, kind, decided);
    }

    private LabelledImage(
            String name,
            Plane plane,
            LabelImage truth,
            boolean borderIsUnlabelled,
            CellKind kind,
            List<BoundingBox> decided) {
        this.name = name;
        this.decided = List.copyOf(decided);
        this.plane = plane;
        this.width = plane.width();
        this.height = plane.height();
        float[] values = plane.toFloats();
        this.levels = levels(
                BrightnessRange.of(values, DARK_PERCENTILE, BRIGHT_PERCENTILE).apply(values), width, height);
        this.labels = consecutive(name, truth);
        int count = 0;
        for (char label : labels) {
            count = Math.max(count, label);
        }
        this.centreY = new float[count + 1];
        this.centreX = new float[count + 1];
        this.radius = new float[count + 1];
        int[] area = new int[count + 1];
        double[] sumY = new double[count + 1];
        double[] sumX = new double[count + 1];
        for (int p = 0; p < labels.length; p++) {
            area[labels[p]]++;
            int y = p / width;
            sumY[labels[p]] += y;
            sumX[labels[p]] += p % width;
        }
        double[] diameters = new double[count];
        for (int i = 1; i <= count; i++) {
            centreY[i] = (float) (sumY[i] / area[i]);
            centreX[i] = (float) (sumX[i] / area[i]);
            radius[i] = (float) Math.sqrt(area[i] / Math.PI);
            diameters[i - 1] = 2 * radius[i];
        }
        Arrays.sort(diameters);
        this.diameterPx = count == 0 ? Double.NaN : diameters[count / 2];
        this.unlabelledBorderPx = borderIsUnlabelled && count > 0 ? BORDER_DIAMETERS * diameterPx : 0;
        this.edgeDistance = edgeDistance(labels, width, height, count);
        this.geodesicCentre =
                kind.centre() == CellKind.Centre.GEODESIC ? GeodesicCentre.of(labels, edgeDistance, this) : new byte[0];
        this.contrast = contrasts(levels.get(0).values(), labels, area);
        this.typicalContrast = median(contrast);
    }

    String name() {
        return name;
    }

    /** Intensities as stored. */
    Plane plane() {
        return plane;
    }

    /** The labelled nuclei, as given. */
    LabelImage truth() {
        int[] all = new int[labels.length];
        for (int p = 0; p < all.length; p++) {
            all[p] = labels[p];
        }
        return new LabelImage(width, height, all);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Number of nuclei. */
    int count() {
        return radius.length - 1;
    }

    /** Whether a pixel is near a border where nuclei may lack a label, so that it may be of one although it has none. */
    boolean isUnknown(int row, int column) {
        return Math.min(Math.min(row, column), Math.min(height - 1 - row, width - 1 - column)) < unlabelledBorderPx;
    }

    /** Where people decided about outlines; empty if all are known to be right. */
    List<BoundingBox> decided() {
        return decided;
    }

    /** How much a pixel counts: less where only a model says what is there. */
    float emphasis(int row, int column) {
        if (decided.isEmpty()) {
            return 1;
        }
        for (BoundingBox box : decided) {
            if (row >= box.minY() - DECIDED_MARGIN_PX
                    && row < box.maxY() + DECIDED_MARGIN_PX
                    && column >= box.minX() - DECIDED_MARGIN_PX
                    && column < box.maxX() + DECIDED_MARGIN_PX) {
                return 1;
            }
        }
        return OTHERS_EMPHASIS;
    }

    /** Found nuclei without those that lie in the unlabelled border as a whole and touch no known nucleus. */
    LabelImage withoutUnknown(LabelImage found) {
        boolean[] isKnown = new boolean[found.maxLabel() + 1];
        for (int p = 0; p < labels.length; p++) {
            isKnown[found.labels()[p]] |= labels[p] != 0 || !isUnknown(p / width, p % width);
        }
        int[] kept = new int[labels.length];
        for (int p = 0; p < kept.length; p++) {
            int label = found.labels()[p];
            kept[p] = isKnown[label] ? label : 0;
        }
        return new LabelImage(width, height, kept);
    }

    /** Median diameter of the nuclei in pixels, each that of a circle of equal area; NaN if there are none. */
    double diameterPx() {
        return diameterPx;
    }

    float centreY(int nucleus) {
        return centreY[nucleus];
    }

    float centreX(int nucleus) {
        return centreX[nucleus];
    }

    float radius(int nucleus) {
        return radius[nucleus];
    }

    /** How much brighter than the background a nucleus is, as a multiple of the image's median nucleus. */
    double relativeContrast(int nucleus) {
        return contrast[nucleus] / typicalContrast;
    }

    /** Median over the nuclei of how much brighter than the background each is, in scaled brightness; NaN without nuclei. */
    double typicalContrast() {
        return typicalContrast;
    }

    List<Level> levels() {
        return levels;
    }

    /** Nuclei numbered 1 to {@link #count()}, row-major. */
    char[] labels() {
        return labels;
    }

    /** Distance to the edge of the nucleus, where 255 is the largest in this nucleus; row-major. */
    byte[] edgeDistance() {
        return edgeDistance;
    }

    /**
     * Closeness to the middle of the cell along paths inside it, where 255 is the middle; row-major. Empty if the centre
     * of a cell is its centroid.
     */
    byte[] geodesicCentre() {
        return geodesicCentre;
    }

    /** Mean brightness of each nucleus above the mean of the unlabelled pixels; entry 0 is unused. */
    private static float[] contrasts(float[] values, char[] labels, int[] area) {
        double[] sum = new double[area.length];
        for (int p = 0; p < labels.length; p++) {
            sum[labels[p]] += values[p];
        }
        float[] contrast = new float[area.length];
        for (int label = 1; label < area.length; label++) {
            contrast[label] = (float) (sum[label] / area[label] - sum[0] / Math.max(1, area[0]));
        }
        return contrast;
    }

    private static double median(float[] contrast) {
        float[] sorted = Arrays.copyOfRange(contrast, 1, contrast.length);
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : Math.max(1e-3, sorted[sorted.length / 2]);
    }

    private static List<Level> levels(float[] values, int width, int height) {
        List<Level> levels = new ArrayList<>();
        Level level = new Level(width, height, values);
        levels.add(level);
        while (levels.size() < LEVELS && level.width() >= 2 && level.height() >= 2) {
            level = half(level);
            levels.add(level);
        }
        return List.copyOf(levels);
    }

    private static Level half(Level level) {
        int width = level.width() / 2;
        int height = level.height() / 2;
        float[] half = new float[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = 2 * y * level.width() + 2 * x;
                float[] v = level.values();
                half[y * width + x] = (v[at] + v[at + 1] + v[at + level.width()] + v[at + level.width() + 1]) / 4;
            }
        }
        return new Level(width, height, half);
    }

    /** Renumbers labels, however large and sparse, in raster order of their first pixel. */
    private static char[] consecutive(String name, LabelImage truth) {
        Map<Integer, Integer> numbers = new HashMap<>();
        char[] labels = new char[truth.labels().length];
        int known = 0;
        int number = 0;
        for (int p = 0; p < labels.length; p++) {
            int label = truth.labels()[p];
            if (label != known) {
                known = label;
                number = label == 0 ? 0 : numbers.computeIfAbsent(label, unseen -> numbers.size() + 1);
                if (number > Character.MAX_VALUE) {
                    throw new BadInputException(
                            name,
                            "It has more than " + (int) Character.MAX_VALUE + " labelled nuclei.",
                            "Divide the image and its labels into smaller ones.");
                }
            }
            labels[p] = (char) number;
        }
        return labels;
    }

    private static byte[] edgeDistance(char[] labels, int width, int height, int count) {
        boolean[] inside = new boolean[labels.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int p = y * width + x;
                char label = labels[p];
                inside[p] = label != 0
                        && (x == 0 || labels[p - 1] == label)
                        && (x == width - 1 || labels[p + 1] == label)
                        && (y == 0 || labels[p - width] == label)
                        && (y == height - 1 || labels[p + width] == label);
            }
        }
        float[] distance = DistanceTransform.of(inside, width, height);
        float[] largest = new float[count + 1];
        for (int p = 0; p < distance.length; p++) {
            distance[p] = labels[p] == 0 || Float.isInfinite(distance[p]) ? 0 : distance[p] + 0.5f;
            largest[labels[p]] = Math.max(largest[labels[p]], distance[p]);
        }
        byte[] share = new byte[labels.length];
        for (int p = 0; p < share.length; p++) {
            if (labels[p] != 0 && largest[labels[p]] > 0) {
                share[p] = (byte) Math.round(255 * distance[p] / largest[labels[p]]);
            }
        }
        return share;
    }
}
