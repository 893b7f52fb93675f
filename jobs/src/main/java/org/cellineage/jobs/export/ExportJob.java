package org.cellineage.jobs.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.jobs.export.about.ExportedMovie;
import org.cellineage.jobs.export.about.MovieDetails;
import org.cellineage.jobs.export.about.Provenance;
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
import org.cellineage.jobs.store.Conditions;
import org.cellineage.jobs.store.PublishedTables;
import org.cellineage.problem.BadInputException;

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
    private final List<TableMovie> movies = new ArrayList<>();
    private final Map<MovieKey, MovieDetails> details = new HashMap<>();

    /**
     * Lists the movies.
     *
     * @param lineage folder of the tables, in which runs keep their settings
     * @param output folder to write to
     * @param only {@code PLATE[/WELL[/SITE]]} of the movies to export; empty for all
     * @throws BadInputException if one of these names no movie
     */
    public ExportJob(
            SparkSession spark, PublishedTables tables, OutputFolder lineage, OutputFolder output, List<String> only)
            throws IOException {
        this.storage = new HadoopStorage(spark.sparkContext().hadoopConfiguration());
        this.lineage = lineage;
        this.output = output;
        this.job = new MovieJob(spark, tables);
        Map<List<String>, Map<String, String>> wells =
                Conditions.stored(lineage).byWell();
        Map<String, String> none = wells.getOrDefault(Conditions.NO_WELL, Map.of());
        for (Row row : job.movieRows(MovieDetails.COLUMNS)) {
            TableMovie movie = MovieJob.movie(row);
            MovieKey key = movie.key();
            if (only.isEmpty() || only.stream().anyMatch(part -> isPart(part, movie))) {
                movies.add(movie);
                details.put(key, MovieDetails.of(row, wells.getOrDefault(List.of(key.plate(), key.well()), none)));
            }
        }
        for (String part : only) {
            if (movies.stream().noneMatch(movie -> isPart(part, movie))) {
                throw new BadInputException(
                        "--only " + part,
                        "The tables have no movie of this name.",
                        "Write plate, plate/well or plate/well/site, as in the column movie_id of the movies table.");
            }
        }
    }

    private static boolean isPart(String part, TableMovie movie) {
        return (movie.key().id() + "/").startsWith(part + "/");
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
        Map<MovieKey, ExportedMovie> attached = new HashMap<>();
        for (TableMovie movie : movies) {
            MovieKey key = movie.key();
            attached.put(
                    key,
                    ExportedMovie.of(Objects.requireNonNull(details.get(key)), Optional.ofNullable(images.get(key))));
        }
        List<UnitResult<Written>> results = job.withMeasures(exporter.needsMeasures())
                .run(
                        movies,
                        attached,
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
            implements UnitWork<ExportedMovie, Written> {

        @Override
        public Class<Written> result() {
            return Written.class;
        }

        @Override
        public Written run(MovieUnit<ExportedMovie> unit) throws IOException {
            List<ExportMovie> movies = new ArrayList<>();
            unit.movies().forEach(movie -> movies.add(new ExportMovie(movie)));
            Exporter exporter = Exporters.named(List.of(format)).get(0);
            ExportTarget target = new ExportTarget(place.open(), storage, formats);
            List<String> files = exporter.export(movies, target);
            Provenance provenance =
                    new Provenance(format, exporter.formatVersion(), exporter.cannotHold(), exporter.scope());
            for (ExportMovie movie : movies) {
                provenance.add(movie.row(), movie.details());
            }
            provenance.write(files, target::write);
            return new Written(files);
        }
    }
}
