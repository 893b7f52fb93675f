package org.cellineage.format.vendor;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The metadata of an acquisition from a microscope's own files. Each part is empty if it is missing or implausible.
 *
 * @param plateName name of the plate
 * @param channelNames channel names by their keys in file names ({@code w1}, {@code ch2})
 * @param siteNames names of stage positions by their sites in file names
 * @param pixelSizeUm side of a pixel in micrometres
 * @param frameIntervalS seconds between frames of a site: the median of the recorded times, otherwise as planned
 * @param plateRows number of rows of the plate
 * @param plateColumns number of columns of the plate
 * @param plannedFrames planned frames per movie
 * @param plannedPlanes planned number of z planes
 * @param plannedSites planned sites per well
 */
public record VendorMetadata(
        Optional<String> plateName,
        Map<String, String> channelNames,
        Map<String, String> siteNames,
        OptionalDouble pixelSizeUm,
        OptionalDouble frameIntervalS,
        OptionalInt plateRows,
        OptionalInt plateColumns,
        OptionalInt plannedFrames,
        OptionalInt plannedPlanes,
        OptionalInt plannedSites) {

    /** Nothing is known. */
    public static final VendorMetadata EMPTY = new Found().build();

    /** Number of wells of the plate, if rows and columns are known. */
    public OptionalInt wells() {
        return plateRows.isPresent() && plateColumns.isPresent()
                ? OptionalInt.of(plateRows.getAsInt() * plateColumns.getAsInt())
                : OptionalInt.empty();
    }

    /** Returns this metadata, completed by {@code other}. */
    public VendorMetadata or(VendorMetadata other) {
        Found both = new Found();
        both.plateName = plateName.or(other::plateName);
        both.channelNames.putAll(other.channelNames);
        both.channelNames.putAll(channelNames);
        both.siteNames.putAll(other.siteNames);
        both.siteNames.putAll(siteNames);
        both.pixelSizeUm = pixelSizeUm.isPresent() ? pixelSizeUm : other.pixelSizeUm;
        both.frameIntervalS = frameIntervalS.isPresent() ? frameIntervalS : other.frameIntervalS;
        both.plateRows = plateRows.isPresent() ? plateRows : other.plateRows;
        both.plateColumns = plateColumns.isPresent() ? plateColumns : other.plateColumns;
        both.plannedFrames = plannedFrames.isPresent() ? plannedFrames : other.plannedFrames;
        both.plannedPlanes = plannedPlanes.isPresent() ? plannedPlanes : other.plannedPlanes;
        both.plannedSites = plannedSites.isPresent() ? plannedSites : other.plannedSites;
        return both.build();
    }

    /** Collects what readers find; valid at any time, so that a truncated file gives what precedes the break. */
    static final class Found {

        private static final int MAX_NAMES = 10_000;

        private Optional<String> plateName = Optional.empty();
        private final Map<String, String> channelNames = new TreeMap<>();
        private final Map<String, String> siteNames = new TreeMap<>();
        private OptionalDouble pixelSizeUm = OptionalDouble.empty();
        private OptionalDouble frameIntervalS = OptionalDouble.empty();
        private OptionalInt plateRows = OptionalInt.empty();
        private OptionalInt plateColumns = OptionalInt.empty();
        private OptionalInt plannedFrames = OptionalInt.empty();
        private OptionalInt plannedPlanes = OptionalInt.empty();
        private OptionalInt plannedSites = OptionalInt.empty();

        void plateName(String name) {
            plateName = plateName.or(() -> Optional.of(name.strip()).filter(n -> !n.isEmpty()));
        }

        void channelName(String key, String name) {
            if (!name.isBlank() && channelNames.size() < MAX_NAMES) {
                channelNames.putIfAbsent(key, name.strip());
            }
        }

        void siteName(String site, String name) {
            if (!name.isBlank() && siteNames.size() < MAX_NAMES) {
                siteNames.putIfAbsent(site, name.strip());
            }
        }

        /** Sets the pixel size if it is plausible: 1 nm to 1 mm. */
        void pixelSizeUm(double um) {
            if (pixelSizeUm.isEmpty() && um >= 1e-3 && um <= 1e3) {
                pixelSizeUm = OptionalDouble.of(um);
            }
        }

        void frameIntervalS(double seconds) {
            if (frameIntervalS.isEmpty() && seconds > 0 && seconds <= 1e7) {
                frameIntervalS = OptionalDouble.of(seconds);
            }
        }

        void plate(OptionalInt rows, OptionalInt columns) {
            if (plateRows.isEmpty()
                    && rows.isPresent()
                    && columns.isPresent()
                    && inside(rows, 32)
                    && inside(columns, 48)) {
                plateRows = rows;
                plateColumns = columns;
            }
        }

        void plannedFrames(OptionalInt frames) {
            plannedFrames = plannedFrames.isPresent() || !inside(frames, 1 << 24) ? plannedFrames : frames;
        }

        void plannedPlanes(OptionalInt planes) {
            plannedPlanes = plannedPlanes.isPresent() || !inside(planes, 1 << 20) ? plannedPlanes : planes;
        }

        void plannedSites(OptionalInt sites) {
            plannedSites = plannedSites.isPresent() || !inside(sites, 1 << 20) ? plannedSites : sites;
        }

        private static boolean inside(OptionalInt number, int most) {
            return number.isPresent() && number.getAsInt() >= 1 && number.getAsInt() <= most;
        }

        VendorMetadata build() {
            return new VendorMetadata(
                    plateName,
                    Collections.unmodifiableMap(new TreeMap<>(channelNames)),
                    Collections.unmodifiableMap(new TreeMap<>(siteNames)),
                    pixelSizeUm,
                    frameIntervalS,
                    plateRows,
                    plateColumns,
                    plannedFrames,
                    plannedPlanes,
                    plannedSites);
        }
    }
}
