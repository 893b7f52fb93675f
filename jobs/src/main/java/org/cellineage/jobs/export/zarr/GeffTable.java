package org.cellineage.jobs.export.zarr;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.cellineage.format.Calibration;
import org.cellineage.format.TrackSpan;
import org.cellineage.format.geff.GeffNames;
import org.cellineage.format.geff.GeffWriter;
import org.cellineage.format.geff.GeffWriter.Property;
import org.cellineage.format.zarr.ZarrValues;
import org.cellineage.format.zarr.ZarrWriter;
import org.cellineage.jobs.export.ExportMovie;
import org.cellineage.jobs.published.TableCell;
import org.cellineage.jobs.published.TableMovie;
import org.cellineage.jobs.published.TableTrack;

/**
 * The cells of a movie as the nodes of a graph, and its links as edges; flat arrays of one movie.
 *
 * <p>Nodes are numbered from 0 by frame, then by track. An edge leads to each cell from the previous cell of its track,
 * or from the last cell of its mother.
 */
final class GeffTable {

    /** A measure of a cell as a property. */
    private record Measure(String name, String unit, String description, ToDoubleFunction<TableCell> value) {}

    private static final List<Measure> MEASURES = List.of(
            new Measure("y", "pixel", "Row of the centroid", TableCell::yPx),
            new Measure("x", "pixel", "Column of the centroid", TableCell::xPx),
            named("perimeter_px", "pixel", "Perimeter"),
            named("eccentricity", "", "0 for a circle, up to 1"),
            named("major_axis_px", "pixel", "Full length of the major axis"),
            named("minor_axis_px", "pixel", "Full length of the minor axis"),
            named("orientation_rad", "radian", "Angle between the y axis and the major axis, counter-clockwise"),
            named("solidity", "", "Area divided by the area of the convex hull"),
            named("cell_probability", "", "Probability that it is a cell"),
            named("whole_cell_area_px", "pixel^2", "Number of pixels of the whole cell around a nucleus"),
            named("class_probability", "", "Probability of its most probable class"));

    private static final Measure BORDER = named("touches_border", "", "Whether it touches the edge of the frame");
    private static final Measure WEAK = named("weak", "", "Whether the frame alone would not have shown it");
    private static final Measure LINK_MARGIN =
            named("link_margin", "", "How much more probable the link is than its best alternative");

    private static final List<Measure> WHOLE = List.of(
            new Measure("t", "frame", "Frame, counted from 0", TableCell::frame),
            new Measure(GeffNames.LABEL, "", "Value of the cell in the label images", TableCell::trackId),
            new Measure(GeffNames.TRACK, "", "Track, as in the tables of Cellineage", TableCell::trackId),
            new Measure("area_px", "pixel^2", "Number of pixels", TableCell::areaPx),
            new Measure("min_y_px", "pixel", "First row of the bounding box", TableCell::minYPx),
            new Measure("min_x_px", "pixel", "First column of the bounding box", TableCell::minXPx),
            new Measure("max_y_px", "pixel", "Row after the bounding box", TableCell::maxYPx),
            new Measure("max_x_px", "pixel", "Column after the bounding box", TableCell::maxXPx));

    private static final Map<String, Function<TableCell, Map<String, Double>>> BY_CHANNEL = TableCell.byChannel();

    private final Map<Integer, TableTrack> tracks = new HashMap<>();
    private final Map<Integer, Integer> children = new HashMap<>();
    private final List<String> channels;

    private final List<NumberColumn> measures = new ArrayList<>();
    private final List<NumberColumn> whole = new ArrayList<>();
    private final List<NumberColumn> ofChannels = new ArrayList<>();
    private final NumberColumn border = new NumberColumn();
    private final NumberColumn weak = new NumberColumn();
    private final NumberColumn tracklets = new NumberColumn();
    private final NumberColumn lineages = new NumberColumn();

    private final NumberColumn ends = new NumberColumn();
    private final NumberColumn linkProbabilities = new NumberColumn();
    private final NumberColumn linkMargins = new NumberColumn();
    private final NumberColumn divisionProbabilities = new NumberColumn();

    /** What is known of each track while cells are added: its last node, its tracklet and its lineage. */
    private final Map<Integer, int[]> last = new HashMap<>();

    /** A column of the cells table. */
    private static Measure named(String column, String unit, String description) {
        int at = TableCell.Measures.names().indexOf(column);
        return new Measure(
                column, unit, description, cell -> cell.measures().values().get(at));
    }

    private GeffTable(List<TableTrack> tracks, List<String> channels) {
        this.channels = channels;
        for (TableTrack track : tracks) {
            this.tracks.put(track.trackId(), track);
            if (track.parentTrackId() != TrackSpan.NO_PARENT) {
                children.merge(track.parentTrackId(), 1, Integer::sum);
            }
        }
        MEASURES.forEach(measure -> measures.add(new NumberColumn()));
        WHOLE.forEach(measure -> whole.add(new NumberColumn()));
        for (int i = 0; i < BY_CHANNEL.size() * channels.size(); i++) {
            ofChannels.add(new NumberColumn());
        }
    }

    static GeffTable of(ExportMovie movie) throws IOException {
        GeffTable table = new GeffTable(movie.tracks(), movie.details().channels());
        movie.forEachFrame(cells -> cells.stream()
                .sorted(Comparator.comparingInt(TableCell::trackId))
                .forEach(table::add));
        return table;
    }

