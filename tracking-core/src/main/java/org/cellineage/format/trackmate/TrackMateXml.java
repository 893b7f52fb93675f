package org.cellineage.format.trackmate;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.archive.SeekableInputStream;
import org.cellineage.format.spots.SpotGrid;
import org.cellineage.format.spots.SpotMovie;
import org.cellineage.problem.BadInputException;

/**
 * Reads files that TrackMate saves. The XML is hostile until it has been read: document types are rejected, and no entity
 * is resolved.
 *
 * <p>Spots may come in any order, and links over frames without a spot. Lengths are converted to pixels with the pixel
 * size that the file gives for its image; if it gives none, with that of the movie. Spots that TrackMate hides and that
 * no visible track needs are not read, as they are not part of the result. Tracks that its filter hides are left out, and
 * that is a flaw. {@link org.cellineage.format.spots.SpotMovieBuilder} says how tracks are formed.
 */
public final class TrackMateXml {

    /** Name of the spot feature in which this project writes the track of a cell. */
    public static final String TRACK_FEATURE = "CELLINEAGE_TRACK";

    private static final long MAX_BYTES = 4L << 30;
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final int MAX_DEPTH = 100;
    private static final int MAX_NUMBER = 1 << 30;
    private static final String SAVE = "Save the file in TrackMate with the button 'Save', and give that file.";

    private final String where;
    private final TrackMateModel model = new TrackMateModel();
    private int frame = -1;
    private boolean hasTracks;
    private boolean hasFilter;

    private TrackMateXml(String where) {
        this.where = where;
    }

    /**
     * Whether the beginning of a file is that of one of TrackMate's, or of its other export, which {@link #read} refuses.
     *
     * @param start some of the first characters
     */
    public static boolean isTrackMate(String start) {
        return start.contains("<TrackMate") || (start.contains("<Tracks") && start.contains("nTracks"));
    }

    /**
     * Reads a file.
     *
     * @param grid the pixels of the movie to which it belongs
     * @throws BadInputException if it is no such file, is incomplete, three-dimensional, or made from an image of another
     *     size, or if its lengths cannot be converted to pixels
     */
    public static SpotMovie read(Storage storage, String location, SpotGrid grid) throws IOException {
        TrackMateXml xml = new TrackMateXml(location);
        try (SeekableBytes bytes = storage.open(location)) {
            if (bytes.length() > MAX_BYTES) {
                throw new BadInputException(
                        location,
                        "It is larger than " + (MAX_BYTES >> 30) + " GiB.",
                        "Give one file for each movie, without analyses that are not needed.");
            }
            xml.parse(new BufferedInputStream(new SeekableInputStream(bytes), 1 << 16));
        }
        return xml.model.movie(location, grid);
    }

    private void parse(InputStream in) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(in);
            try {
                parse(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw new BadInputException(
                    where,
                    "It is not complete XML: line " + e.getLocation().getLineNumber() + " cannot be read.",
                    SAVE,
                    e);
        }
        if (!hasTracks || !hasFilter) {
            throw new BadInputException(
                    where,
                    "It contains no tracks: the element " + (hasTracks ? "FilteredTracks" : "AllTracks")
                            + " is missing.",
                    "Track the spots in TrackMate, and save the file after that.");
        }
    }

