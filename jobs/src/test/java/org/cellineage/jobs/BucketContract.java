package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.cellineage.correct.Change;
import org.cellineage.correct.Correction;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.bucket.Bucket;
import org.cellineage.jobs.bucket.FaultyProxy;
import org.cellineage.jobs.bucket.FaultyProxy.Fault;
import org.cellineage.jobs.correct.CorrectionLog;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.store.PlateClaims;
import org.cellineage.problem.BadOutputException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Input and output in a bucket, whatever store it belongs to. */
@ExtendWith(ListedOnExecutors.class)
abstract class BucketContract {

    private static final List<String> SETTINGS = Stream.concat(
                    Job.WITHOUT_NETWORKS.stream(),
                    Stream.of("--set", "execution.segment_partitions=1", "--set", "execution.track_partitions=1"))
            .toList();

    @TempDir
    private static Path temp;

    private static Path plate;
    /** What a run on local files says. */
    private static Map<String, List<String>> expected = Map.of();

    private static Bucket bucket;

    /** Starts with a bucket that a subclass has opened. */
    static void begin(Bucket opened) throws IOException {
        bucket = opened;
        plate = Files.createDirectories(temp.resolve("P7"));
        Movies.stack(plate.resolve("A01_s1.tif"), 1);
        Movies.stack(plate.resolve("A02_s1.tif"), 2);
        Configuration hadoop = Job.spark("local[2]").sparkContext().hadoopConfiguration();
        bucket.settings().forEach(hadoop::set);
        bucket.upload(plate, "plates/P7");
        assertThat(run(plate.toString(), temp.resolve("local").toString()).code())
                .isZero();
        expected = withoutPlaces(Job.contents(temp.resolve("local")));
    }

    /** A new folder of the class. */
    static Path folder() {
        return temp;
    }

    @AfterAll
    static void stopServer() throws Exception {
        bucket.close();
    }

    @AfterEach
    void heal() {
        bucket.proxy().heal();
    }

    /** Whether it is a store of S3's protocol, which differ in what they know. */
    abstract boolean isS3();

    private static Job.Result run(String input, String output) {
        List<String> arguments = new ArrayList<>(List.of("run", "-i", input, "-o", output));
        arguments.addAll(SETTINGS);
        return Job.run(arguments.toArray(new String[0]));
    }

    /** The tables, less where the movies lie. */
    private static Map<String, List<String>> withoutPlaces(Map<String, List<String>> contents) {
        contents.get("movies").replaceAll(line -> line.replaceAll("(source|input|input_hash)=\\S+ ", ""));
        return contents;
    }

    private static Map<String, List<String>> contents(String output) {
        return withoutPlaces(Job.contents(bucket.root() + "/" + output));
    }

