package org.cellineage.jobs.export.text;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.cellineage.cell.MaskPixels;
import org.cellineage.format.Calibration;
import org.cellineage.format.TrackSpan;
import org.cellineage.format.trackmate.TrackMateXml;
import org.cellineage.jobs.export.ExportMovie;
import org.cellineage.jobs.published.TableCell;
import org.cellineage.jobs.published.TableTrack;

/** Writes one movie as TrackMate saves it. Of the cells, only one frame and two numbers for each are in memory. */
final class TrackMateWriter {

    /** The tables keep probabilities to this step; a cost must be finite. */
    private static final double LEAST_PROBABILITY = 1.0 / 65536;

    private static final int BUFFER_BYTES = 1 << 16;
    /** What XML cannot hold, and names of files and channels can. */
    private static final Pattern NOT_XML = Pattern.compile("[\\x00-\\x1f\\ud800-\\udfff\\ufffe\\uffff]");

    private final ExportMovie movie;
    private final XMLStreamWriter xml;
    private final double pixel;
    private final double interval;
    private final boolean physical;
    private final boolean timed;
    private final TrackMateFeatures features;
    private final TreeMap<Integer, Chain> chains = new TreeMap<>();
    private int nextSpot;

    /** The spots of a track in the order of frames, and the probabilities of the links that lead to them. */
    private static final class Chain {
        private int[] spots = new int[4];
        private double[] probabilities = new double[4];
        private int count;
        private int firstFrame = -1;
        private int lastFrame;

        void add(int spot, int frame, double probability) {
            if (count == spots.length) {
                spots = Arrays.copyOf(spots, 2 * count);
                probabilities = Arrays.copyOf(probabilities, 2 * count);
            }
            spots[count] = spot;
            probabilities[count++] = probability;
            firstFrame = firstFrame < 0 ? frame : firstFrame;
            lastFrame = frame;
        }
    }

    TrackMateWriter(ExportMovie movie, OutputStream out) throws XMLStreamException {
        this.movie = movie;
        this.xml = XMLOutputFactory.newDefaultFactory()
                .createXMLStreamWriter(new BufferedOutputStream(out, BUFFER_BYTES), "UTF-8");
        Calibration scale = movie.details().calibration();
        this.physical = scale.hasPixelSize() && scale.pixelSizeUm() > 0;
        this.timed = scale.hasFrameInterval() && scale.frameIntervalS() > 0;
        this.pixel = physical ? scale.pixelSizeUm() : 1;
        this.interval = timed ? scale.frameIntervalS() : 1;
        this.features = new TrackMateFeatures(movie.details().channels(), pixel);
    }

    void write() throws XMLStreamException, IOException {
        xml.writeStartDocument("UTF-8", "1.0");
        line();
        start("TrackMate", Map.of("version", TrackMateExporter.VERSION));
        line();
        start("Model", Map.of("spatialunits", physical ? "micron" : "pixel", "timeunits", timed ? "sec" : "frame"));
        declarations();
        spots();
        tracks();
        xml.writeEndElement();
        settings();
        start("GUIState", Map.of("state", "ConfigureViews"));
        xml.writeEndElement();
        line();
        xml.writeEndElement();
        line();
        xml.writeEndDocument();
        xml.flush();
    }

    private void line() throws XMLStreamException {
        xml.writeCharacters("\n");
    }

    private void start(String name, Map<String, String> attributes) throws XMLStreamException {
        xml.writeStartElement(name);
        for (Map.Entry<String, String> attribute : new TreeMap<>(attributes).entrySet()) {
            xml.writeAttribute(attribute.getKey(), attribute.getValue());
        }
    }

    private void declarations() throws XMLStreamException {
        line();
        xml.writeStartElement("FeatureDeclarations");
        List<TrackMateFeatures.Feature> ofSpots = new ArrayList<>(TrackMateFeatures.OF_EVERY_SPOT);
        ofSpots.addAll(features.features());
        declare("SpotFeatures", ofSpots);
        declare("EdgeFeatures", TrackMateFeatures.OF_EDGES);
        declare("TrackFeatures", TrackMateFeatures.OF_TRACKS);
        xml.writeEndElement();
    }

