package org.cellineage.format.geff;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.cellineage.format.zarr.ZarrColumn;
import org.cellineage.format.zarr.ZarrStore;
import org.cellineage.problem.BadInputException;

/** Reads the nodes of a graph and their properties, in ascending order of their ids, whatever the order in the file. */
final class GeffNodes {

    /** More cells than any movie has. */
    static final int MAX_NODES = 100_000_000;

    private static final int MAX_FRAME = 10_000_000;
    private static final String WRITE_AGAIN = "Copy the GEFF again from its source, or write it again.";

    private final ZarrStore store;
    private final GeffMetadata metadata;
    private final long[] ids;
    /** Where each node of the file is in {@link #ids}. */
    private final int[] rank;

    private GeffNodes(ZarrStore store, GeffMetadata metadata, long[] ids, int[] rank) {
        this.store = store;
        this.metadata = metadata;
        this.ids = ids;
        this.rank = rank;
    }

    /**
     * Reads the ids.
     *
     * @throws BadInputException if there are none, or two nodes have the same
     */
    static GeffNodes read(ZarrStore store, GeffMetadata metadata) throws IOException {
        ZarrColumn column = column(store, "nodes/ids");
        if (!column.isFlat() || column.rows() > MAX_NODES) {
            throw GeffMetadata.bad(
                    column.where(),
                    "It has " + column.rows() + (column.isFlat() ? "" : " x " + column.columns()) + " node ids; up to "
                            + MAX_NODES + " along one axis can be read.",
                    WRITE_AGAIN);
        }
        long[] inFile = stored(column);
        long[] ids = inFile.clone();
        Arrays.sort(ids);
        for (int i = 1; i < ids.length; i++) {
            if (ids[i] == ids[i - 1]) {
                throw GeffMetadata.bad(
                        column.where(), "Two nodes have the id " + ids[i] + ".", "Give each node an id of its own.");
            }
        }
        int[] rank = new int[ids.length];
        for (int i = 0; i < rank.length; i++) {
            rank[i] = Arrays.binarySearch(ids, inFile[i]);
        }
        return new GeffNodes(store, metadata, ids, rank);
    }

    /** An array that must exist. */
    static ZarrColumn column(ZarrStore store, String path) throws IOException {
        return ZarrColumn.find(store, path)
                .orElseThrow(
                        () -> GeffMetadata.bad(store.where(path), "The array is missing from the GEFF.", WRITE_AGAIN));
    }

    /** The values of an array of which every chunk must exist, so that its size is that of what is stored. */
    static long[] stored(ZarrColumn column) throws IOException {
        if (!column.isStored()) {
            throw GeffMetadata.bad(column.where(), "Some of its " + column.rows() + " rows are missing.", WRITE_AGAIN);
        }
        return column.longs();
    }

    int count() {
        return ids.length;
    }

    long id(int node) {
        return ids[node];
    }

    /** The node with an id; negative if there is none. */
    int find(long id) {
        return Arrays.binarySearch(ids, id);
    }

    /** Frame number of each node. */
    int[] frames() throws IOException {
        double[] times = numbers(metadata.time());
        int[] frames = new int[times.length];
        for (int node = 0; node < frames.length; node++) {
            if (!(times[node] >= 0 && times[node] <= MAX_FRAME && times[node] == Math.rint(times[node]))) {
                throw GeffMetadata.bad(
                        where(metadata.time()),
                        "Node " + ids[node] + " has the time " + text(times[node])
                                + ", which is not the number of a frame.",
                        "Write frame numbers, counted from 0, as the time axis; the frame interval is its scale.");
            }
            frames[node] = (int) times[node];
        }
        return frames;
    }

    private static String text(double value) {
        return Double.isNaN(value) ? "NaN" : Double.toString(value);
    }

    /** A property that must have a value for every node. */
    double[] numbers(String property) throws IOException {
        double[] values = sorted(values(property).doubles());
        boolean[] missing = missing(property);
        for (int node = 0; node < values.length; node++) {
            if (missing[node]) {
                throw GeffMetadata.bad(
                        where(property),
                        "Node " + ids[node] + " has no '" + property + "'.",
                        "Write the property for every node.");
            }
        }
        return values;
    }

    /** Positive whole numbers up to the largest int; 0 where a value is missing. */
    int[] labels(String property) throws IOException {
        double[] values = sorted(values(property).doubles());
        boolean[] missing = missing(property);
        int[] labels = new int[values.length];
        for (int node = 0; node < labels.length; node++) {
            double value = values[node];
            if (missing[node]) {
                continue;
            }
            if (!(value >= 1 && value <= Integer.MAX_VALUE && value == Math.rint(value))) {
                throw GeffMetadata.bad(
                        where(property),
                        "Node " + ids[node] + " has the " + property + " " + text(value) + "; whole numbers from 1 to "
                                + Integer.MAX_VALUE + " can be used.",
                        "Renumber them from 1, or mark those without a value as missing.");
            }
            labels[node] = (int) value;
        }
        return labels;
    }

    /** Positive whole numbers, one for each node; empty if it holds anything else. */
    Optional<int[]> positive(String property) throws IOException {
        double[] values = sorted(values(property).doubles());
        boolean[] missing = missing(property);
        int[] numbers = new int[values.length];
        for (int node = 0; node < numbers.length; node++) {
            double value = values[node];
            if (missing[node] || !(value >= 1 && value <= Integer.MAX_VALUE && value == Math.rint(value))) {
                return Optional.empty();
            }
            numbers[node] = (int) value;
        }
        return Optional.of(numbers);
    }

    private String where(String property) {
        return store.where("nodes/props/" + property);
    }

    private ZarrColumn values(String property) throws IOException {
        return rows(column(store, "nodes/props/" + checked(property) + "/values"));
    }

    private boolean[] missing(String property) throws IOException {
        boolean[] missing = new boolean[ids.length];
        Optional<ZarrColumn> column = ZarrColumn.find(store, "nodes/props/" + property + "/missing");
        if (column.isPresent()) {
            long[] values = rows(column.get()).longs();
            for (int i = 0; i < values.length; i++) {
                missing[rank[i]] = values[i] != 0;
            }
        }
        return missing;
    }

    private ZarrColumn rows(ZarrColumn column) {
        if (!column.isFlat() || column.rows() != ids.length) {
            throw GeffMetadata.bad(
                    column.where(),
                    "It has " + column.rows() + (column.isFlat() ? "" : " x " + column.columns())
                            + " values, but there are " + ids.length + " nodes.",
                    WRITE_AGAIN);
        }
        return column;
    }

    private double[] sorted(double[] inFile) {
        double[] values = new double[inFile.length];
        for (int i = 0; i < values.length; i++) {
            values[rank[i]] = inFile[i];
        }
        return values;
    }

    /** A name that is one folder. */
    private String checked(String property) {
        if (property.isEmpty() || property.matches(".*[/\\\\\\p{Cntrl}].*") || property.matches("\\.+")) {
            throw GeffMetadata.bad(
                    metadata.where(),
                    "The name of the property '" + property.replaceAll("\\p{Cntrl}", "?")
                            + "' is not that of a folder.",
                    WRITE_AGAIN);
        }
        return property;
    }
}
