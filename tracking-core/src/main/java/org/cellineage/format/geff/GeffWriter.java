package org.cellineage.format.geff;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.cellineage.format.zarr.ZarrValues;
import org.cellineage.format.zarr.ZarrWriter;

/**
 * Writes a graph in GEFF 1.2. The metadata of its group comes last, so that a graph that is only partly written is none.
 */
public final class GeffWriter {

    /** Version of the format that is written. */
    public static final String VERSION = "1.2";

    private final ZarrWriter zarr;

    /** A writer of the graph whose group is the root of {@code zarr}. */
    public GeffWriter(ZarrWriter zarr) {
        this.zarr = zarr;
    }

    /**
     * A property of nodes or edges.
     *
     * @param name name of its folder
     * @param values one for each node or edge, also where it is missing
     * @param missing where it is unknown; empty if it is known everywhere
     * @param unit empty if it has none
     * @param description a sentence for people
     */
    public record Property(
            String name, ZarrValues values, Optional<boolean[]> missing, String unit, String description) {}

    /**
     * An axis, whose values are the property of the same name.
     *
     * @param type {@code time} or {@code space}
     * @param unit unit of the values
     * @param range smallest and largest value; empty if there are no nodes
     * @param scale size of the unit in {@code scaledUnit}; NaN if unknown
     */
    public record Axis(String name, String type, String unit, List<Double> range, double scale, String scaledUnit) {
        public Axis {
            range = List.copyOf(range);
        }
    }

    /**
     * The nodes, or the edges.
     *
     * @param ids node ids; for edges, source and target of each
     */
    public record Part(ZarrValues ids, List<Property> properties) {
        public Part {
            properties = List.copyOf(properties);
        }
    }

    /**
     * What is said about the graph.
     *
     * @param tracklet property of the nodes that numbers the longest paths without branches
     * @param lineage property of the nodes that numbers the connected parts
     * @param labels path of the label images relative to the graph; empty if there are none
     * @param labelProperty property of the nodes that holds their label
     * @param extra what only this program knows
     */
    public record About(
            List<Axis> axes,
            String tracklet,
            String lineage,
            Optional<String> labels,
            String labelProperty,
            ObjectNode extra) {
        public About {
            axes = List.copyOf(axes);
        }
    }

    /** Writes a graph. */
    public void write(Part nodes, Part edges, About about) throws IOException {
        ObjectNode geff = ZarrWriter.attributes();
        geff.put("geff_version", VERSION).put("directed", true);
        ObjectNode nodeProperties = geff.putObject("node_props_metadata");
        ObjectNode edgeProperties = geff.putObject("edge_props_metadata");
        part("nodes", nodes, nodeProperties);
        part("edges", edges, edgeProperties);
        axes(about, geff);
        geff.putObject("track_node_props").put("tracklet", about.tracklet()).put("lineage", about.lineage());
        if (about.labels().isPresent()) {
            geff.putArray("related_objects")
                    .addObject()
                    .put("type", "labels")
                    .put("path", about.labels().get())
                    .put("node_prop", about.labelProperty());
        }
        geff.set("extra", about.extra());
        ObjectNode attributes = ZarrWriter.attributes();
        attributes.set("geff", geff);
        zarr.group("", attributes);
    }

    private void part(String path, Part part, ObjectNode metadata) throws IOException {
        zarr.write(path + "/ids", part.ids());
        for (Property property : part.properties()) {
            String folder = path + "/props/" + property.name();
            zarr.write(folder + "/values", property.values());
            if (property.missing().isPresent()) {
                zarr.write(folder + "/missing", ZarrValues.of(property.missing().get()));
            }
            zarr.group(folder, ZarrWriter.attributes());
            ObjectNode entry = metadata.putObject(property.name())
                    .put("identifier", property.name())
                    .put("dtype", property.values().type().fullName())
                    .put("varlength", false);
            if (!property.unit().isEmpty()) {
                entry.put("unit", property.unit());
            }
            entry.put("description", property.description());
        }
        zarr.group(path + "/props", ZarrWriter.attributes());
        zarr.group(path, ZarrWriter.attributes());
    }

    private static void axes(About about, ObjectNode geff) {
        var axes = geff.putArray("axes");
        for (Axis axis : about.axes()) {
            ObjectNode entry = axes.addObject()
                    .put("name", axis.name())
                    .put("type", axis.type())
                    .put("unit", axis.unit());
            if (!axis.range().isEmpty()) {
                entry.put("min", axis.range().get(0)).put("max", axis.range().get(1));
            }
            if (!Double.isNaN(axis.scale())) {
                entry.put("scale", axis.scale()).put("scaled_unit", axis.scaledUnit());
            }
        }
    }
}
