package org.cellineage.jobs.store.iceberg;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ReachableFileUtil;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files in a table's folder that no snapshot names: a process that was killed while it wrote has left them. Memory
 * grows with the number of files, by about 200 bytes each.
 */
final class TableFiles {

    private static final Logger LOG = LoggerFactory.getLogger(TableFiles.class);

    private final Table table;

    private TableFiles(Table table) {
        this.table = table;
    }

    static TableFiles of(Table table) {
        return new TableFiles(table);
    }

    /**
     * Removes data files of plates that no snapshot names, of any age.
     *
     * @param plates plates that nobody else writes to
     */
    void removeUnknown(Set<String> plates) throws IOException {
        List<FileInfo> there = new ArrayList<>();
        for (String plate : plates) {
            there.addAll(list(table.location() + "/data/plate=" + URLEncoder.encode(plate, StandardCharsets.UTF_8)));
        }
        if (!there.isEmpty()) {
            remove(there, file -> true);
        }
    }

    /**
     * Removes all files that neither a snapshot nor the table's history names.
     *
     * @param before in milliseconds since 1970; younger files are kept, which a run may be about to commit
     * @return how many
     */
    int removeUnknown(long before) throws IOException {
        return remove(list(table.location()), file -> file.createdAtMillis() < before);
    }

    private int remove(List<FileInfo> files, Predicate<FileInfo> chosen) throws IOException {
        Set<String> known = known();
        int removed = 0;
        for (FileInfo file : files) {
            if (chosen.test(file) && !known.contains(path(file.location()))) {
                table.io().deleteFile(file.location());
                removed++;
            }
        }
        return removed;
    }

    private List<FileInfo> list(String folder) {
        List<FileInfo> files = new ArrayList<>();
        if (!(table.io() instanceof SupportsPrefixOperations lists)) {
            LOG.warn("{}: its files cannot be listed; files that a killed process left stay", table.name());
            return files;
        }
        try {
            lists.listPrefix(folder + "/").forEach(files::add);
        } catch (UncheckedIOException e) {
            boolean isAbsent =
                    e.getCause() instanceof FileNotFoundException || e.getCause() instanceof NoSuchFileException;
            if (!isAbsent) {
                throw e;
            }
        }
        return files;
    }

    /** Without the scheme and the host, of which there are several spellings. */
    private static String path(String location) {
        return new Path(location).toUri().getPath();
    }

    private Set<String> known() throws IOException {
        Set<String> known = new HashSet<>();
        ReachableFileUtil.metadataFileLocations(table, false).forEach(file -> known.add(path(file)));
        known.add(path(ReachableFileUtil.versionHintLocation(table)));
        known.add(path(((BaseTable) table).operations().current().metadataFileLocation()));
        ReachableFileUtil.statisticsFilesLocations(table).forEach(file -> known.add(path(file)));
        Set<String> manifests = new HashSet<>();
        for (Snapshot snapshot : table.snapshots()) {
            if (snapshot.manifestListLocation() != null) {
                known.add(path(snapshot.manifestListLocation()));
            }
            for (ManifestFile manifest : snapshot.allManifests(table.io())) {
                if (manifests.add(manifest.path())) {
                    known.add(path(manifest.path()));
                    addFiles(manifest, known);
                }
            }
        }
        return known;
    }

    private void addFiles(ManifestFile manifest, Set<String> known) throws IOException {
        if (manifest.content() == ManifestContent.DATA) {
            try (CloseableIterable<DataFile> files = ManifestFiles.read(manifest, table.io(), table.specs())) {
                add(files, known);
            }
        } else {
            try (CloseableIterable<DeleteFile> files =
                    ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
                add(files, known);
            }
        }
    }

    private static void add(Iterable<? extends ContentFile<?>> files, Set<String> known) {
        for (ContentFile<?> file : files) {
            known.add(path(file.location()));
        }
    }
}
