package org.cellineage.jobs.store;

/** The SQL dialect of a text. */
public enum Dialect {
    SPARK("create or replace temporary view"),
    DUCKDB("create or replace view");

    private final String createView;

    Dialect(String createView) {
        this.createView = createView;
    }

    /** The beginning of a view definition, before its name. */
    String createView() {
        return createView;
    }

    /** The name in resource files. */
    String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