    private void parse(XMLStreamReader reader) throws XMLStreamException {
        int depth = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (depth == 0) {
                        checkRoot(reader);
                    }
                    depth++;
                    if (depth > MAX_DEPTH) {
                        throw new BadInputException(
                                where, "Its elements are nested more than " + MAX_DEPTH + " deep.", SAVE);
                    }
                    if (reader.getLocalName().equals("Spot")) {
                        spot(reader);
                        depth--;
                    } else {
                        start(reader);
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    if (reader.getLocalName().equals("Track")) {
                        model.endTrack();
                    }
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new BadInputException(
                            where, "It has a document type or refers to an entity, which is never read.", SAVE);
                default -> {
                    // Text between elements, comments and processing instructions say nothing.
                }
            }
        }
    }

    private void checkRoot(XMLStreamReader reader) {
        String root = reader.getLocalName();
        if (root.equals("Tracks")) {
            throw new BadInputException(
                    where,
                    "It is TrackMate's simple export of tracks, which has neither outlines nor sizes nor divisions.",
                    SAVE);
        }
        if (!root.equals("TrackMate")) {
            throw new BadInputException(
                    where, "It is not a file of TrackMate: its root element is " + root + ".", SAVE);
        }
    }

    private void start(XMLStreamReader reader) {
        switch (reader.getLocalName()) {
            case "Model" -> model.unit(attribute(reader, "spatialunits").orElse("pixel"));
            case "ImageData" ->
                model.image(
                        number(reader, "width"),
                        number(reader, "height"),
                        number(reader, "nslices"),
                        number(reader, "pixelwidth"),
                        number(reader, "pixelheight"));
            case "SpotsInFrame" -> frame = (int) number(reader, "frame", -1);
            case "AllTracks" -> hasTracks = true;
            case "Track" -> model.startTrack(id(reader, "TRACK_ID"));
            case "Edge" -> model.edge(id(reader, "SPOT_SOURCE_ID"), id(reader, "SPOT_TARGET_ID"));
            case "FilteredTracks" -> hasFilter = true;
            case "TrackID" -> model.shown(id(reader, "TRACK_ID"));
            default -> {
                // Features, filters and views are not needed.
            }
        }
    }

    private void spot(XMLStreamReader reader) throws XMLStreamException {
        long id = id(reader, "ID");
        double at = number(reader, "FRAME", frame);
        double number = number(reader, TRACK_FEATURE, 0);
        boolean known = number >= 1 && number < MAX_NUMBER && number == Math.rint(number);
        TrackMateModel.RawSpot raw = new TrackMateModel.RawSpot(
                id,
                at >= 0 && at < Integer.MAX_VALUE && at == Math.rint(at) ? (int) at : -1,
                number(reader, "POSITION_Y"),
                number(reader, "POSITION_X"),
                number(reader, "POSITION_Z", 0),
                number(reader, "RADIUS"),
                number(reader, "VISIBILITY", 1) != 0,
                known ? (int) number : 0,
                new double[0],
                false);
        model.add(raw.outlined(reader.getElementText().strip()));
    }

    /** Corners as written, {@code x0, y0, x1, y1, …}; empty if they are not those of an outline. */
    static Optional<double[]> corners(String text) {
        String[] words = BLANKS.split(text);
        if (words.length < 6 || words.length % 2 != 0) {
            return Optional.empty();
        }
        double[] corners = new double[words.length];
        try {
            for (int i = 0; i < words.length; i++) {
                corners[i] = Double.parseDouble(words[i]);
            }
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
        return Arrays.stream(corners).allMatch(Double::isFinite) ? Optional.of(corners) : Optional.empty();
    }

    private static Optional<String> attribute(XMLStreamReader reader, String name) {
        return Optional.ofNullable(reader.getAttributeValue(null, name)).map(String::strip);
    }

    private static double number(XMLStreamReader reader, String name) {
        return number(reader, name, Double.NaN);
    }

    private static double number(XMLStreamReader reader, String name, double absent) {
        Optional<String> text = attribute(reader, name);
        if (text.isEmpty()) {
            return absent;
        }
        try {
            return Double.parseDouble(text.get());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** An id that is missing or no whole number cannot be meant by anything else. */
    private long id(XMLStreamReader reader, String name) {
        double value = number(reader, name);
        if (value != Math.rint(value) || Math.abs(value) > 1L << 53) {
            throw new BadInputException(
                    where,
                    "Line " + reader.getLocation().getLineNumber() + ": the " + name + " of an element "
                            + reader.getLocalName() + " is missing or not a whole number.",
                    SAVE);
        }
        return (long) value;
    }
}
