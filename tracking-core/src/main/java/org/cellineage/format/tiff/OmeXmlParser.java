package org.cellineage.format.tiff;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.cellineage.format.Calibration;
import org.cellineage.problem.BadInputException;

/**
 * Parses OME-XML. Namespaces and their versions are ignored, entities and document types are rejected, and numbers may
 * have a decimal comma.
 */
final class OmeXmlParser {

    private final XMLStreamReader reader;
    private final List<OmeDescription.Image> images = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private String uuid = "";
    private String metadataFile = "";
    private String imageId = "";
    private String imageName = "";
    private double imagePixelSize = Double.NaN;
    private Pixels pixels = new Pixels();
    private boolean inPixels;
    private boolean inTiffData;
    private final int[] plane = new int[3];
    private int[] well = new int[2];
    private int sampleIndex;

    /** A {@code WellSample}. */
    private record Sample(int row, int column, int index, String image) {}

    /** Contents of the current {@code Pixels} element. */
    private static final class Pixels {
        private String order = "XYCZT";
        private int c = 1;
        private int z = 1;
        private int t = 1;
        private double pixelSize = Double.NaN;
        private double interval = Double.NaN;
        private final List<String> names = new ArrayList<>();
        private final List<OmeDescription.TiffData> data = new ArrayList<>();
        /** Time of the first plane of each time point, in seconds. */
        private final TreeMap<Integer, Double> times = new TreeMap<>();

        private final Map<Integer, Long> firstPlane = new HashMap<>();

        /** Median time between consecutive time points; NaN if unknown or always 0. */
        double interval() {
            if (!Double.isNaN(interval)) {
                return interval;
            }
            List<Double> steps = new ArrayList<>();
            Map.Entry<Integer, Double> before = times.firstEntry();
            for (Map.Entry<Integer, Double> now : times.entrySet()) {
                int frames = now.getKey() - before.getKey();
                if (frames > 0) {
                    steps.add((now.getValue() - before.getValue()) / frames);
                }
                before = now;
            }
            if (steps.isEmpty()) {
                return Double.NaN;
            }
            steps.sort(Comparator.naturalOrder());
            double low = steps.get((steps.size() - 1) / 2);
            return PhysicalUnits.positive((low + steps.get(steps.size() / 2)) / 2);
        }
    }

    private OmeXmlParser(XMLStreamReader reader) {
        this.reader = reader;
    }

