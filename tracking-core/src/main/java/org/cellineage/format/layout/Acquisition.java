package org.cellineage.format.layout;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.cellineage.format.Calibration;
import org.cellineage.format.CatalogRequest;
import org.cellineage.format.HeaderCache;
import org.cellineage.format.StoredFile;
import org.cellineage.format.name.ChannelName;
import org.cellineage.format.name.MetadataSource;
import org.cellineage.format.name.NamingScheme;
import org.cellineage.format.name.WellInText;
import org.cellineage.format.name.WellName;
import org.cellineage.format.vendor.VendorMetadata;
import org.cellineage.format.vendor.VendorReaders;
import org.cellineage.problem.Problem;

/**
 * The metadata of an acquisition, as it applies to its movies.
 *
 * @param plate name of the plate; empty if not given
 * @param channelNames channel names by their keys
 * @param siteNames the user's names of stage positions, by the sites of file names
 * @param wells number of wells of the plate; 0 if not given
 * @param calibration pixel size and frame interval
 * @param source the first of the metadata files; empty if there is none
 * @param warnings files that could not be read
 */
record Acquisition(
        String plate,
        Map<String, String> channelNames,
        Map<String, String> siteNames,
        int wells,
        Calibration calibration,
        String source,
        List<Problem> warnings)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    static final Acquisition UNTOLD = new Acquisition("", Map.of(), Map.of(), 0, Calibration.UNKNOWN, "", List.of());

    private static Acquisition of(VendorReaders.Reading reading, String source) {
        VendorMetadata metadata = reading.metadata();
        return new Acquisition(
                metadata.plateName().orElse(""),
                Map.copyOf(metadata.channelNames()),
                Map.copyOf(metadata.siteNames()),
                metadata.wells().orElse(0),
                new Calibration(
                        metadata.pixelSizeUm().orElse(Double.NaN),
                        metadata.frameIntervalS().orElse(Double.NaN)),
                source,
                reading.warnings());
    }

    /** Pixel size and frame interval, with their source. */
    Told told() {
        return new Told(calibration, source, Calibration.UNKNOWN);
    }

    /** Name of a channel in the tables: the key first, so that names sort in the plate's channel order. */
    String nameOf(ChannelName channel) {
        String name = channelNames.get(channel.key());
        return channel.name().isPresent() || name == null ? channel.display() : channel.key() + "_" + name;
    }

    /** Canonical name of a well of which only the number is known; empty if the size of the plate is unknown. */
    Optional<String> well(OptionalInt index) {
        return index.isEmpty() || wells == 0
                ? Optional.empty()
                : WellName.ofIndex(index.getAsInt(), wells).map(WellName::toString);
    }

    /** Canonical name of the well after which a stage position is named; empty if it is not named after a well. */
    Optional<String> wellOfSite(Optional<String> site) {
        return site.flatMap(number -> Optional.ofNullable(siteNames.get(number)))
                .flatMap(WellInText::find)
                .filter(found -> found.before().isEmpty())
                .map(found -> found.well().toString());
    }

    /** Assigns the metadata files of a part of an input to acquisitions, each to the nearest acquisition folder. */
    static final class Finder {

        private final CatalogRequest request;
        private final List<MetadataSource> sources;
        private final Map<String, List<StoredFile>> byFolder = new TreeMap<>();
        private final Map<String, Acquisition> read = new HashMap<>();

        Finder(CatalogRequest request, NamingScheme scheme) {
            this.request = request;
            this.sources = scheme.metadata().stream()
                    .filter(source -> !source.reader().equals("metaseries-tiff"))
                    .toList();
            for (StoredFile file : request.files()) {
                boolean image = Names.isTiff(file.name());
                if (!image && sources.stream().anyMatch(source -> source.matches(file.name()))) {
                    byFolder.computeIfAbsent(Names.parent(file.location()), key -> new ArrayList<>())
                            .add(file);
                }
            }
        }

        /** @param folder location of the acquisition's folder */
        Acquisition in(String folder) {
            return read.computeIfAbsent(folder, this::read);
        }

        private Acquisition read(String folder) {
            List<StoredFile> files = new ArrayList<>(byFolder.getOrDefault(folder, List.of()));
            byFolder.forEach((own, found) -> {
                if (own.startsWith(folder + "/")) {
                    files.addAll(found);
                }
            });
            if (files.isEmpty()) {
                files.addAll(byFolder.getOrDefault(Names.parent(folder), List.of()));
            }
            if (files.isEmpty()) {
                return UNTOLD;
            }
            StringBuilder key = new StringBuilder("metadata ").append(sources);
            StringBuilder version = new StringBuilder();
            for (StoredFile file : files) {
                key.append('\n').append(file.location());
                version.append(file.version()).append('\n');
            }
            HeaderCache cache = request.headers().cache();
            Optional<Acquisition> kept = cache.find(key.toString(), version.toString(), Acquisition.class);
            if (kept.isPresent()) {
                return kept.get();
            }
            Acquisition found = of(
                    VendorReaders.read(sources, files, request.storage()),
                    files.get(0).location());
            if (found.warnings().isEmpty()) {
                cache.keep(key.toString(), version.toString(), found);
            }
            return found;
        }

        /** Files that could not be read. */
        List<Problem> warnings() {
            return read.values().stream()
                    .flatMap(one -> one.warnings().stream())
                    .distinct()
                    .toList();
        }
    }
}
