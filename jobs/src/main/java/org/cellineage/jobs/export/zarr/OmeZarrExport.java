package org.cellineage.jobs.export.zarr;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cellineage.format.Calibration;
import org.cellineage.format.Movie;
import org.cellineage.format.TrackSpan;
import org.cellineage.format.zarr.NgffWriter;
import org.cellineage.format.zarr.PyramidWriter;
import org.cellineage.format.zarr.SampleType;
import org.cellineage.format.zarr.SideBySide;
import org.cellineage.format.zarr.ZarrVersion;
import org.cellineage.format.zarr.ZarrWriter;
import org.cellineage.jobs.export.ExportMovie;
import org.cellineage.jobs.export.ExportTarget;
import org.cellineage.jobs.published.TableLabels;
import org.cellineage.jobs.published.TableMovie;
import org.cellineage.jobs.published.TableTrack;
import org.cellineage.problem.BadInputException;

/**
 * Writes OME-Zarr: for each movie an image with its label images, and for the movies of a plate the plate.
 *
 * <p>Where the images of a movie are not written, the image shows the labels: its resolutions are those of the label
 * images. An image comes into being with its last file, a plate after all of its images.
 *
 * @param version version of Zarr, and with it of OME-Zarr
 * @param folder see {@link ZarrPlace#of}
 */
record OmeZarrExport(ZarrVersion version, String folder) {

    /** The formats and their folders; the first of them is that to which other formats refer. */
    static final Map<String, String> FORMATS = formats();

    static final List<String> CANNOT_HOLD =
            List.of("links between frames and gaps", "measures of cells", "z planes that the run projected");

    private static Map<String, String> formats() {
        Map<String, String> formats = new LinkedHashMap<>();
        formats.put("ome-zarr", "");
        formats.put("ome-zarr-labels", "ome-zarr-labels");
        formats.put("ome-zarr-v05", "ome-zarr-v05");
        return Collections.unmodifiableMap(formats);
    }

    static OmeZarrExport of(String format, ZarrVersion version) {
        return new OmeZarrExport(version, FORMATS.getOrDefault(format, format));
    }

    /** Takes away what makes earlier files whole, before any of their contents are replaced. */
    void begin(List<TableMovie> movies, ExportTarget target) throws IOException {
        Map<String, TableMovie> places = new TreeMap<>();
        List<String> groups = new ArrayList<>();
        for (TableMovie movie : movies) {
            ZarrPlace place = ZarrPlace.of(movie, folder);
            TableMovie other = places.putIfAbsent(place.image(), movie);
            if (other != null) {
                throw new BadInputException(
                        movie.key().id(),
                        "In a plate of OME-Zarr it would be the same field as "
                                + other.key().id() + ": " + place.image() + ".",
                        "Export them one after the other with --only, to different outputs.");
            }
            if (place.inPlate() && !groups.contains(place.root())) {
                groups.add(0, place.root());
            }
            groups.add(place.image());
            groups.add(place.labels());
        }
        SideBySide.map(groups, group -> {
            for (String file : version.groupFiles()) {
                target.remove(group + "/" + file);
            }
            return group;
        });
    }

