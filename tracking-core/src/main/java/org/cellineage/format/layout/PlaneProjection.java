package org.cellineage.format.layout;

import org.cellineage.format.PlaneRef.Projection;
import org.cellineage.image.PixelType;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;

/**
 * Combines planes that are supplied one after another, so that at most one is held in addition to the result. The
 * result has the type of the first plane; means of integers are rounded. NaN samples are ignored.
 */
final class PlaneProjection {

    private final Projection kind;
    private final Plane first;
    private final double[] values;
    private final int[] counts;

    PlaneProjection(Projection kind, Plane first) {
        this.kind = kind;
        this.first = first;
        this.values = new double[first.size()];
        this.counts = new int[first.size()];
        take(first);
    }

    /**
     * Adds a plane.
     *
     * @param where file of the plane, for messages
     * @throws BadInputException if it differs in size or type
     */
    void add(Plane plane, String where) {
        if (plane.width() != first.width() || plane.height() != first.height() || plane.type() != first.type()) {
            throw new BadInputException(
                    where,
                    "The z plane has " + plane.width() + " x " + plane.height() + " pixels of type " + plane.type()
                            + ", but the lowest one has " + first.width() + " x " + first.height() + " of type "
                            + first.type() + ".",
                    "Export all z planes of a frame with the same size and type.");
        }
        take(plane);
    }

    private void take(Plane plane) {
        if (plane.type() == PixelType.F32) {
            float[] samples = plane.toFloats();
            for (int i = 0; i < samples.length; i++) {
                if (!Float.isNaN(samples[i])) {
                    take(i, samples[i]);
                }
            }
        } else {
            int[] samples = plane.toInts();
            for (int i = 0; i < samples.length; i++) {
                take(i, samples[i]);
            }
        }
    }

    private void take(int i, double value) {
        boolean none = counts[i]++ == 0;
        if (kind == Projection.MAXIMUM) {
            values[i] = none ? value : Math.max(values[i], value);
        } else {
            values[i] += value;
        }
    }

    /** The projection of all planes so far. */
    Plane result() {
        int size = values.length;
        int width = first.width();
        int height = first.height();
        return switch (first.type()) {
            case U8 -> {
                byte[] samples = new byte[size];
                for (int i = 0; i < size; i++) {
                    samples[i] = (byte) Math.round(value(i));
                }
                yield Plane.of(width, height, samples);
            }
            case U16 -> {
                short[] samples = new short[size];
                for (int i = 0; i < size; i++) {
                    samples[i] = (short) Math.round(value(i));
                }
                yield Plane.of(width, height, samples);
            }
            case I32 -> {
                int[] samples = new int[size];
                for (int i = 0; i < size; i++) {
                    samples[i] = (int) Math.round(value(i));
                }
                yield Plane.of(width, height, samples);
            }
            case F32 -> {
                float[] samples = new float[size];
                for (int i = 0; i < size; i++) {
                    samples[i] = counts[i] == 0 ? Float.NaN : (float) value(i);
                }
                yield Plane.of(width, height, samples);
            }
        };
    }

    private double value(int i) {
        return kind == Projection.MEAN && counts[i] > 0 ? values[i] / counts[i] : values[i];
    }
}
