package org.cellineage.format.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cellineage.format.StoredFile;

/** OME-TIFF files that may refer to other files of their folder as parts of their movie. */
final class FileSets {

    private static final String COMPANION = ".companion.ome";

    private final Map<String, Long> versions = new HashMap<>();
    private final Map<String, List<String>> companions = new HashMap<>();

    /** @param files files sorted by location */
    FileSets(List<StoredFile> files) {
        for (StoredFile file : files) {
            if (mayBePart(file)) {
                long version = (file.name() + "\n" + file.version()).hashCode() * 0x9E3779B97F4A7C15L;
                if (file.name().endsWith(COMPANION)) {
                    companions
                            .computeIfAbsent(Names.parent(file.location()), folder -> new ArrayList<>())
                            .add(file.name());
                }
                versions.merge(Names.parent(file.location()), version, (a, b) -> Long.rotateLeft(a, 7) ^ b);
            }
        }
    }

    private static boolean mayBePart(StoredFile file) {
        String name = file.name().toLowerCase(Locale.ROOT);
        return name.contains(".ome.") || name.endsWith(".ome");
    }

    /** Names of files in the same folder that describe its sets. */
    List<String> companions(StoredFile file) {
        return companions.getOrDefault(Names.parent(file.location()), List.of());
    }

    /** A version that changes with any file that may belong to the same set; empty if the file belongs to none. */
    String of(StoredFile file) {
        return mayBePart(file) ? Long.toHexString(versions.getOrDefault(Names.parent(file.location()), 0L)) : "";
    }
}
