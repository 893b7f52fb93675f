package org.cellineage.format.vendor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellineage.format.vendor.VendorMetadata.Found;

/** Micro-Manager's {@code metadata.txt}, parsed as a stream, because an aborted acquisition leaves it incomplete. */
final class MicroManagerMetadata {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern FRAME =
            Pattern.compile("(?:FrameKey|Metadata)-(?:.*/)?(?:(\\d{1,9})-(\\d{1,9})-(\\d{1,9})|.*)");

    private final Found found;
    private final FrameTimes times = new FrameTimes();
    private final Map<String, String> frame = new HashMap<>();

    private MicroManagerMetadata(Found found) {
        this.found = found;
    }

    static void read(String text, Found found) throws IOException {
        MicroManagerMetadata metadata = new MicroManagerMetadata(found);
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("it is not a JSON object");
            }
            metadata.sections(parser);
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            throw new IOException("its JSON is cut off or broken" + where, e);
        } finally {
            // Recorded values take precedence over planned ones.
            metadata.times.interval().ifPresent(found::frameIntervalS);
            metadata.planned.ifPresent(ms -> found.frameIntervalS(ms / 1000));
        }
    }

    private OptionalDouble planned = OptionalDouble.empty();

    private void sections(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String section = parser.currentName();
            JsonToken value = parser.nextToken();
            Matcher key = FRAME.matcher(section);
            if (value != JsonToken.START_OBJECT) {
                parser.skipChildren();
            } else if (section.equals("Summary")) {
                summary(parser);
            } else if (key.matches()) {
                frame(parser, key);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void summary(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("ChNames") && value == JsonToken.START_ARRAY) {
                for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                    if (parser.currentToken() == JsonToken.VALUE_STRING) {
                        found.channelName("ch" + i, parser.getText());
                    }
                    parser.skipChildren();
                }
                continue;
            }
            if (value.isScalarValue()) {
                summaryValue(name, parser.getText());
            }
            parser.skipChildren();
        }
    }

    private void summaryValue(String name, String text) {
        switch (name) {
            case "PixelSize_um" -> VendorText.number(text).ifPresent(found::pixelSizeUm);
            case "Interval_ms" -> planned = VendorText.number(text);
            case "Frames" -> found.plannedFrames(VendorText.whole(text));
            case "Slices" -> found.plannedPlanes(VendorText.whole(text));
            case "Positions" -> found.plannedSites(VendorText.whole(text));
            default -> {}
        }
    }

    private void frame(JsonParser parser, Matcher key) throws IOException {
        frame.clear();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (parser.nextToken().isScalarValue()) {
                frame.put(name, parser.getText());
            }
            parser.skipChildren();
        }
        VendorText.number(frame.getOrDefault("PixelSizeUm", "")).ifPresent(found::pixelSizeUm);
        found.siteName(frame.getOrDefault("PositionIndex", "0"), frame.getOrDefault("PositionName", ""));
        String time =
                key.group(1) == null ? frame.getOrDefault("Frame", frame.getOrDefault("FrameIndex", "")) : key.group(1);
        String channel = key.group(2) == null ? frame.getOrDefault("ChannelIndex", "0") : key.group(2);
        String slice = key.group(3) == null ? frame.getOrDefault("SliceIndex", "0") : key.group(3);
        OptionalInt timePoint = VendorText.whole(time);
        OptionalDouble elapsed = VendorText.number(frame.getOrDefault("ElapsedTime-ms", ""));
        if (timePoint.isPresent() && elapsed.isPresent()) {
            String series = frame.getOrDefault("PositionIndex", "0") + " " + channel + " " + slice;
            times.add(series, timePoint.getAsInt(), elapsed.getAsDouble() / 1000);
        }
    }
}
