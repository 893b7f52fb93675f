package org.cellineage.portal.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.Cellineage;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.jobs.config.PipelineConfiguration;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.jobs.store.LineageStores;
import org.cellineage.jobs.store.LineageViews;
import org.cellineage.portal.api.Portal;
import org.cellineage.portal.http.Access;

/** A published plate and the portal that serves it, in this process. */
final class TestPortal implements AutoCloseable {

    private static final long QUOTA = 10_000_000;
    private static final Access.Rules OPEN = new Access.Rules("127.0.0.1", "", Set.of(), false);

    private final SparkSession spark;
    private final Path tables;
    private final Path inbox;
    private Portal portal;

    private TestPortal(SparkSession spark, Path tables, Path inbox) {
        this.spark = spark;
        this.tables = tables;
        this.inbox = inbox;
        this.portal = start(0, OPEN);
    }

    /** Publishes a plate with the tracks that lie beside it, and serves it. */
    static TestPortal publish(Path plate, Path tables, Path inbox) {
        System.setProperty("spark.master", "local[2]");
        System.setProperty("spark.ui.enabled", "false");
        System.setProperty("spark.sql.shuffle.partitions", "2");
        StringWriter said = new StringWriter();
        String[] run = {"run", "-i", plate.toString(), "--tracks", plate.toString(), "-o", tables.toString()};
        int code = Cellineage.run(run, new PrintWriter(said, true), new PrintWriter(said, true));
        assertThat(code).as(said.toString()).isZero();
        return new TestPortal(SparkSessions.openForServer("serve"), tables, inbox);
    }

    private Portal start(int port, Access.Rules rules) {
        PipelineConfiguration settings = ConfigurationLoader.load(
                PipelineConfiguration.DEFAULTS,
                "",
                "",
                List.of("segmentation.method=classical", "linking.method=geometric"));
        try {
            return Portal.start(
                    spark,
                    new Portal.Settings(
                            tables.toString(), Optional.of(inbox.toString()), QUOTA, port, rules, settings));
        } catch (Exception e) {
            throw new AssertionError("the portal does not start", e);
        }
    }

    /** Another portal of the same tables, which asks for a token and only shows. The caller closes it. */
    Portal startReadOnly(String token) {
        return start(0, new Access.Rules("127.0.0.1", token, Set.of(), true));
    }

    /** Ends the server and starts another one at the same address. */
    void restart() {
        int port = portal.address().getPort();
        close();
        portal = start(port, OPEN);
    }

    String url(String page) {
        return portal.address().resolve(page).toString();
    }

    /** What the published tables say. */
    List<Row> sql(String query) throws IOException {
        OutputFolder output = OutputFolder.open(spark.sparkContext().hadoopConfiguration(), tables.toString());
        LineageViews.register(spark, LineageStores.load().openExisting(spark, output));
        return spark.sql(query).collectAsList();
    }

    /** What is sent as a download. */
    byte[] download(String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url(path))).build();
        try {
            HttpResponse<InputStream> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            try (InputStream in = answer.body()) {
                return in.readAllBytes();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            portal.close();
        } catch (Exception e) {
            throw new AssertionError("the portal does not end", e);
        }
    }
}
