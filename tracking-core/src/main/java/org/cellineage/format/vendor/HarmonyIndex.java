package org.cellineage.format.vendor;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.cellineage.format.vendor.VendorMetadata.Found;

/**
 * The index file of Opera Phenix and Operetta (Harmony). Up to version 5, every image has its channel name and pixel
 * size; from version 6 on, an entry per channel has them.
 */
final class HarmonyIndex implements VendorXml.Elements {

    private static final double UM_PER_METRE = 1e6;

    private final Found found;
    private final FrameTimes times = new FrameTimes();
    private final Deque<String> open = new ArrayDeque<>();
    private final Map<String, String> plate = new HashMap<>();
    private final Map<String, String> image = new HashMap<>();
    private Optional<String> entryChannel = Optional.empty();
    private boolean inImage;

    private HarmonyIndex(Found found) {
        this.found = found;
    }

    static void read(String text, Found found) throws IOException {
        HarmonyIndex index = new HarmonyIndex(found);
        try {
            VendorXml.walk(text, index);
        } finally {
            index.times.interval().ifPresent(found::frameIntervalS);
        }
    }

    @Override
    public void start(String name, Map<String, String> attributes) {
        open.push(name);
        if (name.equals("Image") && open.contains("Images")) {
            inImage = true;
            image.clear();
        } else if (name.equals("Entry") && attributes.containsKey("ChannelID")) {
            entryChannel = Optional.of(attributes.getOrDefault("ChannelID", ""));
        }
    }

    @Override
    public void end(String name, String text) {
        open.pop();
        if (name.equals("Image") && inImage) {
            inImage = false;
            endImage();
        } else if (name.equals("Entry")) {
            entryChannel = Optional.empty();
        } else if (name.equals("Plate")) {
            endPlate();
        } else if (inImage) {
            image.putIfAbsent(name, text);
        } else if (entryChannel.isPresent()) {
            channelValue(entryChannel.get(), name, text);
        } else if ("Plate".equals(open.peek())) {
            plate.putIfAbsent(name, text);
        }
    }

    private void endPlate() {
        String name = plate.getOrDefault("Name", "");
        found.plateName(name.isBlank() ? plate.getOrDefault("PlateID", "") : name);
        found.plate(
                VendorText.whole(plate.getOrDefault("PlateRows", "")),
                VendorText.whole(plate.getOrDefault("PlateColumns", "")));
    }

    private void endImage() {
        String channel = image.getOrDefault("ChannelID", "");
        channelValue(channel, "ChannelName", image.getOrDefault("ChannelName", ""));
        channelValue(channel, "ImageResolutionX", image.getOrDefault("ImageResolutionX", ""));
        OptionalInt timePoint = VendorText.whole(image.getOrDefault("TimepointID", ""));
        OptionalLong clock = VendorText.isoMillis(image.getOrDefault("AbsTime", ""));
        OptionalDouble offset = VendorText.number(image.getOrDefault("MeasurementTimeOffset", ""));
        if (timePoint.isPresent() && (clock.isPresent() || offset.isPresent())) {
            String series = String.join(
                    " ",
                    clock.isPresent() ? "clock" : "offset",
                    image.getOrDefault("Row", ""),
                    image.getOrDefault("Col", ""),
                    image.getOrDefault("FieldID", ""),
                    image.getOrDefault("PlaneID", ""),
                    channel);
            double seconds = clock.isPresent() ? clock.getAsLong() / 1000.0 : offset.getAsDouble();
            times.add(series, timePoint.getAsInt(), seconds);
        }
    }

    private void channelValue(String channel, String name, String text) {
        if (name.equals("ChannelName") && VendorText.whole(channel).isPresent()) {
            found.channelName("ch" + VendorText.whole(channel).getAsInt(), text);
        } else if (name.equals("ImageResolutionX")) {
            VendorText.number(text).ifPresent(metres -> found.pixelSizeUm(metres * UM_PER_METRE));
        }
    }
}
