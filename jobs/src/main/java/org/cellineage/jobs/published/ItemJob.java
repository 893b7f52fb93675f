package org.cellineage.jobs.published;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Processes movies in parallel that are not in tables. A movie that fails does not stop the others. */
public final class ItemJob {

    private static final int MAX_ITEMS_A_TASK = 8;

    private ItemJob() {}

    /**
     * The work on a movie. Sent to executors.
     *
     * @param <T> type of the movie
     * @param <R> type of the result, a record supported by {@link org.cellineage.jobs.codec.RecordCodec}
     */
    public interface Work<T, R extends Record> extends Serializable {

        /** Type of the result. */
        Class<R> result();

        /** The movie's name, for messages. */
        String name(T item);

        /** Does the work. An exception makes this movie fail, and no other. */
        R run(T item) throws IOException;
    }

    /** Returns one result per item, in the same order. */
    public static <T extends Serializable, R extends Record> List<UnitResult<R>> run(
            SparkSession spark, List<T> items, Work<T, R> work) {
        if (items.isEmpty()) {
            return List.of();
        }
        List<byte[]> numbered = new ArrayList<>();
        for (T item : items) {
            numbered.add(Attachments.bytes(new Numbered<>(numbered.size(), item)));
        }
        int atOnce = spark.sparkContext().defaultParallelism();
        int tasks = Math.min(items.size(), Math.max(atOnce, (items.size() + MAX_ITEMS_A_TASK - 1) / MAX_ITEMS_A_TASK));
        UnitResults<R> results = new UnitResults<>(
                work.result(), items.stream().map(work::name).toList(), Collections.nCopies(items.size(), 1));
        JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(numbered, tasks)
                .map(bytes -> bytes(work, bytes))
                .collect()
                .forEach(results::add);
        return results.inOrder();
    }

    private record Numbered<T>(int number, T item) implements Serializable {}

    private static <T, R extends Record> byte[] bytes(Work<T, R> work, byte[] sent) {
        @SuppressWarnings("unchecked") // the driver sent it
        Numbered<T> numbered = (Numbered<T>) Attachments.object(sent);
        T item = numbered.item();
        return UnitResults.bytes(numbered.number(), work.name(item), work.result(), () -> work.run(item));
    }
}