    private void declare(String element, List<TrackMateFeatures.Feature> declared) throws XMLStreamException {
        line();
        xml.writeStartElement(element);
        for (TrackMateFeatures.Feature feature : declared) {
            line();
            xml.writeEmptyElement("Feature");
            xml.writeAttribute("feature", feature.key());
            xml.writeAttribute("name", clean(feature.name()));
            xml.writeAttribute("shortname", clean(feature.name()));
            xml.writeAttribute("dimension", feature.dimension());
            xml.writeAttribute("isint", Boolean.toString(feature.whole()));
        }
        xml.writeEndElement();
    }

    private void spots() throws XMLStreamException, IOException {
        line();
        start("AllSpots", Map.of("nspots", Long.toString(movie.row().cells())));
        movie.forEachFrame(cells -> {
            try {
                line();
                start(
                        "SpotsInFrame",
                        Map.of("frame", Integer.toString(cells.get(0).frame())));
                for (TableCell cell : cells) {
                    line();
                    spot(cell);
                }
                xml.writeEndElement();
            } catch (XMLStreamException e) {
                throw new IOException(e);
            }
        });
        xml.writeEndElement();
    }

    private void spot(TableCell cell) throws XMLStreamException {
        int id = nextSpot++;
        chains.computeIfAbsent(cell.trackId(), track -> new Chain()).add(id, cell.frame(), cell.linkProbability());
        double[] values = features.of(cell);
        double y = cell.yPx() * pixel;
        double x = cell.xPx() * pixel;
        TrackMateOutline outline =
                TrackMateOutline.of(MaskPixels.decode(cell.mask(), cell.box()).outline(), pixel, y, x);
        xml.writeStartElement("Spot");
        xml.writeAttribute("ID", Integer.toString(id));
        xml.writeAttribute("name", "track " + cell.trackId());
        number("QUALITY", features.quality(values));
        number("POSITION_X", x);
        number("POSITION_Y", y);
        number("POSITION_Z", 0);
        number("POSITION_T", cell.frame() * interval);
        xml.writeAttribute("FRAME", Integer.toString(cell.frame()));
        number("RADIUS", Math.sqrt(cell.areaPx() / Math.PI) * pixel);
        xml.writeAttribute("VISIBILITY", "1");
        xml.writeAttribute(TrackMateXml.TRACK_FEATURE, Integer.toString(cell.trackId()));
        for (int i = 0; i < values.length; i++) {
            number(features.features().get(i).key(), values[i]);
        }
        xml.writeAttribute("ROI_N_POINTS", Integer.toString(outline.points()));
        xml.writeCharacters(outline.text());
        xml.writeEndElement();
    }

    private static String clean(String text) {
        return NOT_XML.matcher(text).replaceAll("_");
    }

    private void number(String name, double value) throws XMLStreamException {
        xml.writeAttribute(name, Double.toString(value));
    }

    /** One track for each first ancestor whose cells have any link. */
    private void tracks() throws XMLStreamException {
        TreeMap<Integer, List<TableTrack>> lineages = new TreeMap<>();
        for (TableTrack track : movie.tracks()) {
            if (chains.containsKey(track.trackId())) {
                lineages.computeIfAbsent(track.rootTrackId(), root -> new ArrayList<>())
                        .add(track);
            }
        }
        lineages.values()
                .removeIf(tracks -> tracks.size() == 1 && chain(tracks.get(0).trackId()).count == 1);
        line();
        xml.writeStartElement("AllTracks");
        int index = 0;
        for (Map.Entry<Integer, List<TableTrack>> lineage : lineages.entrySet()) {
            line();
            track(index++, lineage.getKey(), lineage.getValue());
        }
        xml.writeEndElement();
        line();
        xml.writeStartElement("FilteredTracks");
        for (int root : lineages.keySet()) {
            line();
            xml.writeEmptyElement("TrackID");
            xml.writeAttribute("TRACK_ID", Integer.toString(root));
        }
        xml.writeEndElement();
        line();
    }

