package org.cellineage.jobs;

import java.util.Map;

/** Killed runs on tables of Iceberg's catalog {@code jdbc}, in SQLite. */
class KilledJdbcCatalogRunTest extends KilledIcebergRunContract {

    private static final String CATALOG = "spark.sql.catalog.killed";

    @Override
    String commit(String table) {
        return "create " + table + "/metadata/000";
    }

    @Override
    Map<String, String> settings(String name) {
        return Map.of(
                CATALOG,
                "org.apache.iceberg.spark.SparkCatalog",
                CATALOG + ".type",
                "jdbc",
                CATALOG + ".uri",
                "jdbc:sqlite:" + temp().resolve("catalog.db") + "?busy_timeout=60000",
                CATALOG + ".warehouse",
                output("warehouse"),
                "spark.cellineage.iceberg.namespace",
                "killed." + name);
    }
}
