package org.cellineage.jobs.export.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.cellineage.cell.MaskOutline;
import org.cellineage.cell.MaskPixels;
import org.cellineage.format.TrackSpan;
import org.cellineage.jobs.export.ExportMovie;
import org.cellineage.jobs.export.ExportTarget;
import org.cellineage.jobs.export.Exporter;
import org.cellineage.jobs.published.TableCell;
import org.cellineage.jobs.published.TableTrack;

/**
 * Objects for QuPath: {@code PLATE/SEQ.geojson} with a detection for each cell and frame, sorted by frame and track.
 *
 * <p>Coordinates are pixels with the origin in the top left corner of the image. An outline runs along the edges of pixels;
 * holes and separate parts are kept. The frame is the plane's {@code t}. The id of an object follows from the names of its
 * movie, track and frame alone. Unknown measurements are left out, because JSON has no NaN.
 */
public final class GeoJsonExporter implements Exporter {

    /** From the centres of pixels at integers to their corners at integers. */
    private static final double CORNER = 0.5;

    @Override
    public String name() {
        return "geojson";
    }

    @Override
    public String summary() {
        return "QuPath: a detection for each cell";
    }

    @Override
    public boolean needsMeasures() {
        return true;
    }

    @Override
    public String formatVersion() {
        return "RFC 7946 with QuPath's properties and planes (0.4 and later)";
    }

    @Override
    public List<String> cannotHold() {
        return List.of(
                "links: tracks, parents and roots are measurements of the cells",
                "origins, fates and probabilities of divisions",
                "pixel size and frame interval, which QuPath takes from the image");
    }

    @Override
    public List<String> export(List<ExportMovie> movies, ExportTarget target) throws IOException {
        List<String> written = new ArrayList<>();
        for (ExportMovie movie : movies) {
            String name = movie.row().key().plate() + "/" + movie.row().sequence() + ".geojson";
            target.write(name, out -> write(movie, out));
            written.add(name);
        }
        return written;
    }

    private static void write(ExportMovie movie, OutputStream out) throws IOException {
        CellNumbers numbers = new CellNumbers(movie.details().channels());
        Map<Integer, TableTrack> tracks = new HashMap<>();
        movie.tracks().forEach(track -> tracks.put(track.trackId(), track));
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("type", "FeatureCollection");
            json.writeArrayFieldStart("features");
            movie.forEachFrame(cells -> {
                for (TableCell cell : cells) {
                    json.writeRaw('\n');
                    json.writeStartObject();
                    json.writeStringField("type", "Feature");
                    json.writeStringField("id", id(movie.row().key().id(), cell).toString());
                    geometry(json, cell);
                    properties(json, cell, tracks, numbers);
                    json.writeEndObject();
                }
            });
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static UUID id(String movie, TableCell cell) {
        String name = "cellineage:" + movie + "/" + cell.trackId() + "/" + cell.frame();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private static void geometry(JsonGenerator json, TableCell cell) throws IOException {
        List<MaskOutline.Part> parts =
                MaskPixels.decode(cell.mask(), cell.box()).outline();
        json.writeObjectFieldStart("geometry");
        json.writeStringField("type", parts.size() == 1 ? "Polygon" : "MultiPolygon");
        json.writeFieldName("coordinates");
        if (parts.size() == 1) {
            polygon(json, parts.get(0));
        } else {
            json.writeStartArray();
            for (MaskOutline.Part part : parts) {
                polygon(json, part);
            }
            json.writeEndArray();
        }
        json.writeObjectFieldStart("plane");
        json.writeNumberField("c", -1);
        json.writeNumberField("z", 0);
        json.writeNumberField("t", cell.frame());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void polygon(JsonGenerator json, MaskOutline.Part part) throws IOException {
        json.writeStartArray();
        ring(json, part.shell());
        for (MaskOutline.Ring hole : part.holes()) {
            ring(json, hole);
        }
        json.writeEndArray();
    }

    private static void ring(JsonGenerator json, MaskOutline.Ring ring) throws IOException {
        json.writeStartArray();
        for (int i = 0; i <= ring.size(); i++) {
            int corner = i % ring.size();
            json.writeStartArray();
            json.writeNumber(Math.round(ring.x(corner) + CORNER));
            json.writeNumber(Math.round(ring.y(corner) + CORNER));
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private static void properties(
            JsonGenerator json, TableCell cell, Map<Integer, TableTrack> tracks, CellNumbers numbers)
            throws IOException {
        json.writeObjectFieldStart("properties");
        json.writeStringField("objectType", "detection");
        json.writeStringField("name", "track " + cell.trackId());
        if (!cell.measures().className().isEmpty()) {
            json.writeObjectFieldStart("classification");
            json.writeStringField("name", cell.measures().className());
            json.writeEndObject();
        }
        json.writeObjectFieldStart("measurements");
        json.writeNumberField("track_id", cell.trackId());
        TableTrack track = tracks.get(cell.trackId());
        if (track != null) {
            if (track.parentTrackId() != TrackSpan.NO_PARENT) {
                json.writeNumberField("parent_track_id", track.parentTrackId());
            }
            json.writeNumberField("root_track_id", track.rootTrackId());
            json.writeNumberField("generation", track.generation());
        }
        json.writeNumberField("frame", cell.frame());
        number(json, "y_px", cell.yPx());
        number(json, "x_px", cell.xPx());
        double[] values = numbers.of(cell);
        for (int i = 0; i < values.length; i++) {
            number(json, numbers.names().get(i), values[i]);
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeFieldName(name);
            json.writeNumber(CellNumbers.text(value));
        }
    }
}
