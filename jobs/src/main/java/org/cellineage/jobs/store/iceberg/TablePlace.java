package org.cellineage.jobs.store.iceberg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.spark.SparkCatalog;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.spark.source.HasIcebergCatalog;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.hadoop.AgreedText;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.store.iceberg.lock.TableLocks;
import org.cellineage.jobs.tables.TableSchemas;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.BadOutputException;
import scala.Option;

/**
 * Where the tables of an output are: in a namespace of a catalog that Spark's settings define, or, if none is named, in
 * the output folder itself, as a catalog of kind {@code hadoop} that is defined for the session.
 *
 * <p>The first run of an output records the place in {@value #FILE}, so that readers need not be told. The output has an
 * id there, which its tables bear too: two outputs never share tables.
 */
final class TablePlace {

    /** Spark's setting that names the catalog and the namespace of a new output, as {@code CATALOG.NAMESPACE}. */
    static final String NAMESPACE_KEY = "spark.cellineage.iceberg.namespace";

    private static final String FILE = "_iceberg.json";
    private static final String CATALOGS = "spark.sql.catalog.";
    private static final String OUTPUT_PROPERTY = "cellineage.output-id";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, String> PROPERTIES = Map.of(
            "format-version", "2",
            // Rows of a well in one file, whatever tasks they come from.
            "write.distribution-mode", "hash",
            // As in the store parquet: positions in a frame of 2048 pixels, rounded to 1/64.
            "write.parquet.dict-size-bytes", Integer.toString(2 << 20),
            // Runs over other plates commit at the same time.
            "commit.retry.num-retries", "30",
            "write.metadata.delete-after-commit.enabled", "true");

    private final SparkSession spark;
    private final OutputFolder output;
    private final String catalog;
    private final Namespace namespace;
    private final String id;
    private final boolean isRecorded;

    private TablePlace(SparkSession spark, OutputFolder output, String place, String id, boolean isRecorded) {
        this.spark = spark;
        this.output = output;
        this.id = id;
        this.isRecorded = isRecorded;
        if (place.isEmpty()) {
            this.catalog = ownCatalog(spark, output);
            this.namespace = Namespace.empty();
        } else {
            String[] parts = place.split("\\.", -1);
            this.catalog = parts[0];
            this.namespace = Namespace.of(Arrays.copyOfRange(parts, 1, parts.length));
        }
    }

    /** The place that an output records, or that its first run would record. */
    static TablePlace of(SparkSession spark, OutputFolder output) throws IOException {
        Optional<String> recorded = AgreedText.read(output, FILE);
        if (recorded.isEmpty()) {
            return new TablePlace(spark, output, asked(spark), UUID.randomUUID().toString(), false);
        }
        try {
            JsonNode root = JSON.readTree(recorded.get());
            return new TablePlace(
                    spark,
                    output,
                    root.path("namespace").asText(),
                    root.path("id").asText(),
                    true);
        } catch (JsonProcessingException e) {
            throw new BadOutputException(
                    output.resolve(FILE),
                    "The file that says where the tables are is damaged.",
                    "Restore it from a backup, or write {\"namespace\": \"CATALOG.NAMESPACE\", \"id\": \"…\"} with the"
                            + " table property " + OUTPUT_PROPERTY + " as the id.",
                    e);
        }
    }

    private static String asked(SparkSession spark) {
        String asked = spark.conf().get(NAMESPACE_KEY, "").strip();
        if (!asked.isEmpty() && !asked.matches("[^.]+(\\.[^.]+)+")) {
            throw new BadConfigurationException(
                    NAMESPACE_KEY,
                    "'" + asked + "' is not a namespace of a catalog.",
                    "Give CATALOG.NAMESPACE, where spark.sql.catalog.CATALOG is defined, for example lake.screens.");
        }
        return asked;
    }

    /** Defines the catalog in the output folder, whose name follows from it, and returns the name. */
    private static String ownCatalog(SparkSession spark, OutputFolder output) {
        String warehouse = folder(output, "");
        String name = "cellineage_" + Integer.toHexString(warehouse.hashCode());
        String key = CATALOGS + name;
        spark.conf().set(key, SparkCatalog.class.getName());
        spark.conf().set(key + ".type", "hadoop");
        spark.conf().set(key + ".warehouse", warehouse);
        // Another process may have published since.
        spark.conf().set(key + ".cache-enabled", "false");
        spark.conf().set(key + ".lock-impl", TableLocks.class.getName());
        spark.conf().set(key + "." + TableLocks.OUTPUT, warehouse);
        return name;
    }

