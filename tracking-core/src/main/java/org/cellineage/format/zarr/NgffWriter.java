package org.cellineage.format.zarr;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the metadata of OME-Zarr, version 0.4 in Zarr 2 and 0.5 in Zarr 3: images, their labels, plates. The arrays are
 * written by {@link PyramidWriter}. Whoever writes the metadata after the arrays, from the inside out, leaves nothing
 * that looks whole if it is interrupted.
 */
public final class NgffWriter {

    private final ZarrWriter zarr;
    private final String version;

    public NgffWriter(ZarrWriter zarr) {
        this.zarr = zarr;
        this.version = zarr.version() == ZarrVersion.V2 ? "0.4" : "0.5";
    }

    /**
     * The coordinates of an image with the axes t, y and x, and c after t if it has channels.
     *
     * @param channels whether it has an axis of channels
     * @param levels number of resolutions
     * @param pixelSizeUm side length of a pixel at full resolution in µm; NaN if unknown
     * @param frameIntervalS time between frames in seconds; NaN if unknown
     */
    public record Grid(boolean channels, int levels, double pixelSizeUm, double frameIntervalS) {

        /** The names of the axes. */
        public static List<String> axes(boolean channels) {
            return channels ? List.of("t", "c", "y", "x") : List.of("t", "y", "x");
        }
    }

    /**
     * How a channel is shown.
     *
     * @param colour six hexadecimal digits
     * @param window smallest and largest possible value, then those that are shown as black and white
     */
    public record Channel(String name, String colour, List<Double> window) {
        public Channel {
            window = List.copyOf(window);
        }
    }

    /**
     * A well of a plate, at {@code ROW/COLUMN}.
     *
     * @param fields paths of its images below the well
     */
    public record Well(String row, String column, List<String> fields) {
        public Well {
            fields = List.copyOf(fields);
        }
    }

    /**
     * Writes the group of an image.
     *
     * @param arrays path of its arrays below the group, empty if they are directly in it
     * @param channels one for each channel; empty for labels
     */
    public void image(String path, String name, Grid grid, String arrays, List<Channel> channels) throws IOException {
        ObjectNode ome = ZarrWriter.attributes();
        multiscales(ome, name, grid, arrays, channels.isEmpty() ? "mode" : "mean");
        if (!channels.isEmpty()) {
            ArrayNode list = ome.putObject("omero").putArray("channels");
            for (Channel channel : channels) {
                list.addObject()
                        .put("label", channel.name())
                        .put("color", channel.colour())
                        .put("active", true)
                        .putObject("window")
                        .put("min", channel.window().get(0))
                        .put("max", channel.window().get(1))
                        .put("start", channel.window().get(2))
                        .put("end", channel.window().get(3));
            }
        }
        group(path, ome);
    }

    /**
     * Writes the groups {@code labels} and {@code labels/NAME} of an image.
     *
     * @param path path of the image
     * @param properties objects, each with a {@code label-value}
     */
    public void labels(String path, String name, Grid grid, List<ObjectNode> properties) throws IOException {
        ObjectNode labels = ZarrWriter.attributes();
        multiscales(labels, name, grid, "", "mode");
        ObjectNode about = labels.putObject("image-label");
        if (version.equals("0.4")) {
            about.put("version", version);
        }
        if (!properties.isEmpty()) {
            about.putArray("properties").addAll(properties);
        }
        about.putObject("source").put("image", "../../");
        group(ZarrStore.join(path, "labels/" + name), labels);
        ObjectNode list = ZarrWriter.attributes();
        list.putArray("labels").add(name);
        group(ZarrStore.join(path, "labels"), list);
    }

