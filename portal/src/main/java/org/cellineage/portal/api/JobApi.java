package org.cellineage.portal.api;

import java.util.Optional;
import org.cellineage.jobs.page.PageJson;
import org.cellineage.portal.http.Answer;
import org.cellineage.portal.http.Exchange;
import org.cellineage.portal.http.HttpRefusal;
import org.cellineage.portal.http.Routes;
import org.cellineage.portal.job.Engines;
import org.cellineage.portal.job.JobList;
import org.cellineage.portal.upload.Uploads;
import org.cellineage.problem.Problem;

/** The requests about jobs and uploads. */
final class JobApi {

    private final JobList jobs;
    private final Engines engines;
    private final Optional<Uploads> uploads;

    /** @param uploads empty if this server takes none */
    JobApi(JobList jobs, Engines engines, Optional<Uploads> uploads) {
        this.jobs = jobs;
        this.engines = engines;
        this.uploads = uploads;
    }

    void addTo(Routes routes) {
        routes.get("/api/jobs", exchange -> Answer.json(PageJson.object().set("jobs", jobs.json())));
        routes.post("/api/jobs/{id}/cancel", exchange -> {
            jobs.cancel(exchange.path("id"));
            return Answer.empty(204);
        });
        routes.get("/api/uploads", exchange -> Answer.json(required().list()));
        routes.post("/api/uploads", this::take);
        routes.post("/api/uploads/{id}/accept", exchange -> {
            Uploads inbox = required();
            String name = inbox.accept(exchange.path("id"));
            return Answer.json(PageJson.object().put("job", engines.inbox(inbox.location(), name)));
        });
        routes.post("/api/uploads/{id}/discard", exchange -> {
            required().discard(exchange.path("id"));
            return Answer.empty(204);
        });
    }

    private Uploads required() {
        return uploads.orElseThrow(() -> new HttpRefusal(
                404,
                new Problem(
                        "this server",
                        "It takes no movies.",
                        "Ask whoever started it to start it with --inbox and without --read-only.")));
    }

    private Answer take(Exchange exchange) throws Exception {
        Uploads inbox = required();
        String name =
                exchange.query("name").orElseThrow(() -> HttpRefusal.badRequest("the address", "It names no file."));
        return Answer.json(inbox.take(name, exchange.length(), exchange.stream()));
    }
}