    @Test
    void aRunThroughBusyAndBreakingConnectionsGivesTheSameTablesAndTheNextHasNothingToDo() throws Exception {
        FaultyProxy proxy = bucket.proxy();
        proxy.inject(Fault.BUSY, FaultyProxy.every(60, request -> true));
        proxy.inject(Fault.CUT, FaultyProxy.every(12, FaultyProxy.download(".tif")));
        proxy.inject(Fault.SLOW, FaultyProxy.every(15, FaultyProxy.download(".tif")));
        String output = bucket.root() + "/out";
        Job.Result result = run(bucket.root() + "/plates/P7", output);
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        assertThat(proxy.happened(Fault.BUSY)).isPositive();
        assertThat(proxy.happened(Fault.CUT)).isPositive();
        assertThat(proxy.happened(Fault.SLOW)).isPositive();
        proxy.heal();
        assertThat(contents("out")).isEqualTo(expected);

        List<String> objects = bucket.names("out");
        assertThat(objects).noneMatch(name -> name.contains("__magic") || name.contains("_temporary"));
        Path copy = temp.resolve("copy-" + bucket.root().substring(0, 2));
        bucket.download("out", copy);
        assertThat(Files.readString(copy.resolve("cells/plate=P7/_SUCCESS"))).contains(bucket.committer());
        checkViews(copy);
        checkSecret(copy, result);

        Job.Result again = run(bucket.root() + "/plates/P7", output);
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).contains("2 movies are unchanged");
        assertThat(withoutClaims(bucket.names("out"))).isEqualTo(withoutClaims(objects));
        if (isS3()) {
            // The same content, put there later: the ETag says that nothing has changed.
            bucket.upload(plate.resolve("A01_s1.tif"), "plates/P7/A01_s1.tif");
            assertThat(run(bucket.root() + "/plates/P7", output).out()).contains("2 movies are unchanged");
        }
        Job.Result sql = Job.run("sql", "--lineage", output, "-e", "select count(*) as n from cells");
        assertThat(sql.out()).isEqualTo("n\n" + expected.get("cells").size() + "\n");
    }

    private static List<String> withoutClaims(List<String> names) {
        return names.stream().filter(name -> !name.contains("_claims")).toList();
    }

    /** DuckDB's views, from inside a copy of the output. */
    private static void checkViews(Path copy) throws Exception {
        String views = Files.readString(copy.resolve("views.sql"));
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            statement.execute("set file_search_path = '" + copy + "'");
            statement.execute(views);
            for (Map.Entry<String, List<String>> table : expected.entrySet()) {
                try (ResultSet count = statement.executeQuery("select count(*) from " + table.getKey())) {
                    count.next();
                    assertThat(count.getInt(1))
                            .as(table.getKey())
                            .isEqualTo(table.getValue().size());
                }
            }
        }
    }

    private static void checkSecret(Path copy, Job.Result result) throws IOException {
        assertThat(result.out() + result.err()).doesNotContain(Bucket.SECRET);
        try (Stream<Path> all = Files.walk(copy)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(Bucket.SECRET);
            }
        }
    }

    @Test
    void aRunThatIsKilledWhileItPublishesCostsNothing() throws Exception {
        // Once before the pointer's request reaches the store, once after; the caller learns of neither.
        boolean passedOn = !isS3();
        Fault fault = passedOn ? Fault.HANG_AFTER : Fault.HANG;
        bucket.proxy().happened(fault);
        // GCS: the object is there when the upload's last request is, which does not name it.
        bucket.proxy().inject(fault, FaultyProxy.put(passedOn ? "upload_id" : "_published/P7.json"));
        if (passedOn) {
            bucket.proxy().inject(fault, new LastOf("_published"));
        }
        Map<String, String> settings = new TreeMap<>();
        bucket.settings().forEach((key, value) -> settings.put("spark.hadoop." + key, value));
        List<String> arguments =
                new ArrayList<>(List.of("run", "-i", bucket.root() + "/plates/P7", "-o", bucket.root() + "/killed"));
        arguments.addAll(SETTINGS);
        Path log = temp.resolve(bucket.root().substring(0, 2) + ".log");
        try (ChildRun child = ChildRun.start(log, settings, arguments)) {
            child.await(() -> bucket.proxy().hasHappened(fault));
            child.kill();
        }
        bucket.proxy().heal();
        assertThat(contents("killed").get("cells"))
                .hasSize(passedOn ? expected.get("cells").size() : 0);
        Job.Result again = run(bucket.root() + "/plates/P7", bucket.root() + "/killed");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).contains(passedOn ? "2 movies are unchanged" : "2 movies, 16 frames");
        assertThat(contents("killed")).isEqualTo(expected);
        assertThat(bucket.names("killed").stream()
                        .filter(name -> name.contains("killed/cells") && name.endsWith("parquet")))
                .hasSize(2);
    }

    /** The upload of a small object through Google's protocol: begun by a request that names it, done by the next. */
    private static final class LastOf implements java.util.function.Predicate<com.sun.net.httpserver.HttpExchange> {
        private final String part;
        private boolean begun;

        LastOf(String part) {
            this.part = part;
        }

        @Override
        public synchronized boolean test(com.sun.net.httpserver.HttpExchange exchange) {
            String uri = exchange.getRequestURI().toString().replace("%2F", "/");
            if (begun && exchange.getRequestMethod().equals("PUT") && uri.contains("upload_id")) {
                return true;
            }
            begun |= exchange.getRequestMethod().equals("POST") && uri.contains(part);
            return false;
        }
    }

    @Test
    void ofManyAtOnceOneHasThePlate() throws Exception {
        OutputFolder output = OutputFolder.open(bucket.configuration(), bucket.root() + "/claims");
        for (int round = 0; round < 3; round++) {
            int number = round;
            ExecutorService pool = Executors.newFixedThreadPool(6);
            List<Future<PlateClaims>> attempts = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String run = "run" + i;
                attempts.add(pool.submit(
                        () -> PlateClaims.take(output, Set.of("P" + number), run, Duration.ofSeconds(300))));
            }
            int winners = 0;
            for (Future<PlateClaims> attempt : attempts) {
                try {
                    attempt.get().close();
                    winners++;
                } catch (java.util.concurrent.ExecutionException e) {
                    assertThat(e.getCause())
                            .isInstanceOf(BadOutputException.class)
                            .hasMessageContaining("is being worked on by");
                }
            }
            pool.shutdown();
            // One who comes when the first has ended may have it after it.
            assertThat(winners).isPositive();
            assertThat(bucket.names("claims/_claims/P" + number)).hasSize(winners);
        }
        PlateClaims held = PlateClaims.take(output, Set.of("Q"), "first", Duration.ofSeconds(300));
        assertThatThrownBy(() -> PlateClaims.take(output, Set.of("Q"), "second", Duration.ofSeconds(300)))
                .hasMessageContaining("run first");
        held.verify();
        held.close();
        assertThat(output.createIfAbsent("once", "a")).isTrue();
        assertThat(output.createIfAbsent("once", "b")).isFalse();
        assertThat(output.read("once")).contains("a");
        assertThat(output.mayCreateTwice("once", "a")).isFalse();
        if (isS3()) {
            bucket.proxy().inject(Fault.UNCONDITIONAL, request -> true);
            assertThat(output.mayCreateTwice("once", "a")).isTrue();
            PlateClaims.take(output, Set.of("R"), "lone", Duration.ofSeconds(300))
                    .close();
        }
    }

    private static List<Correction> corrections(MovieKey movie, String author) {
        Change change = new Change.Undo("1." + author.length());
        return List.of(new Correction(movie, author, Instant.ofEpochSecond(1_900_000_000), "", "run", change));
    }

    @Test
    void ofThoseWhoCorrectAtOnceOneIsFirstAndALostAnswerLosesNothing() throws Exception {
        OutputFolder output = OutputFolder.open(bucket.configuration(), bucket.root() + "/corrected");
        MovieKey movie = new MovieKey("P7", "A01", "1");
        ExecutorService pool = Executors.newFixedThreadPool(5);
        List<Future<Integer>> attempts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            List<Correction> batch = corrections(movie, "a".repeat(i + 1));
            attempts.add(pool.submit(() -> new CorrectionLog(output).append(movie, 0, batch)));
        }
        int told = 0;
        for (Future<Integer> attempt : attempts) {
            try {
                assertThat(attempt.get()).isEqualTo(1);
            } catch (java.util.concurrent.ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(BadOutputException.class).hasMessageContaining("in the meantime");
                told++;
            }
        }
        pool.shutdown();
        assertThat(told).isEqualTo(4);
        CorrectionLog log = new CorrectionLog(output);
        assertThat(log.read(movie).corrections()).hasSize(1);

        // One whose writer died half way: nobody was told that it is there.
        String folder = "_corrections/P7/A01/1/";
        String first = output.read(folder + "000001.jsonl").orElseThrow();
        assertThat(output.createIfAbsent(folder + "000002.jsonl", first.substring(0, first.indexOf('\n') + 1)))
                .isTrue();
        assertThat(log.read(movie).corrections()).hasSize(1);
        assertThat(log.read(movie).lastBatch()).isEqualTo(2);

        FaultyProxy proxy = bucket.proxy();
        proxy.inject(Fault.LOST, FaultyProxy.every(1000, FaultyProxy.put("000003.jsonl")));
        assertThat(log.append(movie, 2, corrections(movie, "ben"))).isEqualTo(3);
        assertThat(proxy.happened(Fault.LOST)).isEqualTo(1);
        proxy.heal();
        assertThat(log.read(movie).corrections())
                .extracting(logged -> logged.correction().author())
                .last()
                .isEqualTo("ben");
        assertThat(log.read(movie).corrections()).hasSize(2);
    }

    private static Job.Result watch() {
        List<String> arguments = new ArrayList<>(List.of("watch", "-i", bucket.root() + "/incoming/*"));
        arguments.addAll(List.of("-o", bucket.root() + "/watched", "--available-now", "--marker", "DONE"));
        arguments.addAll(SETTINGS);
        return Job.run(arguments.toArray(new String[0]));
    }

    @Test
    void aBucketIsWatchedWithItsCheckpointInIt() throws Exception {
        assertThat(watch().code()).as("nothing there yet").isZero();
        bucket.upload(plate.resolve("A01_s1.tif"), "incoming/P7/A01_s1.tif");
        assertThat(watch().out()).as("not whole yet").isEmpty();
        Path done = Files.writeString(temp.resolve("DONE"), "");
        bucket.upload(done, "incoming/P7/DONE");
        Job.Result first = watch();
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out()).contains("1 movies");
        bucket.upload(plate.resolve("A02_s1.tif"), "incoming/P7/A02_s1.tif");
        assertThat(watch().out()).contains("1 movies");
        assertThat(watch().out()).isEmpty();
        assertThat(contents("watched")).isEqualTo(expected);
    }

    /** Folders of chunks, and the same in an archive, of which only parts are fetched. */
    @Test
    void omeZarrIsReadAsFromADisk() throws Exception {
        Path input = temp.resolve("zarr-" + bucket.root().substring(0, 2)).resolve("P8");
        Movies.omeZarr(input.resolve("A01_s1.ome.zarr"), 1);
        Movies.omeZarr(temp.resolve("packed/A02_s1.ome.zarr"), 2);
        zip(temp.resolve("packed/A02_s1.ome.zarr"), input.resolve("A02_s1.ome.zarr.zip"));
        bucket.upload(input, "zarr/P8");
        String local = temp.resolve("zarr-out-" + bucket.root().substring(0, 2)).toString();
        Job.Result onDisk = run(input.toString(), local);
        assertThat(onDisk.code()).as(onDisk.err()).isZero();
        Job.Result result = run(bucket.root() + "/zarr/P8", bucket.root() + "/zarr-out");
        assertThat(result.code()).as(result.err()).isZero();
        Map<String, List<String>> tables = contents("zarr-out");
        assertThat(tables.get("movies")).hasSize(2);
        assertThat(tables.get("cells")).hasSizeGreaterThan(40);
        assertThat(tables).isEqualTo(withoutPlaces(Job.contents(Path.of(local))));
    }

    private static TreeMap<String, byte[]> files(Path folder) throws IOException {
        TreeMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!file.toString().endsWith(".crc")) {
                    files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
                }
            }
        }
        return files;
    }

    /** All formats that other programs read, to a bucket and back from it. */
    @Test
    void exportsAreTheSameBytesAsOnADiskAndAreReadFromTheBucket() throws Exception {
        String name = bucket.root().substring(0, 2);
        Path local = temp.resolve("exports-" + name);
        String formats = "csv,ctc,geff,geojson,napari,ome-zarr,ome-zarr-v05,trackmate,trk,trks";
        for (String output : List.of(local.toString(), bucket.root() + "/exports")) {
            Job.Result export =
                    Job.run("export", "--lineage", temp.resolve("local").toString(), "--format", formats, "-o", output);
            assertThat(export.code()).as(export.err()).isZero();
        }
        Path copy = temp.resolve("exports-copy-" + name);
        bucket.download("exports", copy);
        assertThat(files(copy)).containsExactlyEntriesOf(files(local)).hasSizeGreaterThan(100);

        List<String> tables = List.of("cells", "tracks", "divisions", "failures");
        for (String format : List.of("geff,ome-zarr-labels", "trackmate")) {
            String folder = format.replaceAll(",.*", "");
            Path alone = temp.resolve(folder + "-" + name);
            Job.run(
                    "export",
                    "--lineage",
                    temp.resolve("local").toString(),
                    "--format",
                    format,
                    "-o",
                    alone.toString());
            bucket.upload(alone, folder);
            String back = bucket.root() + "/back-" + folder;
            List<String> arguments = new ArrayList<>(List.of("run", "-i", bucket.root() + "/plates/P7", "-o", back));
            arguments.addAll(List.of("--tracks", bucket.root() + "/" + folder));
            Job.Result result = Job.run(arguments.toArray(new String[0]));
            assertThat(result.code()).as(result.out() + result.err()).isZero();
            Map<String, List<String>> found = Job.contents(back);
            found.keySet().retainAll(tables);
            Path onDisk = temp.resolve("back-" + folder + "-" + name);
            Job.run("run", "-i", plate.toString(), "-o", onDisk.toString(), "--tracks", alone.toString());
            Map<String, List<String>> same = Job.contents(onDisk);
            same.keySet().retainAll(tables);
            assertThat(found).as(format).isEqualTo(same);
            assertThat(found.get("cells")).hasSameSizeAs(expected.get("cells"));
        }
    }

    private static void zip(Path folder, Path archive) throws IOException {
        try (Stream<Path> tree = Files.walk(folder);
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }

    @Test
    void expiredCredentialsAndABucketThatMayNotBeWrittenSaySo() throws Exception {
        bucket.proxy().inject(Fault.EXPIRED, request -> true);
        Job.Result expired = run(bucket.root() + "/plates/P7", bucket.root() + "/out3");
        assertThat(expired.code()).as(expired.err()).isEqualTo(2);
        assertThat(expired.err()).contains("credentials").doesNotContain(Bucket.SECRET);
        bucket.proxy().heal();
        bucket.proxy()
                .inject(
                        Fault.DENIED,
                        request -> !request.getRequestMethod().equals("GET")
                                && !request.getRequestMethod().equals("HEAD"));
        Job.Result denied = run(bucket.root() + "/plates/P7", bucket.root() + "/out3");
        assertThat(denied.code()).as(denied.err()).isEqualTo(2);
        assertThat(denied.err()).contains("Permission denied");
        bucket.proxy().heal();
        // Credentials that expire, or a permission that is taken away, while the tables are written.
        for (Fault fault : List.of(Fault.EXPIRED, Fault.DENIED)) {
            bucket.proxy().inject(fault, FaultyProxy.put("tracks/plate"));
            Job.Result late = run(plate.toString(), bucket.root() + "/out3");
            assertThat(late.code()).as(late.err()).isEqualTo(2);
            assertThat(late.err()).contains(fault == Fault.EXPIRED ? "credentials" : "Permission denied");
            bucket.proxy().heal();
        }
        assertThat(Job.rows(bucket.root() + "/out3", "cells")).isEmpty();
    }
}
