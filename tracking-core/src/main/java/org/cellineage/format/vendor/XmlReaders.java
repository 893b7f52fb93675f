package org.cellineage.format.vendor;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.cellineage.format.vendor.VendorMetadata.Found;

/** Readers for XML files of Yokogawa, InCell, ScanR, Leica and Zeiss. */
final class XmlReaders {

    private XmlReaders() {}

    /** Yokogawa's {@code MeasurementData.mlf}: the time of every image. */
    static void readMlf(String text, Found found) throws IOException {
        FrameTimes times = new FrameTimes();
        try {
            VendorXml.walk(text, new VendorXml.Elements() {
                @Override
                public void start(String name, Map<String, String> at) {
                    OptionalInt timePoint = VendorText.whole(at.getOrDefault("TimePoint", ""));
                    OptionalLong time = VendorText.isoMillis(at.getOrDefault("Time", ""));
                    if (name.equals("MeasurementRecord")
                            && at.getOrDefault("Type", "IMG").equals("IMG")
                            && timePoint.isPresent()
                            && time.isPresent()) {
                        String series = String.join(
                                " ",
                                at.getOrDefault("Row", ""),
                                at.getOrDefault("Column", ""),
                                at.getOrDefault("FieldIndex", ""),
                                at.getOrDefault("TimelineIndex", ""),
                                at.getOrDefault("ActionIndex", ""),
                                at.getOrDefault("ZIndex", ""),
                                at.getOrDefault("Ch", ""));
                        times.add(series, timePoint.getAsInt(), time.getAsLong() / 1000.0);
                    }
                }
            });
        } finally {
            times.interval().ifPresent(found::frameIntervalS);
        }
    }

    /** Yokogawa's {@code MeasurementDetail.mrf}: pixel size, plate and protocol. */
    static void readMrf(String text, Found found) throws IOException {
        VendorXml.walk(text, new VendorXml.Elements() {
            @Override
            public void start(String name, Map<String, String> at) {
                if (name.equals("MeasurementDetail")) {
                    found.plate(whole(at, "RowCount"), whole(at, "ColumnCount"));
                    found.plannedFrames(whole(at, "TimePointCount"));
                    found.plannedSites(whole(at, "FieldCount"));
                    found.plannedPlanes(whole(at, "ZCount"));
                } else if (name.equals("MeasurementChannel")) {
                    number(at, "HorizontalPixelDimension").ifPresent(found::pixelSizeUm);
                }
            }
        });
    }

    /** Yokogawa's {@code .wpi}: the plate. */
    static void readWpi(String text, Found found) throws IOException {
        VendorXml.walk(text, new VendorXml.Elements() {
            @Override
            public void start(String name, Map<String, String> at) {
                if (name.equals("WellPlate")) {
                    found.plateName(at.getOrDefault("Name", ""));
                    found.plate(whole(at, "Rows"), whole(at, "Columns"));
                }
            }
        });
    }

    /**
     * Yokogawa's {@code .mes}: the channels. If two have the same target, the fluorophore or filter distinguishes them.
     */
    static void readMes(String text, Found found) throws IOException {
        Map<String, Map<String, String>> channels = new HashMap<>();
        Map<String, Integer> targets = new HashMap<>();
        try {
            VendorXml.walk(text, new VendorXml.Elements() {
                @Override
                public void start(String name, Map<String, String> at) {
                    OptionalInt number = whole(at, "Ch");
                    if (name.equals("Channel") && number.isPresent()) {
                        String key = String.format(Locale.ROOT, "C%02d", number.getAsInt());
                        if (channels.putIfAbsent(key, at) == null) {
                            targets.merge(at.getOrDefault("Target", ""), 1, Integer::sum);
                        }
                    }
                }
            });
        } finally {
            channels.forEach((key, at) -> {
                String target = at.getOrDefault("Target", "");
                boolean unique = !target.isBlank() && targets.getOrDefault(target, 0) == 1;
                found.channelName(
                        key, unique ? target : at.getOrDefault("Fluorophore", at.getOrDefault("Acquisition", target)));
            });
        }
    }

