package org.cellineage.format.platemap;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plate map as read from a file.
 *
 * @param columns columns other than plate and well, in lower case with underscores
 * @param wells rows, each well of a plate once
 */
public record PlateMapTable(List<String> columns, List<Well> wells) {

    public PlateMapTable {
        columns = List.copyOf(columns);
        wells = List.copyOf(wells);
    }

    /**
     * A row.
     *
     * @param line line number in the file, from 1
     * @param plate empty if the map does not give it
     * @param well as in the tables ({@code A01}), or as the file writes it if no plate has such a well
     * @param values by column; empty ones are omitted, numbers have a decimal point
     */
    public record Well(int line, Optional<String> plate, String well, Map<String, String> values) {}
}
