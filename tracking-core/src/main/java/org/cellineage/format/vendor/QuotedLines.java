package org.cellineage.format.vendor;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines {@code "Key", value} of MetaXpress's .HTD and MetaMorph's .nd files. */
final class QuotedLines {

    private static final int MAX_WAVES = 100;
    private static final Pattern LINE = Pattern.compile("\\s*\"([^\"]{1,100})\"\\s*(?:,\\s*(.*?))?\\s*");
    private static final int MAX_LINES = 100_000;

    private final Map<String, String> values = new LinkedHashMap<>();

    private QuotedLines() {}

    static QuotedLines parse(String text) throws IOException {
        QuotedLines lines = new QuotedLines();
        text.lines().limit(MAX_LINES).forEach(line -> {
            Matcher m = LINE.matcher(line);
            if (m.matches()) {
                String value = m.group(2) == null ? "" : m.group(2);
                boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
                lines.values.putIfAbsent(m.group(1), quoted ? value.substring(1, value.length() - 1) : value);
            }
        });
        if (lines.values.isEmpty()) {
            throw new IOException("it has no line of the form \"Key\", value");
        }
        return lines;
    }

    String text(String key) {
        return values.getOrDefault(key, "");
    }

    OptionalInt number(String key) {
        return VendorText.whole(text(key));
    }

    boolean isTrue(String key) {
        return text(key).equalsIgnoreCase("TRUE");
    }

    boolean isFalse(String key) {
        return text(key).equalsIgnoreCase("FALSE");
    }

    /** Reads MetaXpress's {@code .HTD}. */
    static void readHtd(String text, VendorMetadata.Found found) throws IOException {
        QuotedLines lines = parse(text);
        found.plate(lines.number("YWells"), lines.number("XWells"));
        found.plannedFrames(lines.number("TimePoints"));
        if (lines.isTrue("ZSeries")) {
            found.plannedPlanes(lines.number("ZSteps"));
        }
        // XSites and YSites keep their old values when sites are switched off.
        found.plannedSites(lines.isFalse("Sites") ? OptionalInt.of(1) : lines.selectedSites());
        lines.waves(found);
    }

    /** Reads MetaMorph's {@code .nd}. */
    static void readNd(String text, VendorMetadata.Found found) throws IOException {
        QuotedLines lines = parse(text);
        if (lines.isTrue("DoTimelapse")) {
            found.plannedFrames(lines.number("NTimePoints"));
        }
        if (lines.isTrue("DoZSeries")) {
            found.plannedPlanes(lines.number("NZSteps"));
        }
        if (lines.isTrue("DoStage")) {
            found.plannedSites(lines.number("NStagePositions"));
            for (int i = 1; i <= lines.number("NStagePositions").orElse(0) && lines.has("Stage" + i); i++) {
                found.siteName(Integer.toString(i), lines.text("Stage" + i));
            }
        }
        lines.waves(found);
    }

    private boolean has(String key) {
        return values.containsKey(key);
    }

    private void waves(VendorMetadata.Found found) {
        int count = number("NWavelengths").orElse(MAX_WAVES);
        for (int i = 1; i <= Math.min(count, MAX_WAVES) && has("WaveName" + i); i++) {
            found.channelName("w" + i, text("WaveName" + i));
        }
    }

    private OptionalInt selectedSites() {
        int selected = 0;
        for (int row = 1; has("SiteSelection" + row); row++) {
            for (String site : text("SiteSelection" + row).split(",", -1)) {
                selected += site.strip().equalsIgnoreCase("TRUE") ? 1 : 0;
            }
        }
        return selected == 0 ? OptionalInt.empty() : OptionalInt.of(selected);
    }
}
