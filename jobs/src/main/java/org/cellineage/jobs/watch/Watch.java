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
 * Watches locations for movies and hands over each that has arrived, once for each version of its files. Where it stands
 * is kept in a checkpoint, so that it goes on where it was when it is started again; what was being worked on when it
 * died is handed over again, so that the work must be such that a second time changes nothing.
 */
public final class Watch {

    private static final String CHECKPOINT_MANAGER = "spark.sql.streaming.checkpointFileManagerClass";

    private static final String S3A_CHECKPOINTS =
            "org.apache.spark.internal.io.cloud.AbortableStreamBasedCheckpointFileManager";

    /**
     * What is watched.
     *
     * @param inputs locations as {@code run} takes them; one that ends in {@code /*} stands for all folders in it
     * @param layout a layout's name or {@code auto}
     * @param options how movies are read where their files leave a choice
     * @param output where the tables go; what was read of headers is kept there
     * @param checkpoint folder or bucket of this watch alone
     * @param settleSeconds how long a movie's files must be unchanged until it is taken
     * @param marker name of a file that says that a movie is whole, instead of the time; empty for none
     * @param everySeconds pause between two looks; 0: takes what is there now, and ends
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

    /** What is done with movies. */
    public interface Work {
        /** Processes movies of one input; an exception ends the watch, and they are handed over again by the next. */
        void process(String input, Set<MovieKey> movies) throws IOException;
    }

    private Watch() {}

    /**
     * Watches; ends when all that is there now is done where it was asked for no more, else never.
     *
     * @throws StreamingQueryException around what the work threw
     */
    public static void run(SparkSession spark, Request request, Work work)
            throws StreamingQueryException, TimeoutException {
        Optional<String> usual = Optional.ofNullable(spark.conf().get(CHECKPOINT_MANAGER, null));
        if (request.checkpoint().startsWith("s3a:") && isThere(S3A_CHECKPOINTS)) {
            // A bucket has no rename, which Spark's own way of writing checkpoints depends on.
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
