package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Killed runs on tables in Iceberg, whatever catalog they are in. */
abstract class KilledIcebergRunContract extends KilledRunContract {

    /** The making of a table's new metadata, which is its commit. */
    abstract String commit(String table);

    @Override
    Map<String, String> points() {
        return Map.of(
                "writing", "create tracks/data/",
                "committing", commit("tracks"),
                "publishing", "rename _published/P7.json",
                "published", "renamed _published/P7.json");
    }

    /** Committed are also the branches of a run, before anything is published. */
    @Override
    Optional<Path> onceThereIs(String name) {
        return name.equals("committing")
                ? Optional.of(temp().resolve(name + "/_publishing/P7.json"))
                : Optional.empty();
    }

    @Override
    List<String> storeArguments() {
        return List.of("--store", "iceberg");
    }

    @Override
    void publishOld(String name) {
        runOld(name);
    }

    @Override
    List<String> fullAt() {
        return List.of("cells/data/", "tracks/metadata/", "_publishing/", "_published/");
    }

    @Override
    void checkFiles(String name) throws IOException {
        assertThat(files(name, "_staged")).isEmpty();
        assertThat(files(name, "_publishing")).isEmpty();
    }

    /** When some tables show the new run to other programs, and others the old one. */
    @Test
    void killedBetweenTheCommitsOfTwoTables() throws Exception {
        killBefore("committing");
    }
}
