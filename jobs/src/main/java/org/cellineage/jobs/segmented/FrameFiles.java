package org.cellineage.jobs.segmented;

import java.io.IOException;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.io.api.Binary;
import org.apache.spark.sql.Row;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.codec.ParquetRows;
import org.cellineage.jobs.hadoop.OutputPlace;

/**
 * The Parquet files in which the segmented frames of some movies lie. A task reads those of its movies by itself: they
 * are in few files, and need not be sent between executors. Sent to executors.
 */
public final class FrameFiles implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final String FEATURES = "features";

    private final OutputPlace place;
    private final TreeMap<MovieKey, List<String>> files;

    /**
     * Names the files.
     *
     * @param files location of each file with a frame of the movie, as {@link SegmentedStore#FILE} has it
     */
    public FrameFiles(OutputPlace place, Map<MovieKey, ? extends Collection<String>> files) {
        this.place = place;
        this.files = new TreeMap<>();
        files.forEach((movie, names) -> this.files.put(movie, List.copyOf(new TreeSet<>(names))));
    }

    /**
     * Visits the frames of some movies, file by file; those of a movie in no particular order.
     *
     * @param withFeatures whether image features are read too
     */
    public void forEach(Collection<MovieKey> movies, boolean withFeatures, Consumer<FrameRow> visitor)
            throws IOException {
        // A file may also have frames of a movie that were segmented again since, in another one.
        TreeMap<String, Set<MovieKey>> moviesOf = new TreeMap<>();
        for (MovieKey movie : movies) {
            for (String file : files.getOrDefault(movie, List.of())) {
                moviesOf.computeIfAbsent(file, name -> new HashSet<>()).add(movie);
            }
        }
        Configuration configuration = place.configuration();
        Set<String> leftOut = withFeatures ? Set.of() : Set.of(FEATURES);
        for (Map.Entry<String, Set<MovieKey>> file : moviesOf.entrySet()) {
            String location = ParquetRows.location(file.getKey());
            Set<MovieKey> wanted = file.getValue();
            try (ParquetReader<Row> rows =
                    ParquetRows.open(location, configuration, FrameRow.SCHEMA, leftOut, only(wanted))) {
                for (Row row = rows.read(); row != null; row = rows.read()) {
                    FrameRow frame = FrameRow.of(row);
                    if (wanted.contains(frame.movie())) {
                        visitor.accept(frame);
                    }
                }
            }
        }
    }

    /** Rules out what Parquet's statistics can tell; it passes every combination of plates, wells and sites. */
    private static FilterCompat.Filter only(Set<MovieKey> movies) {
        return FilterCompat.get(FilterApi.and(
                among("plate", movies, MovieKey::plate),
                FilterApi.and(among("well", movies, MovieKey::well), among("site", movies, MovieKey::site))));
    }

    private static FilterPredicate among(String column, Set<MovieKey> movies, Function<MovieKey, String> part) {
        Set<Binary> values = new HashSet<>();
        movies.forEach(movie -> values.add(Binary.fromString(part.apply(movie))));
        return FilterApi.in(FilterApi.binaryColumn(column), values);
    }
}
