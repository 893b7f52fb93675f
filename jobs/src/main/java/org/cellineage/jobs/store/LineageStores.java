package org.cellineage.jobs.store;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.config.ExecutionConfiguration;
import org.cellineage.jobs.hadoop.AgreedText;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.problem.BadConfigurationException;

/**
 * All kinds of stores by name: the built-in ones, and those that a site's jars add as services
 * ({@link LineageStoreProvider}).
 *
 * <p>An output keeps the store of its first run. The name is stored in the small file {@value #MARKER}, so that readers
 * need not specify it; an output with the default store has no such file.
 */
public final class LineageStores {

    private static final String MARKER = "_store";
    private static final String DEFAULT = "parquet";
    /** Stands for the store that an output has. */
    private static final String AUTO = ExecutionConfiguration.DEFAULTS.store();

    private final Map<String, LineageStoreProvider> byName;

    private LineageStores(Map<String, LineageStoreProvider> byName) {
        this.byName = byName;
    }

    /**
     * Finds all kinds.
     *
     * @throws BadConfigurationException if a jar lists a kind that cannot be loaded, or a name is used twice
     */
    public static LineageStores load(ClassLoader loader) {
        Map<String, LineageStoreProvider> byName = new LinkedHashMap<>();
        try {
            for (LineageStoreProvider provider : ServiceLoader.load(LineageStoreProvider.class, loader)) {
                LineageStoreProvider other = byName.putIfAbsent(provider.name(), provider);
                if (other != null) {
                    throw new BadConfigurationException(
                            provider.getClass().getName(),
                            "There are two stores called " + provider.name() + "; the other is "
                                    + other.getClass().getName() + ".",
                            "Remove one of their jars from the class path.");
                }
            }
        } catch (ServiceConfigurationError e) {
            throw new BadConfigurationException(
                    "META-INF/services/" + LineageStoreProvider.class.getName(),
                    "A store that a jar adds cannot be loaded: " + e.getMessage() + ".",
                    "Correct or remove that jar.",
                    e);
        }
        return new LineageStores(byName);
    }

    /** Finds all kinds on the class path of this thread. */
    public static LineageStores load() {
        return load(Thread.currentThread().getContextClassLoader());
    }

    /**
     * Opens an output's store for a run.
     *
     * @param name name of the kind that the run requests; {@code auto} is the one that the output has, or the default
     * @throws BadConfigurationException if there is no such kind, or the output has another
     */
    public LineageStore open(SparkSession spark, OutputFolder output, String name) throws IOException {
        if (name.equals(AUTO)) {
            return openExisting(spark, output);
        }
        LineageStoreProvider provider = named(name, "execution.store");
        Optional<String> recorded = recorded(output);
        String present = recorded.orElse(DEFAULT);
        boolean begun = recorded.isPresent()
                || (!name.equals(DEFAULT)
                        && named(DEFAULT, output.location()).open(spark, output).hasTables());
        if (begun && !present.equals(name)) {
            throw new BadConfigurationException(
                    output.location(),
                    "Its tables are kept in the store " + present + ", but execution.store is " + name + ".",
                    "Set execution.store=" + present + ", or give another output.");
        }
        // First of all: a store that cannot be opened is not recorded.
        LineageStore opened = provider.open(spark, output);
        if (!begun && !name.equals(DEFAULT)) {
            String agreed = AgreedText.agree(output, MARKER, name);
            if (!agreed.equals(name)) {
                // Another first run has just decided otherwise.
                return open(spark, output, name);
            }
        }
        return opened;
    }

    /**
     * Opens an output's store for reading.
     *
     * @throws BadConfigurationException if the jar of its kind is not on the class path
     */
    public LineageStore openExisting(SparkSession spark, OutputFolder output) throws IOException {
        return named(recorded(output).orElse(DEFAULT), output.resolve(MARKER)).open(spark, output);
    }

    private static Optional<String> recorded(OutputFolder output) throws IOException {
        return AgreedText.read(output, MARKER);
    }

    private LineageStoreProvider named(String name, String where) {
        return Optional.ofNullable(byName.get(name))
                .orElseThrow(() -> new BadConfigurationException(
                        where,
                        "There is no store called '" + name + "'.",
                        "Use " + String.join(", ", byName.keySet())
                                + ", or put the jar that adds it on the class path."));
    }
}
