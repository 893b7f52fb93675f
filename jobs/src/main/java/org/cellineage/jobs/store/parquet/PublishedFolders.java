package org.cellineage.jobs.store.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.tables.TableSchemas;

/**
 * Folders of the published rows: for each table by plate and well, relative to the output, as of the time when this was
 * created. A run without rows of a table has no folder.
 */
final class PublishedFolders {

    /** Table to plate to well to folder. */
    private final Map<String, Map<String, Map<String, String>>> folders;

    private PublishedFolders(Map<String, Map<String, Map<String, String>>> folders) {
        this.folders = folders;
    }

    /**
     * Lists the folders that some plates show.
     *
     * @param tables tables to include
     */
    static PublishedFolders of(OutputFolder output, Collection<PublishedWells> plates, Set<String> tables)
            throws IOException {
        Map<String, Map<String, Map<String, String>>> folders = new TreeMap<>();
        for (String table : tables) {
            Map<String, Map<String, String>> ofTable = new TreeMap<>();
            for (PublishedWells plate : plates) {
                String plateFolder = plateFolder(table, plate.plate());
                Set<String> there = output.foldersBelow(plateFolder, 2);
                Map<String, String> ofPlate = new TreeMap<>();
                plate.runs(table).forEach((well, run) -> {
                    String folder = runFolder(well, run);
                    if (there.contains(folder)) {
                        ofPlate.put(well, plateFolder + "/" + folder);
                    }
                });
                ofTable.put(plate.plate(), ofPlate);
            }
            folders.put(table, ofTable);
        }
        return new PublishedFolders(folders);
    }

    /** All folders of a table, sorted. */
    List<String> of(String table) {
        return folders.getOrDefault(table, Map.of()).values().stream()
                .flatMap(wells -> wells.values().stream())
                .sorted()
                .toList();
    }

    /** The folders of some wells of each plate. */
    List<String> of(String table, Map<String, ? extends Collection<String>> wells) {
        List<String> chosen = new ArrayList<>();
        Map<String, Map<String, String>> ofTable = folders.getOrDefault(table, Map.of());
        wells.forEach((plate, ofPlate) -> {
            Map<String, String> there = ofTable.getOrDefault(plate, Map.of());
            for (String well : ofPlate) {
                String folder = there.get(well);
                if (folder != null) {
                    chosen.add(folder);
                }
            }
        });
        return chosen;
    }

    /** The folders of every table, sorted. */
    Map<String, List<String>> all() {
        Map<String, List<String>> all = new TreeMap<>();
        for (String table : TableSchemas.all().keySet()) {
            all.put(table, of(table));
        }
        return all;
    }

    static String plateFolder(String table, String plate) {
        return table + "/plate=" + ParquetLineageStore.escape(plate);
    }

    /** Path of a run's folder relative to the plate's folder. */
    static String runFolder(String well, String run) {
        return "well=" + ParquetLineageStore.escape(well) + "/run_id=" + run;
    }
}
