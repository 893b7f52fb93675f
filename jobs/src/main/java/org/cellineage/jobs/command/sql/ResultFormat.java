package org.cellineage.jobs.command.sql;

/** How the rows of an answer are printed. */
enum ResultFormat {
    /** Aligned columns, for people; the first rows. */
    TABLE,
    /** RFC 4180 with a header; arrays, maps and structs as JSON, bytes as hexadecimal digits, null as nothing. */
    CSV,
    /** An object a row, on a line of its own; bytes in Base64. */
    JSON
}
