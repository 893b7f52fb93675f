package org.cellineage.format.vendor;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Parses XML as instruments write it: namespaces are ignored, stray control characters and bare ampersands are
 * tolerated, document types are rejected, and entities are never resolved.
 */
final class VendorXml {

    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]");
    private static final Pattern BARE_AMPERSAND =
            Pattern.compile("&(?!(?:#\\d{1,7}|#x[0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)");
    private static final Pattern DECLARATION = Pattern.compile("^\\s*<\\?xml[^>]{0,200}\\?>");
    private static final int MAX_DEPTH = 100;

    private VendorXml() {}

    /** Receives elements, with names and attributes without namespace prefixes. */
    interface Elements {

        /** An element begins. */
        default void start(String name, Map<String, String> attributes) {}

        /** An element ends; {@code text} is its direct text content. */
        default void end(String name, String text) {}
    }

    /**
     * Parses a document.
     *
     * @throws IOException if it is truncated or malformed; the elements before that have been reported
     */
    static void walk(String xml, Elements elements) throws IOException {
        String clean = DECLARATION.matcher(CONTROL.matcher(xml).replaceAll(" ")).replaceFirst("");
        clean = BARE_AMPERSAND.matcher(clean).replaceAll("&amp;").strip();
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            walk(factory.createXMLStreamReader(new StringReader(clean)), elements);
        } catch (XMLStreamException e) {
            throw new IOException(
                    "it is not complete XML: line " + e.getLocation().getLineNumber(), e);
        }
    }

    private static void walk(XMLStreamReader reader, Elements elements) throws XMLStreamException, IOException {
        Deque<StringBuilder> texts = new ArrayDeque<>();
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (texts.size() >= MAX_DEPTH) {
                        throw new IOException("its elements are nested more than " + MAX_DEPTH + " deep");
                    }
                    texts.push(new StringBuilder());
                    Map<String, String> attributes = new HashMap<>();
                    for (int i = 0; i < reader.getAttributeCount(); i++) {
                        attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
                    }
                    elements.start(reader.getLocalName(), attributes);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (!texts.isEmpty()) {
                        texts.element().append(reader.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT ->
                    elements.end(reader.getLocalName(), texts.pop().toString());
                case XMLStreamConstants.DTD -> throw new IOException("it has a document type, which is not read");
                default -> {
                    // Comments and processing instructions are ignored.
                }
            }
        }
    }
}
