package org.cellineage.jobs.simulate;

import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.progress.ProgressReporter;
import org.cellineage.simulate.PlateSimulator;
import org.cellineage.simulate.SimulationOptions;

/** Simulates a plate on the cluster, one movie per task. */
public final class PlateJob {

    private final SparkSession spark;

    public PlateJob(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * Simulates all movies.
     *
     * @return the plate's folder
     */
    public String write(PlateSimulator plate, SimulationOptions options, String outputLocation, String name)
            throws IOException {
        SerializableConfiguration hadoop =
                new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
        OutputFolder output = OutputFolder.open(hadoop.value(), outputLocation);
        String folder = output.resolve(name);
        OutputFolder.open(hadoop.value(), folder)
                .replace("simulation.json", ConfigurationLoader.effectiveJson(options));
        List<Integer> movies = IntStream.range(0, plate.movies()).boxed().toList();
        LongAccumulator done = spark.sparkContext().longAccumulator("frames simulated");
        long frames = (long) plate.movies() * options.frames();
        try (ProgressReporter progress = ProgressReporter.start("simulate", "frames", frames, done::value)) {
            JavaSparkContext.fromSparkContext(spark.sparkContext())
                    .parallelize(movies, movies.size())
                    .foreachPartition(new WriteMovies(plate, folder, hadoop, done));
            progress.finished();
        }
        return folder;
    }

    private record WriteMovies(
            PlateSimulator plate, String folder, SerializableConfiguration hadoop, LongAccumulator done)
            implements VoidFunction<Iterator<Integer>>, Serializable {
        @Override
        public void call(Iterator<Integer> movies) throws IOException {
            OutputFolder output = OutputFolder.open(hadoop.value(), folder);
            while (movies.hasNext()) {
                plate.write(movies.next(), output::create, () -> done.add(1));
            }
        }
    }
}
