package org.cellineage.jobs.command.sql;

/** Output format of query results. */
enum ResultFormat {
    /** Aligned columns for humans; only the first rows. */
    TABLE,
    /** RFC 4180 with a header; arrays, maps and structs as JSON, bytes in hexadecimal, null as an empty field. */
    CSV,
    /** One JSON object per row and line; bytes in Base64. */
    JSON
}