    /**
     * Writes a movie.
     *
     * @param images the images to copy; empty to write labels only
     * @return what was written, relative to the output
     */
    String export(ExportMovie movie, Optional<Movie> images, ExportTarget target) throws IOException {
        TableMovie row = movie.row();
        Calibration scale = movie.details().calibration();
        ZarrPlace place = ZarrPlace.of(row, folder);
        ZarrWriter zarr = writer(place, target);
        NgffWriter ngff = new NgffWriter(zarr);
        String labelPath =
                place.path().isEmpty() ? "labels/" + ZarrPlace.CELLS : place.path() + "/labels/" + ZarrPlace.CELLS;
        PyramidWriter labels = new PyramidWriter(
                zarr,
                labelPath,
                SampleType.U32,
                NgffWriter.Grid.axes(false),
                List.of(row.frameCount(), row.height(), row.width()));
        TableLabels cells = movie.labels();
        for (int frame : cells.frames()) {
            labels.labels(List.of(frame), cells.read(frame));
        }
        labels.describe();
        NgffWriter.Grid grid = new NgffWriter.Grid(false, labels.levels(), scale.pixelSizeUm(), scale.frameIntervalS());
        ngff.labels(place.path(), ZarrPlace.CELLS, grid, properties(movie.tracks()));
        if (images.isEmpty()) {
            ngff.image(place.path(), row.key().id(), grid, "labels/" + ZarrPlace.CELLS, List.of());
            return place.labels();
        }
        MovieImages pixels = new MovieImages(images.get(), row, target.storage());
        List<NgffWriter.Channel> channels = pixels.write(zarr, place.path());
        ngff.image(
                place.path(),
                row.key().id(),
                new NgffWriter.Grid(true, labels.levels(), scale.pixelSizeUm(), scale.frameIntervalS()),
                "",
                channels);
        return place.image();
    }

    private ZarrWriter writer(ZarrPlace place, ExportTarget target) {
        return new ZarrWriter(
                (key, content) -> target.write(place.root() + "/" + key, out -> out.write(content)), version);
    }

    private static List<ObjectNode> properties(List<TableTrack> tracks) {
        List<ObjectNode> properties = new ArrayList<>();
        tracks.stream().sorted(Comparator.comparingInt(TableTrack::trackId)).forEach(track -> {
            ObjectNode entry = ZarrWriter.attributes().put("label-value", track.trackId());
            if (track.parentTrackId() != TrackSpan.NO_PARENT) {
                entry.put("parent_track_id", track.parentTrackId());
            }
            properties.add(entry.put("root_track_id", track.rootTrackId())
                    .put("generation", track.generation())
                    .put("first_frame", track.firstFrame())
                    .put("last_frame", track.lastFrame()));
        });
        return properties;
    }

    /** Writes the plates. Their rows and columns are listed from A and 1 to the last that has a movie. */
    void finish(List<TableMovie> movies, ExportTarget target) throws IOException {
        Map<String, List<ZarrPlace>> plates = new TreeMap<>();
        Map<String, String> names = new HashMap<>();
        for (TableMovie movie : movies) {
            ZarrPlace place = ZarrPlace.of(movie, folder);
            if (place.inPlate()) {
                plates.computeIfAbsent(place.root(), root -> new ArrayList<>()).add(place);
                names.put(place.root(), movie.key().plate());
            }
        }
        for (Map.Entry<String, List<ZarrPlace>> plate : plates.entrySet()) {
            writePlate(names.getOrDefault(plate.getKey(), ""), plate.getValue(), target);
        }
    }

    private void writePlate(String name, List<ZarrPlace> places, ExportTarget target) throws IOException {
        Comparator<String> rowOrder = Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());
        Map<String, NgffWriter.Well> wells = new LinkedHashMap<>();
        String lastRow = "A";
        int lastColumn = 1;
        List<ZarrPlace> sorted = places.stream()
                .sorted(Comparator.comparing(ZarrPlace::row, rowOrder)
                        .thenComparingInt(place -> Integer.parseInt(place.column()))
                        .thenComparing(ZarrPlace::field))
                .toList();
        for (ZarrPlace place : sorted) {
            String key = place.row() + "/" + place.column();
            List<String> fields = new ArrayList<>(Optional.ofNullable(wells.get(key))
                    .map(NgffWriter.Well::fields)
                    .orElse(List.of()));
            fields.add(place.field());
            wells.put(key, new NgffWriter.Well(place.row(), place.column(), fields));
            lastRow = place.row();
            lastColumn = Math.max(lastColumn, Integer.parseInt(place.column()));
        }
        List<String> columns = new ArrayList<>();
        for (int column = 1; column <= lastColumn; column++) {
            columns.add(Integer.toString(column));
        }
        new NgffWriter(writer(sorted.get(0), target))
                .plate(name, NgffWriter.rows(lastRow), columns, List.copyOf(wells.values()));
    }
}