    /**
     * Parses a description.
     *
     * @throws BadInputException if it is not well-formed XML, even after {@link XmlRepair}
     */
    static OmeDescription parse(String xml, String where) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            if (xml.contains("<!DOCTYPE")) {
                throw new XMLStreamException("it has a document type");
            }
            return new OmeXmlParser(factory.createXMLStreamReader(new StringReader(XmlRepair.repair(xml)))).parse();
        } catch (XMLStreamException | NumberFormatException e) {
            throw new BadInputException(
                    where,
                    "Its OME-XML cannot be read: " + oneLine(e.getMessage()) + ".",
                    "Export the movie as OME-TIFF again, or as a plain TIFF stack.",
                    e);
        }
    }

    private static String oneLine(@org.jspecify.annotations.Nullable String message) {
        return String.valueOf(message).replaceAll("\\s+", " ");
    }

    private OmeDescription parse() throws XMLStreamException {
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                start(local());
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                end(local());
            } else if (event == XMLStreamConstants.CHARACTERS && inTiffData) {
                identify(reader.getText().strip());
            }
        }
        return new OmeDescription(uuid, metadataFile, images, places());
    }

    private String local() {
        String name = reader.getLocalName();
        return name.substring(name.indexOf(':') + 1);
    }

    private void start(String name) {
        switch (name) {
            case "OME" -> uuid = identifier(attribute("UUID", ""));
            case "BinaryOnly" -> metadataFile = lastPart(attribute("MetadataFile", ""));
            case "Image" -> {
                imageId = attribute("ID", "");
                imageName = attribute("Name", "");
                imagePixelSize = PhysicalUnits.positive(decimal("PixelSizeX"));
            }
            case "Pixels" -> startPixels();
            case "Channel" -> {
                if (inPixels) {
                    pixels.names.add(attribute("Name", ""));
                }
            }
            case "TiffData" -> startTiffData();
            case "UUID" -> {
                if (inTiffData) {
                    refer(new OmeDescription.FileRef("", lastPart(attribute("FileName", ""))));
                }
            }
            case "Plane" -> {
                plane[0] = number("TheC", 0);
                plane[1] = number("TheZ", 0);
                plane[2] = number("TheT", 0);
                time();
            }
            case "PlaneTiming" -> time();
            case "Well" -> well = new int[] {number("Row", -1), number("Column", -1)};
            case "WellSample" -> sampleIndex = number("Index", samples.size());
            case "ImageRef" -> {
                if (well[0] >= 0 && well[1] >= 0) {
                    samples.add(new Sample(well[0], well[1], sampleIndex, attribute("ID", "")));
                }
            }
            default -> {
                // Other elements do not concern planes.
            }
        }
    }

    private void startPixels() {
        inPixels = true;
        pixels = new Pixels();
        pixels.order = attribute("DimensionOrder", "XYCZT");
        pixels.c = number("SizeC", 1);
        pixels.z = number("SizeZ", 1);
        pixels.t = number("SizeT", 1);
        pixels.pixelSize = PhysicalUnits.positive(
                decimal("PhysicalSizeX") * PhysicalUnits.micrometres(attribute("PhysicalSizeXUnit", "um")));
        if (Double.isNaN(pixels.pixelSize) && attribute("PhysicalSizeX", "").isEmpty()) {
            pixels.pixelSize = imagePixelSize;
        }
        pixels.interval = PhysicalUnits.positive(
                decimal("TimeIncrement") * PhysicalUnits.seconds(attribute("TimeIncrementUnit", "s")));
    }

    private void startTiffData() {
        inTiffData = true;
        pixels.data.add(new OmeDescription.TiffData(
                number("IFD", 0),
                number("FirstC", 0),
                number("FirstZ", 0),
                number("FirstT", 0),
                number("PlaneCount", number("NumPlanes", attribute("IFD", "").isEmpty() ? Integer.MAX_VALUE : 1)),
                OmeDescription.FileRef.SAME));
    }

    /** The current block is in another file. */
    private void refer(OmeDescription.FileRef file) {
        int last = pixels.data.size() - 1;
        OmeDescription.TiffData block = pixels.data.get(last);
        pixels.data.set(
                last, new OmeDescription.TiffData(block.ifd(), block.c(), block.z(), block.t(), block.count(), file));
    }

    private void identify(String text) {
        if (!text.isEmpty()) {
            String name = pixels.data.get(pixels.data.size() - 1).file().name();
            refer(new OmeDescription.FileRef(identifier(text), name));
        }
    }

    private void time() {
        double seconds = decimal("DeltaT") * PhysicalUnits.seconds(attribute("DeltaTUnit", "s"));
        if (Double.isNaN(seconds) || Double.isInfinite(seconds) || plane[2] < 0) {
            return;
        }
        long rank = (long) plane[0] << 32 | plane[1] & 0xffffffffL;
        Long held = pixels.firstPlane.get(plane[2]);
        if (held == null || rank < held) {
            pixels.firstPlane.put(plane[2], rank);
            pixels.times.put(plane[2], seconds);
        }
    }

    private void end(String name) {
        switch (name) {
            case "TiffData" -> inTiffData = false;
            case "Well" -> well = new int[] {-1, -1};
            case "Pixels" -> {
                inPixels = false;
                images.add(new OmeDescription.Image(
                        imageId,
                        imageName,
                        pixels.order,
                        pixels.c,
                        pixels.z,
                        pixels.t,
                        List.copyOf(pixels.names),
                        new Calibration(pixels.pixelSize, pixels.interval()),
                        List.copyOf(pixels.data)));
            }
            default -> {
                // No action at the end of other elements.
            }
        }
    }

    /** Numbers the sites of a well from 1 in the order of their index. */
    private Map<String, PlatePlace> places() {
        samples.sort(Comparator.comparingInt(Sample::row)
                .thenComparingInt(Sample::column)
                .thenComparingInt(Sample::index));
        Map<String, PlatePlace> places = new HashMap<>();
        int site = 0;
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            boolean same = i > 0
                    && samples.get(i - 1).row() == sample.row()
                    && samples.get(i - 1).column() == sample.column();
            site = same ? site + 1 : 1;
            if (sample.row() < 26 * 27 && sample.column() < 10_000) {
                places.put(sample.image(), new PlatePlace(sample.row(), sample.column(), site));
            }
        }
        return places;
    }

    private static String identifier(String uuid) {
        String lower = uuid.strip().toLowerCase(Locale.ROOT);
        return lower.startsWith("urn:uuid:") ? lower.substring("urn:uuid:".length()) : lower;
    }

    private static String lastPart(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
                .strip();
    }

    private String attribute(String name, String absent) {
        String value = reader.getAttributeValue(null, name);
        return value == null ? absent : value;
    }

    private int number(String name, int absent) {
        String value = attribute(name, "").strip();
        if (value.isEmpty()) {
            return absent;
        }
        double number = PhysicalUnits.decimal(value);
        if (number != Math.rint(number) || Math.abs(number) > 0x1p31) {
            throw new NumberFormatException(name + " is '" + value + "', which is not a whole number");
        }
        return (int) number;
    }

    private double decimal(String name) {
        return PhysicalUnits.decimal(attribute(name, ""));
    }
}
