package org.cellineage.jobs.export.zarr;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cellineage.format.geff.GeffWriter.Property;
import org.cellineage.format.zarr.ZarrValues;

/** A column that grows; NaN is unknown. */
final class NumberColumn {

    private double[] values = new double[64];
    private int size;

    void add(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.multiplyExact(size, 2));
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    private double[] values() {
        return Arrays.copyOf(values, size);
    }

    /** Smallest and largest value; empty if there are none. */
    List<Double> range() {
        return size == 0
                ? List.of()
                : List.of(
                        Arrays.stream(values()).min().orElse(0),
                        Arrays.stream(values()).max().orElse(0));
    }

    /** As floating-point numbers. */
    Property property(String name, String unit, String description) {
        double[] all = values();
        boolean[] missing = new boolean[size];
        boolean any = false;
        for (int i = 0; i < size; i++) {
            missing[i] = Double.isNaN(all[i]);
            any |= missing[i];
        }
        return new Property(name, ZarrValues.of(all), any ? Optional.of(missing) : Optional.empty(), unit, description);
    }

    /** As 32-bit integers; all are known. */
    Property wholeProperty(String name, String unit, String description) {
        int[] ints = new int[size];
        for (int i = 0; i < size; i++) {
            ints[i] = (int) values[i];
        }
        return new Property(name, ZarrValues.of(ints), Optional.empty(), unit, description);
    }

    /** As booleans; all are known. */
    Property truthProperty(String name, String description) {
        boolean[] truths = new boolean[size];
        for (int i = 0; i < size; i++) {
            truths[i] = values[i] != 0;
        }
        return new Property(name, ZarrValues.of(truths), Optional.empty(), "", description);
    }

    /** As unsigned 64-bit integers; all are known. */
    ZarrValues unsignedValues() {
        long[] longs = new long[size];
        for (int i = 0; i < size; i++) {
            longs[i] = (long) values[i];
        }
        return ZarrValues.unsigned(longs);
    }
}