    /** InCell's {@code .xdce}. */
    static void readXdce(String text, Found found) throws IOException {
        FrameTimes times = new FrameTimes();
        Map<String, String> image = new HashMap<>();
        try {
            VendorXml.walk(text, new VendorXml.Elements() {
                @Override
                public void start(String name, Map<String, String> at) {
                    switch (name) {
                        case "Plate" -> {
                            found.plateName(at.getOrDefault("name", ""));
                            found.plate(whole(at, "rows"), whole(at, "columns"));
                        }
                        case "ObjectiveCalibration" -> number(at, "pixel_width").ifPresent(found::pixelSizeUm);
                        case "ZDimensionParameters" -> found.plannedPlanes(whole(at, "number_of_slices"));
                        case "Image" -> {
                            image.clear();
                            image.put("ms", at.getOrDefault("acquisition_time_ms", ""));
                        }
                        case "Row", "Column" -> image.putIfAbsent(name, at.getOrDefault("number", ""));
                        case "Identifier" -> image.putAll(at);
                        default -> {}
                    }
                }

                @Override
                public void end(String name, String content) {
                    OptionalInt time = whole(image, "time_index");
                    OptionalDouble ms = number(image, "ms");
                    if (name.equals("Image") && time.isPresent() && ms.isPresent()) {
                        String series = String.join(
                                " ",
                                image.getOrDefault("Row", ""),
                                image.getOrDefault("Column", ""),
                                image.getOrDefault("field_index", ""),
                                image.getOrDefault("z_index", ""),
                                image.getOrDefault("wave_index", ""));
                        times.add(series, time.getAsInt(), ms.getAsDouble() / 1000);
                    }
                }
            });
        } finally {
            times.interval().ifPresent(found::frameIntervalS);
        }
    }

    /** ScanR's {@code experiment_descriptor.xml}: alternating names and values. */
    static void readScanR(String text, Found found) throws IOException {
        Map<String, String> values = new HashMap<>();
        try {
            VendorXml.walk(text, new VendorXml.Elements() {
                private String last = "";

                @Override
                public void end(String name, String content) {
                    if (name.equals("Name")) {
                        last = content.strip();
                    } else if (name.equals("Val") && !last.isEmpty()) {
                        values.putIfAbsent(last, content.strip());
                        last = "";
                    }
                }
            });
        } finally {
            found.plateName(values.getOrDefault("plate name", ""));
            number(values, "conversion factor um/pixel").ifPresent(found::pixelSizeUm);
            found.plannedPlanes(whole(values, "# slices"));
            OptionalInt columns = whole(values, "columns/well");
            OptionalInt rows = whole(values, "rows/well");
            if (columns.isPresent() && rows.isPresent() && columns.getAsInt() < 1000 && rows.getAsInt() < 1000) {
                found.plannedSites(OptionalInt.of(columns.getAsInt() * rows.getAsInt()));
            }
            String timeLoop = values.getOrDefault("timeloop real", "0");
            if (!timeLoop.equals("0")) {
                found.plannedFrames(whole(values, "timeloop count"));
                number(values, "timeloop delay [ms]").ifPresent(ms -> found.frameIntervalS(ms / 1000));
            }
        }
    }

    /** Leica's {@code MetaData/*.xml}: lengths are from the first to the last pixel or frame. */
    static void readLeica(String text, Found found) throws IOException {
        VendorXml.walk(text, new VendorXml.Elements() {
            @Override
            public void start(String name, Map<String, String> at) {
                if (!name.equals("DimensionDescription")) {
                    return;
                }
                int count = whole(at, "NumberOfElements").orElse(0);
                double step =
                        count < 2 ? Double.NaN : Math.abs(number(at, "Length").orElse(Double.NaN)) / (count - 1);
                String unit = at.getOrDefault("Unit", "");
                switch (at.getOrDefault("DimID", "")) {
                    case "1", "X" -> found.pixelSizeUm(step * metres(unit) * 1e6);
                    case "3", "Z" -> found.plannedPlanes(OptionalInt.of(count));
                    case "4", "T" -> {
                        found.plannedFrames(OptionalInt.of(count));
                        found.frameIntervalS(unit.equals("s") ? step : Double.NaN);
                    }
                    default -> {}
                }
            }
        });
    }

