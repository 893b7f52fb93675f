package org.cellineage.format.tiff;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.cellineage.format.Calibration;
import org.cellineage.problem.BadInputException;
import org.jspecify.annotations.Nullable;

/** The OME-XML in the first page's description, as far as it says what the planes mean (OME data model 2016-06). */
record OmeDescription(List<Image> images, int otherFiles) {

    /** One {@code Image} element. */
    record Image(
            String dimensionOrder,
            int sizeC,
            int sizeZ,
            int sizeT,
            List<String> channelNames,
            Calibration calibration,
            List<TiffData> data) {}

    /** Planes {@code ifd} to {@code ifd + count - 1} hold the planes from (c, z, t) on, in dimension order. */
    record TiffData(int ifd, int c, int z, int t, int count, boolean inOtherFile) {}

    static boolean is(String description) {
        String start = description.substring(0, Math.min(description.length(), 4000));
        return start.contains("<OME") || start.contains(":OME ");
    }

    static OmeDescription parse(String xml, String where) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
            return new Parser(reader).parse();
        } catch (XMLStreamException | NumberFormatException e) {
            throw new BadInputException(
                    where,
                    "Its OME-XML cannot be read: " + e.getMessage() + ".",
                    "Export the movie as OME-TIFF again, or as a plain TIFF stack.",
                    e);
        }
    }

    private static final class Parser {
        private final XMLStreamReader reader;
        private final List<Image> images = new ArrayList<>();
        private final Set<String> files = new HashSet<>();
        private List<String> names = new ArrayList<>();
        private List<TiffData> data = new ArrayList<>();
        private String order = "XYCZT";
        private int c = 1;
        private int z = 1;
        private int t = 1;
        private Calibration calibration = Calibration.UNKNOWN;
        private @Nullable TiffData open;
        private String firstFile = "";

        Parser(XMLStreamReader reader) {
            this.reader = reader;
        }

        OmeDescription parse() throws XMLStreamException {
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    start(reader.getLocalName());
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    end(reader.getLocalName());
                }
            }
            return new OmeDescription(List.copyOf(images), Math.max(0, files.size() - 1));
        }

        private void start(String name) {
            switch (name) {
                case "Pixels" -> {
                    names = new ArrayList<>();
                    data = new ArrayList<>();
                    order = attribute("DimensionOrder", "XYCZT");
                    c = number("SizeC", 1);
                    z = number("SizeZ", 1);
                    t = number("SizeT", 1);
                    calibration = new Calibration(
                            decimal("PhysicalSizeX") * micrometres(attribute("PhysicalSizeXUnit", "µm")),
                            decimal("TimeIncrement") * seconds(attribute("TimeIncrementUnit", "s")));
                }
                case "Channel" -> names.add(attribute("Name", ""));
                case "TiffData" ->
                    open = new TiffData(
                            number("IFD", 0),
                            number("FirstC", 0),
                            number("FirstZ", 0),
                            number("FirstT", 0),
                            number("PlaneCount", attribute("IFD", "").isEmpty() ? Integer.MAX_VALUE : 1),
                            false);
                case "UUID" -> {
                    String file = attribute("FileName", "");
                    if (!file.isEmpty() && open != null) {
                        files.add(file);
                        if (firstFile.isEmpty()) {
                            firstFile = file;
                        }
                        open = new TiffData(
                                open.ifd(), open.c(), open.z(), open.t(), open.count(), !file.equals(firstFile));
                    }
                }
                default -> {
                    // Other elements say nothing about planes.
                }
            }
        }

        private void end(String name) {
            if (name.equals("TiffData") && open != null) {
                data.add(open);
                open = null;
            } else if (name.equals("Pixels")) {
                images.add(new Image(order, c, z, t, List.copyOf(names), calibration, List.copyOf(data)));
            }
        }

        private String attribute(String name, String absent) {
            String value = reader.getAttributeValue(null, name);
            return value == null ? absent : value;
        }

        private int number(String name, int absent) {
            String value = reader.getAttributeValue(null, name);
            return value == null ? absent : Integer.parseInt(value.trim());
        }

        private double decimal(String name) {
            String value = reader.getAttributeValue(null, name);
            return value == null ? Double.NaN : Double.parseDouble(value.trim());
        }

        private static double micrometres(String unit) {
            return switch (unit) {
                case "µm", "μm", "um" -> 1;
                case "nm" -> 1e-3;
                case "mm" -> 1e3;
                case "cm" -> 1e4;
                case "m" -> 1e6;
                default -> Double.NaN;
            };
        }

        private static double seconds(String unit) {
            return switch (unit) {
                case "s" -> 1;
                case "ms" -> 1e-3;
                case "min" -> 60;
                case "h" -> 3600;
                case "d" -> 86400;
                default -> Double.NaN;
            };
        }
    }
}