    private static String folder(OutputFolder output, String relative) {
        Path root = new Path(output.resolve("x")).getParent();
        return (relative.isEmpty() ? root : new Path(root, relative)).toString();
    }

    /** Whether the tables are in the output folder. */
    boolean isInOutput() {
        return namespace.isEmpty();
    }

    /**
     * Records the place, before the first table is made.
     *
     * @throws BadConfigurationException if the output has another place than the one that the settings ask for
     */
    TablePlace record() throws IOException {
        if (isRecorded) {
            String asked = asked(spark);
            if (!asked.isEmpty() && !asked.equals(place())) {
                throw new BadConfigurationException(
                        NAMESPACE_KEY,
                        "The tables of " + output.location() + " are in "
                                + (isInOutput() ? "the folder itself" : place()) + ", and not in " + asked + ".",
                        "Leave the setting out, or give another output.");
            }
            return this;
        }
        String text =
                JSON.createObjectNode().put("namespace", place()).put("id", id).toString();
        // Another first run may just have made it.
        return AgreedText.agree(output, FILE, text).equals(text)
                ? new TablePlace(spark, output, place(), id, true)
                : of(spark, output).record();
    }

    /** The catalog and the namespace; empty if the tables are in the output folder. */
    private String place() {
        return isInOutput() ? "" : catalog + "." + String.join(".", namespace.levels());
    }

    private Catalog catalog() {
        if (spark.conf().get(CATALOGS + catalog, "").isEmpty()) {
            throw new BadConfigurationException(
                    CATALOGS + catalog,
                    "The tables of " + output.location() + " are in the Iceberg catalog " + catalog
                            + ", which Spark's settings do not define.",
                    "Give --spark-conf " + CATALOGS + catalog + "=" + SparkCatalog.class.getName()
                            + " and the catalog's" + " type, address and warehouse (docs/ICEBERG.md).");
        }
        // Spark looks for the settings of catalogs in the session that is active in this thread.
        Option<SparkSession> active = SparkSession.getActiveSession();
        SparkSession.setActiveSession(spark);
        try {
            if (spark.sessionState().catalogManager().catalog(catalog) instanceof HasIcebergCatalog known) {
                return known.icebergCatalog();
            }
        } catch (Exception e) {
            // Scala's methods throw checked exceptions without declaring them.
            throw new BadConfigurationException(
                    CATALOGS + catalog,
                    "The catalog cannot be opened: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ".",
                    "Correct its settings, and check that its server runs and its driver is on the class path.",
                    e);
        } finally {
            if (active.isDefined()) {
                SparkSession.setActiveSession(active.get());
            } else {
                SparkSession.clearActiveSession();
            }
        }
        throw new BadConfigurationException(
                CATALOGS + catalog,
                "It is not a catalog of Apache Iceberg.",
                "Set it to " + SparkCatalog.class.getName() + ", or name another in " + NAMESPACE_KEY + ".");
    }

    private TableIdentifier identifier(String table) {
        return TableIdentifier.of(namespace, table);
    }

    /** The name of a table, or of a table and more, in Spark SQL. */
    String name(String table, String... more) {
        return Stream.of(List.of(catalog), List.of(namespace.levels()), List.of(table), List.of(more))
                .flatMap(List::stream)
                .map(part -> "`" + part.replace("`", "``") + "`")
                .collect(Collectors.joining("."));
    }

    /**
     * A table in its current state; empty if it does not exist yet. A place that was not recorded when it was looked up
     * has no tables, even if another first run has made some since: their place may be another.
     *
     * @throws BadOutputException if it belongs to another output, or was moved with its folder
     */
    Optional<Table> load(String table) {
        if (!isRecorded) {
            return Optional.empty();
        }
        try {
            Table loaded = catalog().loadTable(identifier(table));
            loaded.refresh();
            return Optional.of(checked(loaded));
        } catch (NoSuchTableException e) {
            return Optional.empty();
        }
    }

