package org.cellineage.jobs.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.hadoop.OutputPlace;
import org.cellineage.jobs.published.MovieJob;
import org.cellineage.jobs.published.MovieUnit;
import org.cellineage.jobs.published.TableMovie;
import org.cellineage.jobs.published.UnitResult;
import org.cellineage.jobs.published.UnitWork;
import org.cellineage.jobs.source.SourceMovie;
import org.cellineage.jobs.source.SourceMovies;
import org.cellineage.jobs.store.PublishedTables;

/** Exports published movies on all cores. */
public final class ExportJob {

    /**
     * The files written for a unit of movies.
     *
     * @param files files and folders, relative to the output
     */
    public record Written(List<String> files) {}

    private static final String WITHOUT_IMAGES =
            "This format needs its images. Restore the movie to its location, or export with --format ctc.";

    private final Storage storage;
    private final OutputFolder lineage;
    private final OutputFolder output;
    private final MovieJob job;
    private final List<TableMovie> movies;

    /**
     * Lists the movies.
     *
     * @param lineage folder of the tables, in which runs keep their settings
     * @param output folder to write to
     * @param only {@code PLATE[/WELL[/SITE]]} of the movies to export; empty for all
     */
    public ExportJob(
            SparkSession spark, PublishedTables tables, OutputFolder lineage, OutputFolder output, List<String> only) {
        this.storage = new HadoopStorage(spark.sparkContext().hadoopConfiguration());
        this.lineage = lineage;
        this.output = output;
        this.job = new MovieJob(spark, tables);
        this.movies = job.movies().stream()
                .filter(movie -> only.isEmpty()
                        || only.stream().anyMatch(part -> (movie.key().id() + "/").startsWith(part + "/")))
                .toList();
    }

    /**
     * Writes the movies in a format. Returns one result per unit of the format's scope.
     *
     * @param together all formats that are exported to this output, see {@link ExportTarget#formats}
     */
    public List<UnitResult<Written>> run(Exporter exporter, List<Exporter> together) throws IOException {
        List<String> formats = together.stream().map(Exporter::name).toList();
        ExportTarget target = new ExportTarget(output, storage, formats);
        exporter.begin(movies, target);
        Map<MovieKey, SourceMovie> images =
                exporter.needsImages() ? new SourceMovies(storage, lineage, WITHOUT_IMAGES).of(movies) : Map.of();
        List<UnitResult<Written>> results = job.run(
                movies,
                images,
                exporter.scope(),
                new Work(exporter.name(), output.place(), storage, new ArrayList<>(formats)));
        Set<String> done = results.stream()
                .filter(result -> result.failure().isEmpty())
                .map(UnitResult::unit)
                .collect(Collectors.toSet());
        exporter.finish(
                movies.stream()
                        .filter(movie -> done.contains(exporter.scope().unitOf(movie.key())))
                        .toList(),
                target);
        return results;
    }

    /** Executors find exporters by name, so exporters need not be serializable. */
    private record Work(String format, OutputPlace place, Storage storage, List<String> formats)
            implements UnitWork<SourceMovie, Written> {

        @Override
        public Class<Written> result() {
            return Written.class;
        }

        @Override
        public Written run(MovieUnit<SourceMovie> unit) throws IOException {
            List<ExportMovie> movies = new ArrayList<>();
            unit.movies().forEach(movie -> movies.add(new ExportMovie(movie)));
            Exporter exporter = Exporters.named(List.of(format)).get(0);
            return new Written(exporter.export(movies, new ExportTarget(place.open(), storage, formats)));
        }
    }
}
