package org.cellineage.jobs.command.option;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where tables are kept. */
public final class StoreOptions {

    @Option(
            names = "--store",
            paramLabel = "NAME",
            description =
                    "Store that keeps the tables: parquet, iceberg (docs/ICEBERG.md), or one that a jar adds. Short for"
                            + " --set execution.store=NAME. Default: the one that the output has, and parquet for a new output.")
    private String store = "";

    /** Settings of other options, and this one. */
    public List<String> and(List<String> others) {
        List<String> all = new ArrayList<>(others);
        if (!store.isEmpty()) {
            all.add("execution.store=" + store);
        }
        return all;
    }
}