    /** Writes the groups of a plate: rows, wells, and last the plate itself, which lists all rows and columns. */
    public void plate(String name, List<String> rows, List<String> columns, List<Well> wells) throws IOException {
        ObjectNode ome = ZarrWriter.attributes();
        ObjectNode plate = ome.putObject("plate").put("name", name);
        if (version.equals("0.4")) {
            plate.put("version", version);
        }
        int most = 0;
        ArrayNode list = plate.putArray("wells");
        for (Well well : wells) {
            String path = well.row() + "/" + well.column();
            well(path, well);
            list.addObject()
                    .put("path", path)
                    .put("rowIndex", rows.indexOf(well.row()))
                    .put("columnIndex", columns.indexOf(well.column()));
            most = Math.max(most, well.fields().size());
        }
        for (String row : wells.stream().map(Well::row).distinct().toList()) {
            zarr.group(row, ZarrWriter.attributes());
        }
        plate.put("field_count", most);
        ArrayNode rowList = plate.putArray("rows");
        rows.forEach(row -> rowList.addObject().put("name", row));
        ArrayNode columnList = plate.putArray("columns");
        columns.forEach(column -> columnList.addObject().put("name", column));
        group("", ome);
    }

    private void well(String path, Well well) throws IOException {
        ObjectNode ome = ZarrWriter.attributes();
        ObjectNode entry = ome.putObject("well");
        if (version.equals("0.4")) {
            entry.put("version", version);
        }
        ArrayNode images = entry.putArray("images");
        well.fields().forEach(field -> images.addObject().put("path", field));
        group(path, ome);
    }

    private void group(String path, ObjectNode ome) throws IOException {
        if (zarr.version() == ZarrVersion.V2) {
            zarr.group(path, ome);
            return;
        }
        ObjectNode versioned = ZarrWriter.attributes().put("version", version);
        versioned.setAll(ome);
        ObjectNode attributes = ZarrWriter.attributes();
        attributes.set("ome", versioned);
        zarr.group(path, attributes);
    }

    private void multiscales(ObjectNode ome, String name, Grid grid, String arrays, String method) {
        ObjectNode image = ome.putArray("multiscales").addObject();
        if (version.equals("0.4")) {
            image.put("version", version);
        }
        image.put("name", name).put("type", method);
        ArrayNode axes = image.putArray("axes");
        for (String axis : Grid.axes(grid.channels())) {
            ObjectNode entry = axes.addObject().put("name", axis);
            switch (axis) {
                case "t" -> unit(entry.put("type", "time"), grid.frameIntervalS(), "second");
                case "c" -> entry.put("type", "channel");
                default -> unit(entry.put("type", "space"), grid.pixelSizeUm(), "micrometer");
            }
        }
        ArrayNode datasets = image.putArray("datasets");
        for (int level = 0; level < grid.levels(); level++) {
            ObjectNode dataset = datasets.addObject().put("path", ZarrStore.join(arrays, Integer.toString(level)));
            ArrayNode transformations = dataset.putArray("coordinateTransformations");
            double pixel = Double.isNaN(grid.pixelSizeUm()) ? 1 : grid.pixelSizeUm();
            double interval = Double.isNaN(grid.frameIntervalS()) ? 1 : grid.frameIntervalS();
            transformation(transformations, "scale", grid, interval, 1, pixel * (1 << level));
            if (level > 0) {
                // A pixel is the centre of the pixels that it stands for.
                transformation(transformations, "translation", grid, 0, 0, pixel * ((1 << level) - 1) / 2);
            }
        }
    }

    private static void unit(ObjectNode axis, double known, String unit) {
        if (!Double.isNaN(known)) {
            axis.put("unit", unit);
        }
    }

    private static void transformation(
            ArrayNode list, String type, Grid grid, double time, double channel, double space) {
        ArrayNode values = list.addObject().put("type", type).putArray(type);
        values.add(time);
        if (grid.channels()) {
            values.add(channel);
        }
        values.add(space).add(space);
    }

    /** The names of rows from A, as many as are needed for the last one, such as {@code AB}. */
    public static List<String> rows(String last) {
        List<String> rows = new ArrayList<>();
        for (int row = 1; rows.isEmpty() || !rows.get(rows.size() - 1).equals(last); row++) {
            rows.add(NgffPlate.letters(row));
        }
        return rows;
    }
}
