package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cellineage.jobs.tables.TableSchemas;
import org.junit.jupiter.api.Test;

/** Killed runs on tables in Parquet, and at the stages before any table. */
class KilledRunTest extends KilledRunContract {

    @Override
    Map<String, String> points() {
        return Map.of(
                "segmenting", "create -0001/frames",
                "tracking", "create _work/",
                "writing", "create tracks/plate=P7",
                "publishing", "rename _published/P7.json",
                "published", "renamed _published/P7.json");
    }

    @Override
    Optional<Path> onceThereIs(String name) {
        return Optional.empty();
    }

    @Override
    Map<String, String> settings(String name) {
        return Map.of();
    }

    @Override
    List<String> storeArguments() {
        return List.of();
    }

    @Override
    void publishOld(String name) throws IOException {
        copy(temp().resolve("template"), temp().resolve(name));
    }

    @Override
    List<String> fullAt() {
        return List.of("_segmented/", "_work/", "cells/plate=P7", "_published/");
    }

    /** A plain glob is right: one run a well, and no committer's leavings. */
    @Override
    void checkFiles(String name) throws IOException {
        for (String table : TableSchemas.all().keySet()) {
            assertThat(files(name, table).stream()
                            .filter(file -> file.endsWith(".parquet"))
                            .map(file -> file.substring(0, file.lastIndexOf('/')))
                            .distinct()
                            .map(folder -> folder.substring(0, folder.lastIndexOf('/'))))
                    .as(table)
                    .doesNotHaveDuplicates();
            assertThat(files(name, table)).noneMatch(file -> file.contains("_temporary"));
        }
        assertThat(Files.readString(temp().resolve(name + "/views.sql")))
                .as("the views are those of the published run")
                .contains(Files.readString(temp().resolve(name + "/_published/P7.json"))
                        .replaceAll("(?s).*\"A02\" : \"([^\"]+)\".*", "$1"));
    }

    @Test
    void killedWhileItSegments() throws Exception {
        List<String> older = files("template", "_segmented");
        List<String> durable = files("segmenting", "_segmented").stream()
                .filter(file -> !older.contains(file) && file.contains("-0000/"))
                .toList();
        assertThat(durable).anyMatch(file -> file.endsWith("batch.json"));
        killBefore("segmenting");
        // The batch that was done stays and is used; that which was not is gone.
        assertThat(files("segmenting", "_segmented")).containsAll(durable);
        String dead =
                durable.get(0).substring("_segmented/".length(), durable.get(0).indexOf("-0000/"));
        assertThat(files("segmenting", "_segmented")).noneMatch(file -> file.contains(dead + "-0001"));
    }

    @Test
    void killedWhileItTracks() throws Exception {
        List<String> durable = files("tracking", "_segmented");
        killBefore("tracking");
        // Nothing is segmented again.
        assertThat(durable).containsAll(files("tracking", "_segmented"));
    }
}
