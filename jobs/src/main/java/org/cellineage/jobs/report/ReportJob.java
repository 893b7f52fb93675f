package org.cellineage.jobs.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.page.PageJson;
import org.cellineage.jobs.page.PlateTables;
import org.cellineage.jobs.published.MovieJob;
import org.cellineage.jobs.published.MovieScope;
import org.cellineage.jobs.published.TableMovie;
import org.cellineage.jobs.published.UnitResult;
import org.cellineage.jobs.run.Version;
import org.cellineage.jobs.source.SourceMovie;
import org.cellineage.jobs.source.SourceMovies;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.store.LineageViews;
import org.cellineage.page.PageFiles;
import org.cellineage.problem.BadOutputException;

/**
 * Writes a report: pages of plates and movies that a browser opens from a disk. The movies are written in parallel; one
 * that fails is listed on the page of its plate and does not stop the others.
 *
 * <p>The pages find {@code data/report.js}, {@code data/pN/plate.js}, and in {@code data/pN/mN} what {@link MovieWriter}
 * and {@link QueueFiles} write. {@code index.html} is written last and removed first, so that a report that can be opened
 * is complete. The same tables, images and budget give the same files.
 */
public final class ReportJob {

    private static final String REMEDY = "Restore the movie to its location, and make the report again.";
    private static final String INDEX = "index.html";
    private static final String REPORT = "report";
    /** What is kept of the budget for a plate's own page: for the page itself, and for each of its movies. */
    private static final long BYTES_PER_PLATE = 20_000;

    private static final long BYTES_PER_LISTED_MOVIE = 800;

    private final SparkSession spark;
    private final LineageStore store;
    private final OutputFolder lineage;
    private final OutputFolder output;
    private final MovieJob job;
    private final List<String> only;
    private final List<TableMovie> movies;

    /**
     * Lists the movies.
     *
     * @param lineage folder of the tables
     * @param output folder of the report
     * @param only {@code PLATE[/WELL[/SITE]]} of the movies to show; empty for all
     */
    public ReportJob(
            SparkSession spark, LineageStore store, OutputFolder lineage, OutputFolder output, List<String> only)
            throws IOException {
        this.spark = spark;
        this.store = store;
        this.lineage = lineage;
        this.output = output;
        this.only = List.copyOf(only);
        this.job = new MovieJob(spark, store.tables());
        this.movies = job.movies().stream()
                .filter(movie -> only.isEmpty()
                        || only.stream().anyMatch(part -> (movie.key().id() + "/").startsWith(part + "/")))
                .toList();
    }

    /**
     * Writes the report.
     *
     * @param budget bytes that it may take
     * @throws BadOutputException if the folder contains something else, or the budget does not suffice for the plates
     */
    public Report run(long budget) throws IOException {
        prepare();
        Storage storage = new HadoopStorage(spark.sparkContext().hadoopConfiguration());
        LineageViews.registerFor(spark, store, List.of(PlateTables.READ));
        Map<String, ObjectNode> plates = new PlateTables(spark, lineage, only).read();
        Map<MovieKey, String> folders = folders(plates);
        Map<MovieKey, SourceMovie> images = new SourceMovies(storage, lineage, REMEDY).of(movies);
        long left = budget - writePages() - ofPlates(plates);
        if (left < movies.size() * 2 * MovieWriter.RESERVED) {
            throw new BadOutputException(
                    output.location(),
                    "A report of " + movies.size() + " movies does not fit into " + ReportBudget.text(budget) + ".",
                    "Give a larger --budget, or fewer movies with --only.");
        }
        long[] shares = ReportBudget.shares(movies, images, left);
        Map<MovieKey, MoviePage> pages = new TreeMap<>();
        List<QueueFiles.Folder> queues = new ArrayList<>();
        for (int m = 0; m < shares.length; m++) {
            MovieKey key = movies.get(m).key();
            String folder = Objects.requireNonNull(folders.get(key));
            pages.put(key, new MoviePage(folder, shares[m], Objects.requireNonNull(images.get(key))));
            queues.add(new QueueFiles.Folder(key, folder));
        }
        List<UnitResult<WrittenMovie>> results =
                job.run(movies, pages, MovieScope.MOVIE, new MovieWork(output.place(), storage));
        QueueFiles.write(spark, queues, output.place());
        long bytes = UnitResult.values(results).stream()
                .mapToLong(WrittenMovie::bytes)
                .sum();
        Report report = new Report(results, bytes + budget - left, budget);
        writePlates(plates, report);
        output.write(INDEX, out -> out.write(PageFiles.read(INDEX)));
        return report;
    }

