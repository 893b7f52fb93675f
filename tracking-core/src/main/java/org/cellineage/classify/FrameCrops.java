package org.cellineage.classify;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.Cell;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadConfigurationException;

/**
 * Cuts the crops of a frame's cells, or one of the frame. Training and inference use the same code.
 *
 * <p>A crop depends on the frame, the cell and what is typical of the frame's cells, and on nothing else.
 */
public final class FrameCrops {

    /** Place of the logarithm of a cell's area over the typical one among {@link Crop#relative}. */
    public static final int LOG_AREA = 0;

    /** Place of the logarithm of its intensity above the background over the typical one. */
    public static final int LOG_INTENSITY = 1;

    /** Figures of a cell relative to the typical cell of its frame. */
    static final int RELATIVE = 5;

    private static final int MOST_SAMPLES = 4;
    /** A frame is shrunk much further than a cell. */
    private static final int MOST_SAMPLES_OF_FRAME = 16;

    private static final double DARK_PERCENTILE = 0.05;
    private static final double BRIGHT_PERCENTILE = 0.95;
    /** Enough pixels for percentiles of a frame. */
    private static final int SAMPLED_PIXELS = 1 << 16;
    /** A typical cell is at least as bright as this share of the frame's contrast: in phase contrast it need not be. */
    private static final double LEAST_CONTRASTS = 0.25;

    private final List<Cell> cells;
    private final ClassReading reading;
    private final int width;
    private final int height;
    private final float[][] channels;
    private final double[] dark;
    private final double[] span;
    private final double windowPx;
    private final double typicalAreaPx;
    private final int first;

    /**
     * Prepares a frame.
     *
     * @param planes of the frame in the movie's channel order
     * @param shown index of the channel in which the cells were found
     * @param cells the frame's cells, with the intensities of all channels
     * @throws BadConfigurationException if the frame has no such channel
     */
    public FrameCrops(List<Plane> planes, int shown, List<Cell> cells, ClassReading reading) {
        this.cells = List.copyOf(cells);
        this.reading = reading;
        int count = reading.channels().size();
        this.channels = new float[count][];
        this.dark = new double[count];
        this.span = new double[count];
        this.first = channel(0, shown, planes.size());
        this.width = planes.get(first).width();
        this.height = planes.get(first).height();
        this.typicalAreaPx = median(cells, Cell::areaPx, 1);
        for (int c = 0; c < count; c++) {
            int index = channel(c, shown, planes.size());
            channels[c] = planes.get(index).toFloats();
            if (reading.hasLevels()) {
                dark[c] = reading.dark().get(c);
                span[c] = reading.bright().get(c) - dark[c];
            } else {
                double[] levels = levels(channels[c]);
                dark[c] = levels[0];
                double brightness = median(cells, cell -> intensity(cell, index) - levels[0], 0);
                span[c] = Math.max(1e-6, Math.max(LEAST_CONTRASTS * (levels[1] - levels[0]), brightness));
            }
        }
        this.windowPx = window();
    }

    private double window() {
        if (reading.looksAtFrames()) {
            return Math.min(width, height);
        }
        return reading.windowPx() > 0
                ? reading.windowPx()
                : reading.windowDiameters() * Math.sqrt(4 * typicalAreaPx / Math.PI);
    }

    private int channel(int c, int shown, int given) {
        int wanted = reading.channels().get(c);
        int index = wanted == ClassReading.OF_THE_CELLS ? shown : wanted;
        if (index >= given) {
            throw new BadConfigurationException(
                    "classification.model",
                    "The model looks at channel " + index + ", but the movie has " + given + ".",
                    "Choose a model for the channels that the movies have, or set classification.model=none.");
        }
        return index;
    }

    /** The crop of a cell, by its place in the list. */
    public Crop crop(int cell) {
        return crop(cells.get(cell));
    }

    /** The crop of any cell of this frame, such as one of another cut. */
    Crop crop(Cell seen) {
        float[] mask = reading.mask() ? mask(seen) : new float[0];
        return new Crop(
                reading.sidePx(),
                windows(seen.yPx(), seen.xPx()),
                mask,
                reading.windowDiameters() > 0 ? relative(seen) : new float[0]);
    }

    /** The crop of the frame: the square in its middle. */
    public Crop frame() {
        return new Crop(reading.sidePx(), windows((height - 1) / 2.0, (width - 1) / 2.0), new float[0], new float[0]);
    }

    private float[][] windows(double y, double x) {
        float[][] planes = new float[channels.length][];
        for (int c = 0; c < planes.length; c++) {
            planes[c] = window(c, y, x);
        }
        return planes;
    }

