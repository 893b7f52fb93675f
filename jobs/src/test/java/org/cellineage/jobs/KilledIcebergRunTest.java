package org.cellineage.jobs;

import java.util.Map;

/** Killed runs on tables of Iceberg's catalog {@code hadoop}, in the output folder. */
class KilledIcebergRunTest extends KilledIcebergRunContract {

    @Override
    String commit(String table) {
        return "rename " + table + "/metadata/v";
    }

    @Override
    Map<String, String> settings(String name) {
        return Map.of();
    }
}