    private Chain chain(int track) {
        Chain chain = chains.get(track);
        if (chain == null) {
            throw new IllegalStateException("a track without cells: " + track);
        }
        return chain;
    }

    private void track(int index, int root, List<TableTrack> tracks) throws XMLStreamException {
        Map<Integer, Double> divisions = new TreeMap<>();
        Map<Integer, Integer> daughters = new TreeMap<>();
        int spots = 0;
        int first = Integer.MAX_VALUE;
        int last = 0;
        for (TableTrack track : tracks) {
            divisions.put(track.trackId(), track.divisionProbability());
            daughters.merge(track.parentTrackId(), 1, Integer::sum);
            Chain chain = chain(track.trackId());
            spots += chain.count;
            first = Math.min(first, chain.firstFrame);
            last = Math.max(last, chain.lastFrame);
        }
        long splits = daughters.entrySet().stream()
                .filter(entry -> entry.getKey() != TrackSpan.NO_PARENT && entry.getValue() > 1)
                .count();
        xml.writeStartElement("Track");
        xml.writeAttribute("name", "Track_" + root);
        xml.writeAttribute("TRACK_ID", Integer.toString(root));
        xml.writeAttribute("TRACK_INDEX", Integer.toString(index));
        xml.writeAttribute("NUMBER_SPOTS", Integer.toString(spots));
        xml.writeAttribute("NUMBER_SPLITS", Long.toString(splits));
        number("TRACK_DURATION", (last - first) * interval);
        number("TRACK_START", first * interval);
        number("TRACK_STOP", last * interval);
        for (TableTrack track : tracks) {
            Chain chain = chain(track.trackId());
            Chain mother = chains.get(track.parentTrackId());
            if (mother != null) {
                edge(
                        mother.spots[mother.count - 1],
                        chain.spots[0],
                        divisions.getOrDefault(track.parentTrackId(), Double.NaN));
            }
            for (int i = 1; i < chain.count; i++) {
                edge(chain.spots[i - 1], chain.spots[i], chain.probabilities[i]);
            }
        }
        xml.writeEndElement();
    }

    private void edge(int from, int to, double probability) throws XMLStreamException {
        line();
        xml.writeEmptyElement("Edge");
        xml.writeAttribute("SPOT_SOURCE_ID", Integer.toString(from));
        xml.writeAttribute("SPOT_TARGET_ID", Integer.toString(to));
        double cost = Double.isNaN(probability) ? Double.NaN : -Math.log(Math.max(LEAST_PROBABILITY, probability));
        number("LINK_COST", cost + 0.0);
        number("LINK_PROBABILITY", probability);
    }

    /** What TrackMate needs to find the image, and the filters that it expects to be there. */
    private void settings() throws XMLStreamException {
        String source = movie.row().source().replaceFirst("^file:/+", "/");
        String folder = source.substring(0, source.lastIndexOf('/') + 1);
        line();
        xml.writeStartElement("Settings");
        line();
        xml.writeEmptyElement("ImageData");
        xml.writeAttribute("filename", clean(source.substring(folder.length())));
        // TrackMate opens local files only, and looks for others beside the XML.
        xml.writeAttribute("folder", source.startsWith("/") ? clean(folder) : "");
        xml.writeAttribute("width", Integer.toString(movie.row().width()));
        xml.writeAttribute("height", Integer.toString(movie.row().height()));
        xml.writeAttribute("nslices", "1");
        xml.writeAttribute("nframes", Integer.toString(movie.row().frameCount()));
        number("pixelwidth", pixel);
        number("pixelheight", pixel);
        number("voxeldepth", 1);
        number("timeinterval", interval);
        line();
        xml.writeEmptyElement("InitialSpotFilter");
        xml.writeAttribute("feature", "QUALITY");
        xml.writeAttribute("value", "0.0");
        xml.writeAttribute("isabove", "true");
        line();
        xml.writeEmptyElement("SpotFilterCollection");
        line();
        xml.writeEmptyElement("TrackFilterCollection");
        line();
        xml.writeEndElement();
        line();
    }
}