    private void add(TableCell cell) {
        int node = border.size();
        for (int i = 0; i < MEASURES.size(); i++) {
            measures.get(i).add(MEASURES.get(i).value().applyAsDouble(cell));
        }
        for (int i = 0; i < WHOLE.size(); i++) {
            whole.get(i).add(WHOLE.get(i).value().applyAsDouble(cell));
        }
        int column = 0;
        for (String channel : channels) {
            for (Function<TableCell, Map<String, Double>> figure : BY_CHANNEL.values()) {
                ofChannels.get(column++).add(figure.apply(cell).getOrDefault(channel, Double.NaN));
            }
        }
        border.add(BORDER.value().applyAsDouble(cell));
        weak.add(WEAK.value().applyAsDouble(cell));
        int[] known = last.get(cell.trackId());
        if (known == null) {
            known = begin(cell, node);
            last.put(cell.trackId(), known);
        } else {
            link(known[0], node, cell, Double.NaN);
        }
        known[0] = node;
        tracklets.add(known[1]);
        lineages.add(known[2]);
    }

    /** A daughter begins a tracklet; a track that is its parent's only child is on the same path. */
    private int[] begin(TableCell cell, int node) {
        TableTrack track = tracks.get(cell.trackId());
        int[] mother = track == null ? null : last.get(track.parentTrackId());
        if (track == null || mother == null) {
            return new int[] {node, cell.trackId(), cell.trackId()};
        }
        boolean divided = children.getOrDefault(track.parentTrackId(), 0) > 1;
        TableTrack parent = tracks.get(track.parentTrackId());
        link(mother[0], node, cell, divided && parent != null ? parent.divisionProbability() : Double.NaN);
        return new int[] {node, divided ? cell.trackId() : mother[1], mother[2]};
    }

    private void link(int source, int target, TableCell cell, double division) {
        ends.add(source);
        ends.add(target);
        linkProbabilities.add(cell.linkProbability());
        linkMargins.add(LINK_MARGIN.value().applyAsDouble(cell));
        divisionProbabilities.add(division);
    }

    GeffWriter.Part nodes() {
        List<Property> properties = new ArrayList<>();
        for (int i = 0; i < WHOLE.size(); i++) {
            Measure measure = WHOLE.get(i);
            properties.add(whole.get(i).wholeProperty(measure.name(), measure.unit(), measure.description()));
        }
        properties.add(tracklets.wholeProperty(GeffNames.TRACKLET, "", "Longest path without branches"));
        properties.add(lineages.wholeProperty(GeffNames.LINEAGE, "", "First known ancestor's track"));
        for (int i = 0; i < MEASURES.size(); i++) {
            Measure measure = MEASURES.get(i);
            properties.add(measures.get(i).property(measure.name(), measure.unit(), measure.description()));
        }
        properties.add(border.truthProperty(BORDER.name(), BORDER.description()));
        properties.add(weak.truthProperty(WEAK.name(), WEAK.description()));
        List<String> names = names();
        int column = 0;
        for (int channel = 0; channel < channels.size(); channel++) {
            for (String figure : BY_CHANNEL.keySet()) {
                properties.add(ofChannels
                        .get(column++)
                        .property(
                                figure + "_" + names.get(channel),
                                "",
                                figure + " of channel " + channels.get(channel) + ", as in the tables of Cellineage"));
            }
        }
        long[] ids = new long[border.size()];
        for (int node = 0; node < ids.length; node++) {
            ids[node] = node;
        }
        return new GeffWriter.Part(ZarrValues.unsigned(ids), properties);
    }

    /** Names of the channels as parts of folder names, each once. */
    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (int channel = 0; channel < channels.size(); channel++) {
            String name = channels.get(channel).replaceAll("[^A-Za-z0-9_+-]", "_");
            names.add(name.isEmpty() || names.contains(name) ? name + "_" + channel : name);
        }
        return names;
    }

    GeffWriter.Part edges() {
        return new GeffWriter.Part(
                ends.unsignedValues().inRowsOf(2),
                List.of(
                        linkProbabilities.property("link_probability", "", "Probability of the link within a track"),
                        linkMargins.property(LINK_MARGIN.name(), "", LINK_MARGIN.description()),
                        divisionProbabilities.property(
                                "division_probability", "", "Probability of the division, on edges to daughters")));
    }

    GeffWriter.About about(ExportMovie movie, Optional<String> labels) {
        TableMovie row = movie.row();
        Calibration scale = movie.details().calibration();
        ObjectNode extra = ZarrWriter.attributes();
        ObjectNode own = extra.putObject("cellineage")
                .put("movie_id", row.key().id())
                .put("run_id", row.runId())
                .put("frames", row.frameCount())
                .put("height_px", row.height())
                .put("width_px", row.width());
        channels.forEach(own.putArray("channels")::add);
        return new GeffWriter.About(
                List.of(
                        new GeffWriter.Axis(
                                "t", "time", "frame", whole.get(0).range(), scale.frameIntervalS(), "second"),
                        new GeffWriter.Axis(
                                "y", "space", "pixel", measures.get(0).range(), scale.pixelSizeUm(), "micrometer"),
                        new GeffWriter.Axis(
                                "x", "space", "pixel", measures.get(1).range(), scale.pixelSizeUm(), "micrometer")),
                GeffNames.TRACKLET,
                GeffNames.LINEAGE,
                labels,
                GeffNames.LABEL,
                extra);
    }
}