    private float[] relative(Cell cell) {
        double brightness = (intensity(cell, first) - dark[0]) / span[0];
        return new float[] {
            (float) Math.log(cell.areaPx() / typicalAreaPx),
            (float) Math.log(Math.max(0.05, brightness)),
            (float) cell.eccentricity(),
            (float) cell.solidity(),
            // Its size and shape are those of a part.
            cell.touchesBorder() ? 1 : 0
        };
    }

    /** Mean of a cell in a channel; 0 if it was not measured. */
    private static double intensity(Cell cell, int channel) {
        boolean known = channel < cell.intensities().size()
                && cell.intensities().get(channel).isKnown();
        return known ? cell.intensities().get(channel).mean() : 0;
    }

    private float[] window(int c, double y, double x) {
        int side = reading.sidePx();
        double pitch = windowPx / side;
        int most = reading.looksAtFrames() ? MOST_SAMPLES_OF_FRAME : MOST_SAMPLES;
        int samples = (int) Math.max(1, Math.min(most, Math.ceil(pitch)));
        float[] window = new float[side * side];
        double left = (side - 1) / 2.0;
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                double sum = 0;
                for (int s = 0; s < samples * samples; s++) {
                    double dy = ((s / samples + 0.5) / samples - 0.5) * pitch;
                    double dx = ((s % samples + 0.5) / samples - 0.5) * pitch;
                    sum += at(channels[c], y + (row - left) * pitch + dy, x + (column - left) * pitch + dx, dark[c]);
                }
                double value = (sum / (samples * samples) - dark[c]) / span[c];
                window[row * side + column] = (float) Math.max(Crop.LOWEST, Math.min(Crop.HIGHEST, value));
            }
        }
        return window;
    }

    /** Linear interpolation; beyond the edges, the frame's outermost pixels are repeated. */
    private double at(float[] values, double y, double x, double instead) {
        double atY = Math.max(0, Math.min(height - 1, y));
        double atX = Math.max(0, Math.min(width - 1, x));
        int top = (int) atY;
        int left = (int) atX;
        int below = Math.min(height - 1, top + 1);
        int right = Math.min(width - 1, left + 1);
        double fy = atY - top;
        double fx = atX - left;
        double upper = values[top * width + left] * (1 - fx) + values[top * width + right] * fx;
        double lower = values[below * width + left] * (1 - fx) + values[below * width + right] * fx;
        double value = upper * (1 - fy) + lower * fy;
        return Double.isFinite(value) ? value : instead;
    }

    private float[] mask(Cell cell) {
        BoundingBox box = cell.box();
        int boxWidth = box.width();
        float[] own = new float[boxWidth * box.height()];
        cell.mask().forEachRun(box, (y, x, count) -> {
            int from = (y - box.minY()) * boxWidth + x - box.minX();
            Arrays.fill(own, from, from + count, 1);
        });
        int side = reading.sidePx();
        double pitch = windowPx / side;
        double left = (side - 1) / 2.0;
        float[] mask = new float[side * side];
        for (int row = 0; row < side; row++) {
            int y = (int) Math.rint(cell.yPx() + (row - left) * pitch) - box.minY();
            for (int column = 0; column < side; column++) {
                int x = (int) Math.rint(cell.xPx() + (column - left) * pitch) - box.minX();
                if (y >= 0 && y < box.height() && x >= 0 && x < boxWidth) {
                    mask[row * side + column] = own[y * boxWidth + x];
                }
            }
        }
        return mask;
    }

    /** The 5th and 95th percentile of a frame's finite pixels, from a part of them. */
    private static double[] levels(float[] values) {
        int step = Math.max(1, values.length / SAMPLED_PIXELS);
        float[] some = new float[(values.length + step - 1) / step];
        int count = 0;
        for (int p = 0; p < values.length; p += step) {
            if (Float.isFinite(values[p])) {
                some[count++] = values[p];
            }
        }
        if (count == 0) {
            return new double[] {0, 0};
        }
        Arrays.sort(some, 0, count);
        return new double[] {some[(int) (DARK_PERCENTILE * (count - 1))], some[(int) (BRIGHT_PERCENTILE * (count - 1))]
        };
    }

    private static double median(List<Cell> cells, ToDoubleFunction<Cell> of, double ofNone) {
        double[] values = cells.stream().mapToDouble(of).sorted().toArray();
        int n = values.length;
        if (n == 0) {
            return ofNone;
        }
        return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
    }
}