    /** What to say of a table that is not there, although plates are published in it. */
    BadOutputException missing(String table) {
        return isRecorded
                ? new BadOutputException(
                        output.location(),
                        "Plates are published, but the table " + name(table) + " is gone.",
                        "Restore it from a backup, or run again with another --output.")
                : new BadOutputException(
                        output.resolve(FILE),
                        "Plates are published, but the file that says where their tables are is gone.",
                        "Restore it from a backup, or run again with another --output.");
    }

    private Table checked(Table table) {
        if (!id.equals(table.properties().getOrDefault(OUTPUT_PROPERTY, ""))) {
            throw new BadOutputException(
                    table.name(),
                    "The table belongs to another output than " + output.location() + ".",
                    "Give each output a namespace of its own: --spark-conf " + NAMESPACE_KEY + "=CATALOG.NAMESPACE.");
        }
        if (isInOutput()) {
            Path expected =
                    new Path(folder(output, table.name().substring(table.name().lastIndexOf('.') + 1)));
            if (!expected.toUri()
                    .getPath()
                    .equals(new Path(table.location()).toUri().getPath())) {
                throw new BadOutputException(
                        output.location(),
                        "The folder was moved or copied from "
                                + new Path(table.location()).getParent() + "; Iceberg's tables name their files by full"
                                + " paths.",
                        "Move it back, or run again with another --output.");
            }
        }
        return table;
    }

    /**
     * A table, made if needed, with the columns of this version.
     *
     * @throws IllegalStateException if the place is not recorded
     */
    Table forWriting(String table) {
        if (!isRecorded) {
            throw new IllegalStateException("tables of a place that is not recorded");
        }
        Table there = load(table).orElseGet(() -> create(table));
        Schema wanted = SparkSchemaUtil.convert(TableSchemas.withPartitions(columns(table)));
        Schema before = there.schema();
        try {
            // Adds columns and widens numbers, by Iceberg's rules; it changes nothing if there is nothing to change.
            if (!isIn(wanted, before)) {
                there.updateSchema().unionByNameWith(wanted).commit();
            }
        } catch (IllegalArgumentException e) {
            throw new BadOutputException(
                    there.name(),
                    "The columns of the table do not fit this version of Cellineage: " + e.getMessage() + ".",
                    "Use the version that wrote it, or give another output.",
                    e);
        }
        return there;
    }

    private static boolean isIn(Schema wanted, Schema there) {
        return wanted.columns().stream()
                .allMatch(field -> there.findField(field.name()) != null
                        && SparkSchemaUtil.convert(there.findField(field.name()).type())
                                .catalogString()
                                .equals(SparkSchemaUtil.convert(field.type()).catalogString()));
    }

    private static org.apache.spark.sql.types.StructType columns(String table) {
        return Optional.ofNullable(TableSchemas.all().get(table))
                .orElseThrow(() -> new IllegalArgumentException("there is no table " + table));
    }

    private Table create(String table) {
        Catalog all = catalog();
        Schema schema = SparkSchemaUtil.convert(TableSchemas.withPartitions(columns(table)));
        Map<String, String> bounds = new TreeMap<>();
        if (schema.findField("mask") != null) {
            // Nobody looks for a mask by its first bytes.
            bounds.put("write.metadata.metrics.column.mask", "none");
        }
        SortOrder.Builder order = SortOrder.builderFor(schema);
        TableSchemas.order(table).forEach(order::asc);
        try {
            if (!isInOutput() && all instanceof SupportsNamespaces spaces && !spaces.namespaceExists(namespace)) {
                spaces.createNamespace(namespace);
            }
        } catch (AlreadyExistsException e) {
            // Another first run has just made it, which is what was wanted.
            return createIn(all, table, schema, order.build(), bounds);
        }
        return createIn(all, table, schema, order.build(), bounds);
    }

    private Table createIn(Catalog all, String table, Schema schema, SortOrder order, Map<String, String> bounds) {
        try {
            return all.buildTable(identifier(table), schema)
                    .withPartitionSpec(PartitionSpec.builderFor(schema)
                            .identity("plate")
                            .identity("well")
                            .build())
                    .withSortOrder(order)
                    .withProperties(PROPERTIES)
                    .withProperties(bounds)
                    .withProperty(OUTPUT_PROPERTY, id)
                    .withProperty(TableSchemas.VERSION_KEY, Integer.toString(TableSchemas.VERSION))
                    .create();
        } catch (AlreadyExistsException e) {
            return load(table).orElseThrow(() -> e);
        }
    }
}
