package org.cellineage.train;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The weights of a network by name, in the order in which the network was built. */
public final class Weights {

    private final Map<String, float[]> values;

    /** Wraps arrays, which must not be modified afterwards. */
    public Weights(Map<String, float[]> values) {
        this.values = new LinkedHashMap<>(values);
    }

    /**
     * Returns the array with this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public float[] get(String name) {
        float[] found = values.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no weights " + name);
        }
        return found;
    }

    /** Whether there is an array with this name. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** These weights, and others; of two with the same name, the other. */
    public Weights with(Map<String, float[]> others) {
        Map<String, float[]> all = new LinkedHashMap<>(values);
        all.putAll(others);
        return new Weights(all);
    }

    /** These weights, and others; of two with the same name, the other. */
    public Weights with(Weights others) {
        return with(others.values);
    }

    /**
     * The weighted mean of these weights and others of the same network.
     *
     * @param shareOfOthers from 0 to 1
     * @throws IllegalArgumentException if the others are of another network
     */
    public Weights mean(Weights others, double shareOfOthers) {
        if (!values.keySet().equals(others.values.keySet())) {
            throw new IllegalArgumentException("weights of two networks have no mean");
        }
        Map<String, float[]> mean = new LinkedHashMap<>();
        values.forEach((name, own) -> {
            float[] other = others.get(name);
            float[] both = new float[own.length];
            for (int i = 0; i < both.length; i++) {
                both[i] = (float) ((1 - shareOfOthers) * own[i] + shareOfOthers * other[i]);
            }
            mean.put(name, both);
        });
        return new Weights(mean);
    }

    /** Replaces each weight by its moving average. */
    public Weights averaged() {
        Map<String, float[]> averaged = new LinkedHashMap<>();
        for (Map.Entry<String, float[]> entry : values.entrySet()) {
            averaged.put(
                    entry.getKey(), values.getOrDefault(TrainedLayers.averageName(entry.getKey()), entry.getValue()));
        }
        return new Weights(averaged);
    }

    /** Writes all weights in the format that {@link #read} reads. */
    void write(DataOutputStream out) throws IOException {
        out.writeInt(values.size());
        for (Map.Entry<String, float[]> entry : values.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeInt(entry.getValue().length);
            for (float value : entry.getValue()) {
                out.writeFloat(value);
            }
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in over bytes in memory, so that {@code available()} is the number of bytes left
     */
    static Weights read(DataInputStream in) throws IOException {
        Map<String, float[]> values = new LinkedHashMap<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            String name = in.readUTF();
            int length = in.readInt();
            if (length < 0 || length > in.available() / Float.BYTES) {
                throw new EOFException(name + " is cut off");
            }
            float[] array = new float[length];
            for (int j = 0; j < array.length; j++) {
                array[j] = in.readFloat();
            }
            values.put(name, array);
        }
        return new Weights(values);
    }

    /** Number of values of each array, by name. */
    Map<String, Integer> sizes() {
        Map<String, Integer> sizes = new TreeMap<>();
        values.forEach((name, array) -> sizes.put(name, array.length));
        return sizes;
    }
}
