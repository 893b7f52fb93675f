package org.cellineage.portal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.page.PageJson;
import org.cellineage.portal.data.Ids;
import org.cellineage.portal.download.Downloads;
import org.cellineage.portal.http.Answer;
import org.cellineage.portal.http.Exchange;
import org.cellineage.portal.http.HttpRefusal;
import org.cellineage.portal.http.Routes;
import org.cellineage.portal.job.Engines;
import org.cellineage.portal.movie.EditRequest;
import org.cellineage.portal.movie.Movies;

/** The requests about a movie: looking at it, correcting it, downloading it. */
final class MovieApi {

    private static final String MOVIE = "/api/plates/{p}/movies/{m}";
    private static final int MOST_TRACES = 200;
    private static final String PNG = "image/png";

    private final Movies movies;
    private final Downloads downloads;
    private final Engines engines;

    MovieApi(Movies movies, Downloads downloads, Engines engines) {
        this.movies = movies;
        this.downloads = downloads;
        this.engines = engines;
    }

    void addTo(Routes routes) {
        routes.get(MOVIE, exchange -> Answer.json(movies.head(key(exchange))));
        routes.get(MOVIE + "/version", exchange -> Answer.json(movies.version(key(exchange))));
        routes.get(
                MOVIE + "/cells/{n}",
                exchange -> versioned(exchange, Answer.json(movies.cells(key(exchange), exchange.number("n")))));
        routes.get(MOVIE + "/queue", exchange -> versioned(exchange, Answer.json(movies.queue(key(exchange)))));
        routes.get(
                MOVIE + "/traces",
                exchange -> versioned(exchange, Answer.json(movies.traces(key(exchange), tracks(exchange)))));
        routes.get(
                MOVIE + "/mask/{n}/{t}",
                exchange -> versioned(
                        exchange, Answer.json(movies.mask(key(exchange), exchange.number("n"), exchange.number("t")))));
        routes.get(MOVIE + "/picture/{c}/{n}.png", this::picture);
        routes.get(
                MOVIE + "/thumbnail.png",
                exchange -> Answer.bytes(200, PNG, movies.thumbnail(key(exchange)))
                        .with("Cache-Control", "private, max-age=60"));
        routes.get(MOVIE + "/edits", exchange -> Answer.json(movies.log(key(exchange))));
        routes.post(MOVIE + "/edits", exchange -> Answer.json(movies.edit(key(exchange), request(exchange))));
        routes.post(MOVIE + "/undo", exchange -> Answer.json(movies.undo(key(exchange), request(exchange))));
        routes.post(MOVIE + "/redo", exchange -> Answer.json(movies.redo(key(exchange), request(exchange))));
        routes.post(MOVIE + "/apply", this::apply);
        routes.get(MOVIE + "/download/{f}", exchange -> downloads.movie(key(exchange), exchange.path("f")));
        routes.get(
                "/api/plates/{p}/download/{f}",
                exchange -> downloads.plate(Ids.plateOf(exchange.path("p")), exchange.path("f")));
    }

    private static MovieKey key(Exchange exchange) {
        return Ids.movieOf(exchange.path("p"), exchange.path("m"));
    }

    private static EditRequest request(Exchange exchange) throws java.io.IOException {
        return EditRequest.of(exchange.json());
    }

    /** An address that names the version that it shows is always answered in the same way. */
    private Answer versioned(Exchange exchange, Answer answer) throws Exception {
        boolean isNow = exchange.query("v").isPresent()
                && exchange.query("v")
                        .get()
                        .equals(movies.version(key(exchange)).path("version").asText());
        return isNow ? answer.kept() : answer;
    }

    private static List<Integer> tracks(Exchange exchange) {
        List<Integer> tracks = new ArrayList<>();
        for (String track : exchange.query("tracks").orElse("").split(",")) {
            if (!track.matches("[0-9]{1,9}") || tracks.size() >= MOST_TRACES) {
                throw HttpRefusal.badRequest("the address", "It names no tracks, or too many.");
            }
            tracks.add(Integer.parseInt(track));
        }
        return tracks;
    }

    private Answer picture(Exchange exchange) throws Exception {
        String max = exchange.query("max").orElse("100000");
        if (!max.matches("[1-9][0-9]{0,5}")) {
            throw HttpRefusal.badRequest("the address", "The size is no number.");
        }
        byte[] png = movies.picture(key(exchange), exchange.number("c"), exchange.number("n"), Integer.parseInt(max))
                .orElseThrow(HttpRefusal::notFound);
        return Answer.bytes(200, PNG, png).with("Cache-Control", "private, max-age=3600");
    }

    private Answer apply(Exchange exchange) throws Exception {
        MovieKey key = key(exchange);
        // Refuses a movie that is not there.
        movies.version(key);
        ObjectNode answer = PageJson.object().put("job", engines.correct(key));
        return Answer.json(202, answer);
    }
}
