package org.cellineage.format.vendor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.name.MetadataSource;
import org.cellineage.problem.Problem;

/** Reads the metadata files of an acquisition with the readers that the layout's description names. */
public final class VendorReaders {

    /** Maximum number of bytes read from a file; names, sizes and intervals are near its beginning. */
    private static final int MAX_BYTES = 16 << 20;

    /** Some plates have a copy of the same file in every folder; at most this many are opened. */
    private static final int MAX_FILES = 4;

    private static final Map<String, VendorReader> READERS = Map.ofEntries(
            Map.entry("metaxpress-htd", QuotedLines::readHtd),
            Map.entry("metamorph-nd", QuotedLines::readNd),
            Map.entry("harmony-index", HarmonyIndex::read),
            Map.entry("yokogawa-mlf", XmlReaders::readMlf),
            Map.entry("yokogawa-mrf", XmlReaders::readMrf),
            Map.entry("yokogawa-wpi", XmlReaders::readWpi),
            Map.entry("yokogawa-mes", XmlReaders::readMes),
            Map.entry("incell-xdce", XmlReaders::readXdce),
            Map.entry("scanr-descriptor", XmlReaders::readScanR),
            Map.entry("cellvoyager-setting", XmlReaders::readCellVoyager),
            Map.entry("zen-xml", XmlReaders::readZen),
            Map.entry("leica-xml", XmlReaders::readLeica),
            Map.entry("micro-manager-json", MicroManagerMetadata::read));

    private VendorReaders() {}

    /**
     * The contents of metadata files.
     *
     * @param metadata all of them combined; earlier sources take precedence
     * @param warnings files that could not be read, or only in part; the movies are not affected
     */
    public record Reading(VendorMetadata metadata, List<Problem> warnings) {}

    /**
     * Whether there is a reader with this name; {@code metaseries-tiff} is {@link MetaSeries}, which is not a separate
     * file.
     */
    public static boolean has(String reader) {
        return READERS.containsKey(reader) || reader.equals("metaseries-tiff");
    }

    /**
     * Reads the metadata files of one acquisition. Broken files become warnings, never errors.
     *
     * @param sources what to look for, the most informative first: {@code scheme.metadata()}
     * @param files files of the acquisition, sorted
     */
    public static Reading read(List<MetadataSource> sources, List<StoredFile> files, Storage storage) {
        VendorMetadata all = VendorMetadata.EMPTY;
        List<Problem> warnings = new ArrayList<>();
        for (MetadataSource source : sources) {
            Optional<VendorReader> reader = Optional.ofNullable(READERS.get(source.reader()));
            if (reader.isEmpty()) {
                continue;
            }
            int opened = 0;
            for (StoredFile file : files) {
                if (opened < MAX_FILES && source.matches(file.name())) {
                    opened++;
                    all = all.or(read(reader.get(), file, storage, warnings));
                }
            }
        }
        return new Reading(all, List.copyOf(warnings));
    }

    private static VendorMetadata read(VendorReader reader, StoredFile file, Storage storage, List<Problem> warnings) {
        VendorMetadata.Found found = new VendorMetadata.Found();
        boolean cut = false;
        try (SeekableBytes bytes = storage.open(file.location())) {
            int count = (int) Math.min(MAX_BYTES, bytes.length());
            cut = bytes.length() > count;
            byte[] content = new byte[count];
            bytes.readFully(0, content, 0, count);
            reader.read(VendorText.decode(content, count), found);
        } catch (IOException e) {
            if (!cut) {
                warnings.add(
                        new Problem(
                                file.location(),
                                "This metadata file cannot be read to its end: " + e.getMessage() + ".",
                                "The part before that is used. Provide pixel size and frame interval yourself if they are missing."));
            }
        }
        return found.build();
    }
}
