package org.cellineage.format.platemap;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plate map as it was read.
 *
 * @param columns columns other than plate and well, lower case with underscores
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
     * @param line of the file, from 1
     * @param plate empty where the map does not say
     * @param well as the tables name it, {@code A01}, or as the file writes it where no plate has such a well
     * @param values by column; what is empty is left out, numbers have a decimal point
     */
    public record Well(int line, Optional<String> plate, String well, Map<String, String> values) {}
}