    /** Removes an earlier report; refuses to remove anything else. */
    private void prepare() throws IOException {
        boolean earlier = output.exists("movie.html") && output.exists("plate.html");
        if (output.exists(DataFile.FOLDER) && !earlier) {
            throw new BadOutputException(
                    output.resolve(DataFile.FOLDER),
                    "The folder contains something other than a report.",
                    "Give an empty folder, or that of an earlier report.");
        }
        output.delete(INDEX);
        output.delete(DataFile.FOLDER);
    }

    /** Writes everything that contains no data, but not the page by which a report is opened. */
    private long writePages() throws IOException {
        long bytes = 0;
        for (String name : PageFiles.NAMES) {
            byte[] content = PageFiles.read(name);
            bytes += content.length;
            if (!name.equals(INDEX)) {
                output.write(name, out -> out.write(content));
            }
        }
        return bytes;
    }

    private static long ofPlates(Map<String, ObjectNode> plates) {
        long bytes = 0;
        for (ObjectNode plate : plates.values()) {
            bytes += BYTES_PER_PLATE
                    + DataFile.bytes(REPORT, plate).length
                    + BYTES_PER_LISTED_MOVIE * plate.withArray("movies").size();
        }
        return bytes;
    }

    /** Folders of the movies' data, which contain no name of a plate, well or site. */
    private Map<MovieKey, String> folders(Map<String, ObjectNode> plates) {
        List<String> names = List.copyOf(plates.keySet());
        Map<String, Integer> counts = new HashMap<>();
        Map<MovieKey, String> folders = new TreeMap<>();
        for (TableMovie movie : movies) {
            String plate = movie.key().plate();
            int number = counts.merge(plate, 1, Integer::sum) - 1;
            folders.put(movie.key(), "p" + names.indexOf(plate) + "/m" + number);
        }
        return folders;
    }

    private void writePlates(Map<String, ObjectNode> plates, Report report) throws IOException {
        Map<String, WrittenMovie> written = new HashMap<>();
        Map<String, String> problems = new HashMap<>();
        for (UnitResult<WrittenMovie> result : report.movies()) {
            result.value().ifPresent(movie -> written.put(movie.movieId(), movie));
            result.failure()
                    .ifPresent(problem -> problems.put(result.unit(), problem.cause() + " " + problem.remedy()));
        }
        ObjectNode summary = PageJson.object();
        summary.put("version", Version.text()).put("lineage", lineage.location());
        summary.put("budget", report.budget()).put("bytes", report.bytes());
        ArrayNode list = summary.putArray("plates");
        int number = 0;
        for (ObjectNode plate : plates.values()) {
            String id = "p" + number++;
            ArrayNode listed = plate.withArray("movies");
            listed.forEach(movie -> addWritten((ObjectNode) movie, written, problems));
            list.addObject()
                    .put("id", id)
                    .put("plate", plate.path("plate").asText())
                    .put("wells", plate.withArray("wells").size())
                    .put("movies", listed.size())
                    .put(
                            "failures",
                            plate.path("failureCount").path(0).path("count").asLong());
            DataFile.write(output, id + "/plate", plate);
        }
        DataFile.write(output, REPORT, summary);
    }

    private static void addWritten(ObjectNode movie, Map<String, WrittenMovie> written, Map<String, String> problems) {
        String id = movie.path("movie_id").asText();
        WrittenMovie page = written.get(id);
        if (page != null) {
            movie.put("folder", page.folder()).put("longSide", page.longSide()).put("fullSize", page.fullSize());
            movie.put("step", page.step()).put("shown", page.shown()).put("bytes", page.bytes());
            movie.put("noPictures", page.noPictures());
        } else if (problems.containsKey(id)) {
            movie.put("problem", problems.get(id));
        }
    }
}
