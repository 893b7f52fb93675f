package org.cellineage.portal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.config.PipelineConfiguration;
import org.cellineage.jobs.page.PageJson;
import org.cellineage.portal.data.Lineages;
import org.cellineage.portal.download.Downloads;
import org.cellineage.portal.http.Access;
import org.cellineage.portal.http.Answer;
import org.cellineage.portal.http.HttpServer;
import org.cellineage.portal.http.Routes;
import org.cellineage.portal.job.Engines;
import org.cellineage.portal.job.JobList;
import org.cellineage.portal.movie.Movies;
import org.cellineage.portal.upload.Uploads;

/** The portal of a lineage folder: what {@code serve} runs. */
public final class Portal implements AutoCloseable {

    /**
     * What is served.
     *
     * @param lineage the folder
     * @param inbox where uploads go; empty if nothing can be sent
     * @param quota bytes that may be sent
     * @param port 0 for any that is free
     * @param rules who may ask for what
     * @param configuration settings of the jobs that are started
     */
    public record Settings(
            String lineage,
            Optional<String> inbox,
            long quota,
            int port,
            Access.Rules rules,
            PipelineConfiguration configuration) {}

    private final HttpServer server;
    private final JobList jobs;

    private Portal(HttpServer server, JobList jobs) {
        this.server = server;
        this.jobs = jobs;
    }

    /** Starts to serve. */
    public static Portal start(SparkSession spark, Settings settings) throws Exception {
        Access access = new Access(settings.rules());
        Lineages lineages = new Lineages(spark, settings.lineage());
        JobList jobs = new JobList(spark);
        Engines engines = new Engines(jobs, lineages, settings.configuration());
        Optional<Uploads> uploads = Optional.empty();
        if (settings.inbox().isPresent() && !access.isReadOnly()) {
            uploads = Optional.of(new Uploads(
                    spark.sparkContext().hadoopConfiguration(),
                    settings.inbox().get(),
                    lineages.storage(),
                    settings.configuration(),
                    settings.quota()));
        }
        Routes routes = new Routes();
        new MovieApi(new Movies(lineages, access.isReadOnly()), new Downloads(lineages), engines).addTo(routes);
        new JobApi(jobs, engines, uploads).addTo(routes);
        boolean takes = uploads.isPresent();
        routes.get("/api/report", exchange -> Answer.json(report(lineages, access, takes)));
        routes.get(
                "/api/plates/{p}",
                exchange -> Answer.json(PageJson.parse(lineages.plateJson(lineages.plate(exchange.path("p"))))));
        HttpServer server = HttpServer.start(access, routes, settings.rules().address(), settings.port());
        // What was accepted before an earlier server ended.
        uploads.ifPresent(some -> engines.inbox(some.location(), "what is in the inbox"));
        return new Portal(server, jobs);
    }

    private static ObjectNode report(Lineages lineages, Access access, boolean takes) throws IOException {
        ObjectNode report =
                lineages.report().put("readOnly", access.isReadOnly()).put("inbox", takes);
        Downloads.formats().forEach(report.putArray("formats")::add);
        return report;
    }

    /** Address of the pages. */
    public URI address() {
        return server.address();
    }

    /** Waits until the portal is closed. */
    public void join() throws InterruptedException {
        server.join();
    }

    @Override
    public void close() throws Exception {
        server.close();
        jobs.close();
    }
}
