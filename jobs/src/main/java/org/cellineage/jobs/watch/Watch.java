package org.cellineage.jobs.watch;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.cellineage.format.MovieKey;
import org.cellineage.format.ReadOptions;

/**
 * Watches locations for movies and passes on each complete one, once per version of its files. Progress is kept in a
 * checkpoint, so a restarted watch continues where it stopped. Movies that were being processed when it died are passed
 * on again, so processing must be idempotent.
 */
public final class Watch {

    private static final String CHECKPOINT_MANAGER = "spark.sql.streaming.checkpointFileManagerClass";

    private static final String S3A_CHECKPOINTS =
            "org.apache.spark.internal.io.cloud.AbortableStreamBasedCheckpointFileManager";

    /**
     * What to watch.
     *
     * @param inputs locations as {@code run} takes them; one that ends in {@code /*} stands for all folders in it
     * @param layout name of a layout, or {@code auto}
     * @param options how ambiguous files are read
     * @param output location of the tables, in which headers are cached
     * @param checkpoint folder or bucket used by this watch alone
     * @param settleSeconds how long a movie's files must be unchanged before it is passed on
     * @param marker name of a file that says that a movie is complete, instead of the waiting time; empty for none
     * @param everySeconds pause between scans; 0 to process what is there now and end
     */
    public record Request(
            List<String> inputs,
            String layout,
            ReadOptions options,
            String output,
            String checkpoint,
            int settleSeconds,
            String marker,
            int everySeconds) {

        public Request {
            inputs = List.copyOf(inputs);
        }
    }

    /** How movies are processed. */
    public interface Work {
        /** Processes movies of one input; an exception ends the watch, and the next one passes them on again. */
        void process(String input, Set<MovieKey> movies) throws IOException;
    }

    private Watch() {}

    /**
     * Watches forever, or until everything that is there now has been processed if {@code everySeconds} is 0.
     *
     * @throws StreamingQueryException around an exception of the processing
     */
    public static void run(SparkSession spark, Request request, Work work)
            throws StreamingQueryException, TimeoutException {
        Optional<String> usual = Optional.ofNullable(spark.conf().get(CHECKPOINT_MANAGER, null));
        if (request.checkpoint().startsWith("s3a:") && isThere(S3A_CHECKPOINTS)) {
            // Spark's own checkpoints rely on rename, which a bucket does not have.
            spark.conf().set(CHECKPOINT_MANAGER, S3A_CHECKPOINTS);
        }
        try {
            query(spark, request, work).awaitTermination();
        } finally {
            // Another watch of the session may have its checkpoint elsewhere.
            usual.ifPresentOrElse(
                    name -> spark.conf().set(CHECKPOINT_MANAGER, name),
                    () -> spark.conf().unset(CHECKPOINT_MANAGER));
        }
    }

    private static StreamingQuery query(SparkSession spark, Request request, Work work) throws TimeoutException {
        VoidFunction2<Dataset<Row>, Long> batch = (rows, number) -> process(rows, work);
        return spark.readStream()
                .format(ArrivalSource.class.getName())
                .option(ArrivalSource.INPUTS, String.join("\n", request.inputs()))
                .option(ArrivalSource.OUTPUT, request.output())
                .option(ArrivalSource.LAYOUT, request.layout())
                .option(ArrivalSource.Z_PLANES, request.options().zPlanes().toString())
                .option(ArrivalSource.RGB, request.options().tiff().rgb().name())
                .option(ArrivalSource.SETTLE_SECONDS, request.settleSeconds())
                .option(ArrivalSource.MARKER, request.marker())
                .option(ArrivalSource.WATCHES, request.everySeconds() > 0)
                .load()
                .writeStream()
                .queryName("watch")
                .option("checkpointLocation", request.checkpoint())
                .trigger(
                        request.everySeconds() > 0
                                ? Trigger.ProcessingTime(request.everySeconds() * 1000L)
                                : Trigger.AvailableNow())
                .foreachBatch(batch)
                .start();
    }

    private static void process(Dataset<Row> rows, Work work) throws IOException {
        Map<String, Set<MovieKey>> byInput = new TreeMap<>();
        for (Row row : rows.collectAsList()) {
            byInput.computeIfAbsent(row.getString(0), input -> new TreeSet<>())
                    .add(new MovieKey(row.getString(1), row.getString(2), row.getString(3)));
        }
        for (Map.Entry<String, Set<MovieKey>> input : byInput.entrySet()) {
            work.process(input.getKey(), input.getValue());
        }
    }

    private static boolean isThere(String className) {
        return Thread.currentThread().getContextClassLoader().getResource(className.replace('.', '/') + ".class")
                != null;
    }
}
