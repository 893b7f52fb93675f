package org.cellineage.jobs.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.tables.TableSchemas;
import org.cellineage.udf.CellineageFunctions;

/**
 * Views over the tables for the most common questions; {@code docs/TABLES.md} describes each.
 *
 * <p>Their queries are the files {@code views/NAME.sql}, which work in both dialects, or {@code views/NAME.DIALECT.sql}
 * where these differ. They use only built-in functions.
 */
public final class LineageViews {

    /** The views, each after those it reads. */
    public static final List<String> NAMES = List.of(
            "lineages",
            "traces",
            "traces_with_mother",
            "divisions_full",
            "wells",
            "review_queue",
            "profiles",
            "profile_neighbours");

    private static final String FUNCTIONS = "functions";

    private LineageViews() {}

    /** Registers the tables, the views and the SQL functions in a session. */
    public static void register(SparkSession spark, LineageStore store) throws IOException {
        register(spark, store, store::tables, name -> true);
    }

    /**
     * Registers the SQL functions and those tables and views that statements may read: all, unless each statement is a
     * query that spells out the names of its tables. Analysing every view costs more than answering a short question.
     */
    public static void registerFor(SparkSession spark, LineageStore store, List<String> statements) throws IOException {
        register(spark, store, store::tables, readBy(statements));
    }

    /** Likewise, with other tables than those published now; all that there are, if there are no statements. */
    public static void registerFor(
            SparkSession spark, LineageStore store, PublishedTables tables, List<String> statements)
            throws IOException {
        register(spark, store, () -> tables, statements.isEmpty() ? name -> true : readBy(statements));
    }

    private static Predicate<String> readBy(List<String> statements) {
        return new NamedTables(statements, NAMES, view -> query(view, Dialect.SPARK, Calibration.NONE));
    }

    /** Opens the tables, if any is read. */
    @FunctionalInterface
    private interface Tables {
        PublishedTables open() throws IOException;
    }

    private static void register(SparkSession spark, LineageStore store, Tables source, Predicate<String> isRead)
            throws IOException {
        CellineageFunctions.register(spark);
        List<String> tables =
                TableSchemas.all().keySet().stream().filter(isRead).toList();
        if (!tables.isEmpty()) {
            PublishedTables published = source.open();
            for (String table : tables) {
                published.table(table).createOrReplaceTempView(table);
            }
        }
        if (isRead.test(Conditions.VIEW)) {
            store.conditions().dataset(spark).createOrReplaceTempView(Conditions.VIEW);
        }
        registerViews(spark, isRead, store.calibration());
    }

    /** Registers the views in a session in which the tables are registered under their names. */
    static void registerViews(SparkSession spark) {
        registerViews(spark, name -> true, Calibration.NONE);
    }

    private static void registerViews(SparkSession spark, Predicate<String> isRead, Calibration calibration) {
        for (String name : NAMES) {
            if (isRead.test(name)) {
                spark.sql(query(name, Dialect.SPARK, calibration)).createOrReplaceTempView(name);
            }
        }
    }

    /** Uses a plate map instead of those in a store, in this session. */
    public static void registerConditions(SparkSession spark, LineageStore store, PlateMap map) throws IOException {
        List<PlateMap.Condition> rows = new ArrayList<>();
        store.wells().forEach((plate, wells) -> rows.addAll(map.of(plate, wells)));
        new Conditions(map.columns(), rows).dataset(spark).createOrReplaceTempView(Conditions.VIEW);
    }

    /** Statements that create the views, and the functions that a dialect can define in SQL. */
    public static String definitions(Dialect dialect, Calibration calibration) {
        StringBuilder sql = new StringBuilder(resource(FUNCTIONS + "." + dialect.label())
                .map(text -> "\n" + text)
                .orElse(""));
        for (String name : NAMES) {
            sql.append('\n')
                    .append(dialect.createView())
                    .append(' ')
                    .append(name)
                    .append(" as\n")
                    .append(query(name, dialect, calibration).stripTrailing())
                    .append(";\n");
        }
        return sql.toString();
    }

    private static String query(String name, Dialect dialect, Calibration calibration) {
        return text(name, dialect).replace("{calibration}", calibration.sql());
    }

    private static String text(String name, Dialect dialect) {
        return resource(name + "." + dialect.label())
                .or(() -> resource(name))
                .orElseThrow(() -> new IllegalStateException("there is no query of the view " + name));
    }

    private static Optional<String> resource(String name) {
        try (InputStream in = LineageViews.class.getResourceAsStream("views/" + name + ".sql")) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
