package org.cellineage.jobs.store;

/** Whose SQL a text is in. */
public enum Dialect {
    SPARK("create or replace temporary view"),
    DUCKDB("create or replace view");

    private final String createView;

    Dialect(String createView) {
        this.createView = createView;
    }

    /** How a view's definition begins, without its name. */
    String createView() {
        return createView;
    }

    /** As in names of resources. */
    String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
