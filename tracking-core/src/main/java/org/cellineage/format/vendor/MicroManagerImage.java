package org.cellineage.format.vendor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What Micro-Manager writes into tag 51123 of each image: JSON, possibly including the summary of the acquisition. */
final class MicroManagerImage {

    private static final JsonFactory JSON = new JsonFactory();

    private MicroManagerImage() {}

    static ImageMetadata read(String text) {
        Map<String, String> values = new HashMap<>();
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                object(parser, values, true);
            }
        } catch (IOException e) {
            // What precedes the break is used.
        }
        double size = number(values, "PixelSizeUm");
        return new ImageMetadata(
                size > 0 ? size : number(values, "PixelSize_um"),
                number(values, "ElapsedTime-ms") / 1000,
                VendorText.whole(values.getOrDefault("Frame", values.getOrDefault("FrameIndex", "")))
                        .orElse(ImageMetadata.NO_FRAME),
                number(values, "Interval_ms") / 1000,
                Optional.of(values.getOrDefault("Channel", "").strip()).filter(name -> !name.isEmpty()));
    }

    /** Reads the values of an object and of the summary in it; those of the image itself take precedence. */
    private static void object(JsonParser parser, Map<String, String> values, boolean withSummary) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value.isScalarValue() && (withSummary || !values.containsKey(name))) {
                values.put(name, parser.getText());
            } else if (withSummary && name.equals("Summary") && value == JsonToken.START_OBJECT) {
                object(parser, values, false);
                continue;
            }
            parser.skipChildren();
        }
    }

    private static double number(Map<String, String> values, String name) {
        return VendorText.number(values.getOrDefault(name, "")).orElse(Double.NaN);
    }
}
