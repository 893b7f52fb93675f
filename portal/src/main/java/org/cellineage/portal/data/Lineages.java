package org.cellineage.portal.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.jobs.correct.PublishedRows;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.page.PageJson;
import org.cellineage.jobs.page.PlateTables;
import org.cellineage.jobs.published.TableMovie;
import org.cellineage.jobs.run.Version;
import org.cellineage.jobs.source.SourceMovie;
import org.cellineage.jobs.source.SourceMovies;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.store.LineageStores;
import org.cellineage.jobs.store.LineageViews;
import org.cellineage.portal.http.HttpRefusal;

/** The lineage folder that is shown: its plates and movies as they are published now. Thread-safe. */
public final class Lineages {

    private static final long PLATES_BYTES = 64L << 20;
    private static final int MOST_CATALOGS = 8;
    private static final String REMEDY = "Restore the movie to its location, and load the page again.";

    private final SparkSession spark;
    private final String location;
    private final OutputFolder output;
    private final Storage storage;
    private final WeightedCache<String, String> plates = new WeightedCache<>(PLATES_BYTES, String::length);
    private final WeightedCache<String, SourceMovies> catalogs = new WeightedCache<>(MOST_CATALOGS, catalog -> 1);

    /** Opens the folder, which may not contain any table yet. */
    public Lineages(SparkSession spark, String location) {
        this.spark = spark;
        this.location = location;
        this.output = OutputFolder.open(spark.sparkContext().hadoopConfiguration(), location);
        this.storage = new HadoopStorage(spark.sparkContext().hadoopConfiguration());
    }

    /** The session; queries of a request use one of their own. */
    public SparkSession spark() {
        return spark;
    }

    /** The folder. */
    public OutputFolder output() {
        return output;
    }

    /** The folder as it was named at the start. */
    public String location() {
        return location;
    }

    /** Where images are read from. */
    public Storage storage() {
        return storage;
    }

    /** The store of the tables, as it is now. */
    public LineageStore store() throws IOException {
        return LineageStores.load().openExisting(spark, output);
    }

    /** A movie that is published; refuses any other. */
    public PublishedRows.Movie movie(MovieKey key) throws IOException {
        LineageStore store = store();
        if (!store.wells().getOrDefault(key.plate(), Set.of()).contains(key.well())) {
            throw HttpRefusal.notFound();
        }
        return new PublishedRows(spark, store).movie(key).orElseThrow(HttpRefusal::notFound);
    }

    /** A plate that is published; refuses any other. */
    public String plate(String id) throws IOException {
        String plate = Ids.plateOf(id);
        if (!store().wells().containsKey(plate)) {
            throw HttpRefusal.notFound();
        }
        return plate;
    }

    /** The value for the list of plates: names, and numbers of wells, movies and failures. */
    public ObjectNode report() throws IOException {
        LineageStore store = store();
        Map<String, Set<String>> wells = store.wells();
        ObjectNode summary = PageJson.object();
        summary.put("version", Version.text()).put("lineage", location);
        ArrayNode list = summary.putArray("plates");
        for (String plate : new TreeMap<>(wells).keySet()) {
            ObjectNode value = (ObjectNode) PageJson.parse(plateJson(plate, store));
            list.addObject()
                    .put("id", Ids.plate(plate))
                    .put("plate", plate)
                    .put("wells", value.withArray("wells").size())
                    .put("movies", value.withArray("movies").size())
                    .put(
                            "failures",
                            value.path("failureCount").path(0).path("count").asLong());
        }
        return summary;
    }

    /** The value for the page of a plate. */
    public String plateJson(String plate) throws IOException {
        return plateJson(plate, store());
    }

    private String plateJson(String plate, LineageStore store) throws IOException {
        try {
            return plates.get(plate + "\n" + store.publication(plate), () -> readPlate(plate));
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the page of plate " + plate, e);
        }
    }

    private String readPlate(String plate) throws IOException {
        SparkSession own = spark.newSession();
        LineageStore store = LineageStores.load().openExisting(own, output);
        LineageViews.registerFor(own, store, List.of(PlateTables.READ));
        Map<String, ObjectNode> read = new PlateTables(own, output, List.of(plate)).read();
        ObjectNode value = read.getOrDefault(plate, PageJson.object().put("plate", plate));
        for (String list : List.of("movies", "wells", "conditions", "failures", "failureCount", "provenance")) {
            value.withArray(list);
        }
        for (var movie : value.withArray("movies")) {
            addShown((ObjectNode) movie, plate);
        }
        return PageJson.text(value);
    }

    /** Everything of a movie is shown, unless there is nothing of it. */
    private static void addShown(ObjectNode movie, String plate) {
        if (movie.path("status").asText().equals("failed")) {
            movie.put("problem", "The movie failed; see the failures of the plate.");
            return;
        }
        int frames = movie.path("frames").asInt();
        int side =
                Math.max(movie.path("width_px").asInt(), movie.path("height_px").asInt());
        MovieKey key = new MovieKey(
                plate, movie.path("well").asText(), movie.path("site").asText());
        movie.put("folder", Ids.folder(key)).put("longSide", side).put("fullSize", true);
        movie.put("step", 1).put("shown", frames).put("noPictures", "");
    }

    /** The images of a movie where its run read them. */
    public SourceMovie images(PublishedRows.Movie movie) throws IOException {
        TableMovie row = movie.table();
        String version = row.key().plate() + "\n" + row.runId();
        try {
            SourceMovies catalog = catalogs.get(version, () -> new SourceMovies(storage, output, REMEDY));
            // It reads each input once, for whoever asks first.
            synchronized (catalog) {
                return Objects.requireNonNull(catalog.of(List.of(row)).get(row.key()));
            }
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the images of movie " + row.key().id(), e);
        }
    }
}
