package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/** What tasks send to the driver, by Spark's own account: little, and no more for more movies. */
class TaskResultsTest {

    private static final int MOVIES = 24;
    private static final long MOST_BYTES = 2048;
    /**
     * A longer number here and there, and a few of Spark's own metrics that were zero before, as the time in garbage
     * collection, which Spark does not send. The keys of twenty movies more would be twice as long.
     */
    private static final long GROWTH_BYTES = 192;

    @TempDir
    private Path temp;

    /** Tasks of the stages of a run. */
    private static final class Tasks extends SparkListener {
        private final Map<Integer, String> stages = new HashMap<>();
        private final Map<String, List<Long>> resultBytes = new TreeMap<>();
        private final Map<String, List<String>> accumulated = new TreeMap<>();

        long most(String stage) {
            return resultBytes.get(stage).stream()
                    .mapToLong(Long::longValue)
                    .max()
                    .orElseThrow();
        }

        @Override
        public synchronized void onJobStart(SparkListenerJobStart job) {
            String name = job.properties().getProperty("cellineage.stage", "");
            CollectionConverters.asJava(job.stageInfos()).forEach(stage -> stages.putIfAbsent(stage.stageId(), name));
        }

        @Override
        public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
            String stage = stages.getOrDefault(end.stageId(), "");
            resultBytes
                    .computeIfAbsent(stage, name -> new ArrayList<>())
                    .add(end.taskMetrics().resultSize());
            List<String> texts = accumulated.computeIfAbsent(stage, name -> new ArrayList<>());
            CollectionConverters.asJava(end.taskInfo().accumulables()).forEach(own -> {
                texts.add(String.valueOf(own.value().get()));
                texts.add(String.valueOf(own.update().get()));
            });
        }
    }

    private Tasks tasksOf(int movies) throws Exception {
        Path plate = temp.resolve("in" + movies + "/P7");
        for (int movie = 0; movie < movies; movie++) {
            Movies.stack(
                    plate.resolve("A%02d_s%d.tif".formatted(1 + movie / 4, 1 + movie % 4)),
                    List.of(Movies.blank(8, 8), Movies.blank(8, 8)));
        }
        SparkSession spark = Job.spark("local[2]");
        Tasks tasks = new Tasks();
        spark.sparkContext().addSparkListener(tasks);
        try {
            List<String> arguments = new ArrayList<>(List.of("run", "-i", plate.toString()));
            arguments.addAll(List.of("-o", temp.resolve("out" + movies).toString()));
            arguments.addAll(Job.WITHOUT_NETWORKS);
            arguments.addAll(List.of("--set", "execution.segment_partitions=2"));
            arguments.addAll(List.of("--set", "execution.track_partitions=2"));
            Job.Result run = Job.run(arguments.toArray(new String[0]));
            assertThat(run.code()).as(run.out() + run.err()).isZero();
            spark.sparkContext().listenerBus().waitUntilEmpty(10_000);
            return tasks;
        } finally {
            spark.sparkContext().removeSparkListener(tasks);
        }
    }

    @Test
    void tasksSendNumbersHoweverManyMoviesThereAre() throws Exception {
        Tasks few = tasksOf(4);
        Tasks many = tasksOf(MOVIES);
        for (String stage : List.of("segment", "track")) {
            // Spark's own metrics of SQL are numbers too, some of them as text.
            assertThat(many.accumulated.get(stage)).as(stage).allMatch(text -> text.matches("-?[0-9]+"));
            assertThat(many.most(stage)).as(stage).isLessThanOrEqualTo(few.most(stage) + GROWTH_BYTES);
            assertThat(many.most(stage)).as(stage).isLessThanOrEqualTo(MOST_BYTES);
        }
    }
}