    /** CellVoyager's {@code MeasurementSetting.xml}: size of the camera's pixels, divided by the magnification. */
    static void readCellVoyager(String text, Found found) throws IOException {
        Map<String, String> values = new HashMap<>();
        Map<String, String> channel = new HashMap<>();
        Deque<String> open = new ArrayDeque<>();
        try {
            VendorXml.walk(text, new VendorXml.Elements() {
                @Override
                public void start(String name, Map<String, String> at) {
                    open.push(name);
                    if (name.equals("Channel")) {
                        channel.clear();
                    }
                }

                @Override
                public void end(String name, String content) {
                    open.pop();
                    String parent = Objects.requireNonNullElse(open.peek(), "");
                    String path = parent + "/" + name;
                    values.putIfAbsent(path, content.strip());
                    if (open.contains("Channel")) {
                        channel.putIfAbsent(path, content.strip());
                        // Names and probes are wrapped in an additional value element.
                        String above = open.stream().skip(1).findFirst().orElse("");
                        channel.putIfAbsent(above + "/" + path, content.strip());
                    } else if (name.equals("Channel")) {
                        channelOf(channel, found);
                    }
                }
            });
        } finally {
            found.plate(
                    whole(values, "MountedSampleContainer/RowCount"),
                    whole(values, "MountedSampleContainer/ColumnCount"));
            found.plannedFrames(whole(values, "TimelapsCondition/Iteration"));
            found.plannedPlanes(whole(values, "ZStackConditions/NumberOfSlices"));
            number(values, "TimelapsCondition/Interval").ifPresent(found::frameIntervalS);
            OptionalDouble magnification = number(values, "ObjectiveLens/Magnification");
            // The file itself spells the name with a missing letter.
            OptionalDouble cell = number(values, "Camera/HorizonalCellSize_um");
            if (magnification.isPresent() && cell.isPresent()) {
                found.pixelSizeUm(cell.getAsDouble() / magnification.getAsDouble());
            }
        }
    }

    private static void channelOf(Map<String, String> channel, Found found) {
        OptionalInt number = whole(channel, "Channel/Number");
        boolean enabled = channel.getOrDefault("Channel/IsEnabled", "true").equalsIgnoreCase("true");
        if (number.isPresent() && enabled) {
            String probe = channel.getOrDefault("Emission/FluorescentProbe/Value", "");
            found.channelName(
                    "C" + number.getAsInt(), probe.isEmpty() ? channel.getOrDefault("Emission/Name/Value", "") : probe);
        }
    }

    /** ZEN's {@code _meta.xml} or {@code _info.xml}: metadata of the exported CZI file; lengths in metres. */
    static void readZen(String text, Found found) throws IOException {
        Deque<String> open = new ArrayDeque<>();
        VendorXml.walk(text, new VendorXml.Elements() {
            private String axis = "";

            @Override
            public void start(String name, Map<String, String> at) {
                open.push(name);
                if (name.equals("Distance")) {
                    axis = at.getOrDefault("Id", "");
                }
            }

            @Override
            public void end(String name, String content) {
                open.pop();
                String parent = Objects.requireNonNullElse(open.peek(), "");
                String value = content.strip();
                switch (parent + "/" + name) {
                    case "Distance/Value" -> {
                        if (axis.equals("X")) {
                            VendorText.number(value).ifPresent(metres -> found.pixelSizeUm(metres * 1e6));
                        }
                    }
                    case "Interval/Increment" -> {
                        if (open.contains("T")) {
                            VendorText.number(value).ifPresent(found::frameIntervalS);
                        }
                    }
                    case "Image/SizeT" -> found.plannedFrames(VendorText.whole(value));
                    case "Image/SizeZ" -> found.plannedPlanes(VendorText.whole(value));
                    default -> {}
                }
            }
        });
    }

    private static double metres(String unit) {
        return switch (unit) {
            case "m" -> 1;
            case "mm" -> 1e-3;
            case "um", "\u00b5m", "\u03bcm" -> 1e-6;
            case "nm" -> 1e-9;
            default -> Double.NaN;
        };
    }

    private static OptionalInt whole(Map<String, String> at, String name) {
        return VendorText.whole(at.getOrDefault(name, ""));
    }

    private static OptionalDouble number(Map<String, String> at, String name) {
        return VendorText.number(at.getOrDefault(name, ""));
    }
}
