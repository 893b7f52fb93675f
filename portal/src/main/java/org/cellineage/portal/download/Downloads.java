package org.cellineage.portal.download;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.export.ExportJob;
import org.cellineage.jobs.export.Exporter;
import org.cellineage.jobs.export.Exporters;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.published.UnitResult;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.tables.TableSchemas;
import org.cellineage.portal.data.Lineages;
import org.cellineage.portal.http.Answer;
import org.cellineage.portal.http.HttpRefusal;
import org.cellineage.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is published, as files: the formats of {@code export}, and the tables as CSV or Parquet. Files are made in a
 * temporary folder, sent, and removed; several are sent as one zip.
 */
public final class Downloads {

    private static final Logger LOG = LoggerFactory.getLogger(Downloads.class);
    private static final String CSV = "csv";
    private static final String PARQUET = "parquet";
    private static final int AT_ONCE = 2;
    private static final String ZIP = "application/zip";

    private final Lineages lineages;
    private final Semaphore free = new Semaphore(AT_ONCE);

    /** Downloads of a lineage folder. */
    public Downloads(Lineages lineages) {
        this.lineages = lineages;
    }

    /** Names of the formats. */
    public static List<String> formats() {
        return Stream.concat(Exporters.all().stream().map(Exporter::name), Stream.of(CSV, PARQUET))
                .toList();
    }

    /** All movies of a plate. */
    public Answer plate(String plate, String format) throws IOException {
        Set<String> wells = lineages.store().wells().getOrDefault(plate, Set.of());
        return answer(new Wanted(plate, wells, Optional.empty(), plate), format);
    }

    /** A movie. */
    public Answer movie(MovieKey movie, String format) throws IOException {
        lineages.movie(movie);
        String name = String.join("_", movie.plate(), movie.well(), movie.site());
        return answer(new Wanted(movie.plate(), Set.of(movie.well()), Optional.of(movie), name), format);
    }

    /** What is wanted: a plate, or a movie of it. */
    private record Wanted(String plate, Set<String> wells, Optional<MovieKey> movie, String name) {
        String only() {
            return movie.map(MovieKey::id).orElse(plate);
        }

        Map<String, Set<String>> ofPlate() {
            return Map.of(plate, wells);
        }
    }

    private Answer answer(Wanted wanted, String format) throws IOException {
        if (!formats().contains(format)) {
            throw HttpRefusal.notFound();
        }
        if (!free.tryAcquire()) {
            throw new HttpRefusal(
                    503,
                    new Problem(
                            "this server",
                            "Others are downloading; too many files are being made at once.",
                            "Try again in a minute."));
        }
        boolean handedOver = false;
        try {
            if (format.equals(CSV)) {
                Answer answer = Answer.file(wanted.name() + "_csv.zip", ZIP, out -> releasing(() -> csv(wanted, out)));
                handedOver = true;
                return answer;
            }
            Path folder = Files.createTempDirectory("cellineage-download-");
            try {
                if (format.equals(PARQUET)) {
                    parquet(wanted, folder);
                } else {
                    export(wanted, format, folder);
                }
                Answer answer = sent(wanted, format, folder);
                handedOver = true;
                return answer;
            } finally {
                if (!handedOver) {
                    remove(folder);
                }
            }
        } finally {
            if (!handedOver) {
                free.release();
            }
        }
    }

    /** Does something with the files. */
    private interface Sending {
        void send() throws IOException;
    }

    private void releasing(Sending sending) throws IOException {
        try {
            sending.send();
        } finally {
            free.release();
        }
    }

    private Answer sent(Wanted wanted, String format, Path folder) throws IOException {
        List<Path> files = files(folder);
        // One file of data is sent as it is, without the one that says where it comes from: so it opens at once.
        List<Path> data = files.stream()
                .filter(file -> !file.toString().endsWith("_provenance.json"))
                .toList();
        if (data.size() == 1 && !format.equals(PARQUET)) {
            Path file = data.get(0);
            String name = String.valueOf(file.getFileName());
            String extension = name.substring(Math.max(0, name.lastIndexOf('.')));
            return Answer.file(
                            wanted.name() + extension,
                            "application/octet-stream",
                            out -> releasing(() -> {
                                try {
                                    Files.copy(file, out);
                                } finally {
                                    remove(folder);
                                }
                            }))
                    .with("Content-Length", Long.toString(Files.size(file)));
        }
        return Answer.file(
                wanted.name() + "_" + format + ".zip",
                ZIP,
                out -> releasing(() -> {
                    try {
                        zip(folder, files, out);
                    } finally {
                        remove(folder);
                    }
                }));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    // Not the checksums of the file system, but the hidden files of Zarr.
                    .filter(file -> !String.valueOf(file.getFileName()).matches("_.*|[.](?!z(array|attrs|group)$).*"))
                    .sorted()
                    .toList();
        }
    }

    private static void zip(Path folder, List<Path> files, OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.BEST_SPEED);
            for (Path file : files) {
                zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (java.nio.file.NoSuchFileException e) {
            LOG.debug("{} was removed by another", folder, e);
        }
    }

    private void export(Wanted wanted, String format, Path folder) throws IOException {
        OutputFolder target =
                OutputFolder.open(lineages.spark().sparkContext().hadoopConfiguration(), folder.toString());
        ExportJob job = new ExportJob(
                lineages.spark(), lineages.store().tables(), lineages.output(), target, List.of(wanted.only()));
        List<Exporter> exporters = Exporters.named(List.of(format));
        for (UnitResult<ExportJob.Written> result : job.run(exporters.get(0), exporters)) {
            if (result.failure().isPresent()) {
                throw new HttpRefusal(422, result.failure().get());
            }
        }
    }

    private void parquet(Wanted wanted, Path folder) throws IOException {
        LineageStore store = lineages.store();
        for (String table : TableSchemas.all().keySet()) {
            Dataset<Row> rows = store.published(table, wanted.ofPlate());
            Dataset<Row> own = wanted.movie()
                    .map(movie -> rows.where(rows.col("site").equalTo(movie.site())))
                    .orElse(rows);
            own.coalesce(1)
                    .write()
                    .option("compression", "zstd")
                    .parquet(folder.resolve(table).toUri().toString());
        }
    }

    private void csv(Wanted wanted, OutputStream out) throws IOException {
        LineageStore store = lineages.store();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.BEST_SPEED);
            for (String table : TableSchemas.all().keySet()) {
                zip.putNextEntry(new ZipEntry(table + ".csv"));
                CsvTable csv = new CsvTable(table, zip);
                for (Map.Entry<String, Set<String>> plate : new TreeMap<>(wanted.ofPlate()).entrySet()) {
                    for (String well : plate.getValue()) {
                        csv.write(
                                store.rows(table, plate.getKey(), well),
                                new CsvTable.Place(
                                        plate.getKey(), well, wanted.movie().map(MovieKey::site)));
                    }
                }
                csv.end();
                zip.closeEntry();
            }
        }
    }
}
