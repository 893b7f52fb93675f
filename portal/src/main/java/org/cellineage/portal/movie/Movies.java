package org.cellineage.portal.movie;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.cellineage.correct.Change;
import org.cellineage.correct.CorrectedLineage;
import org.cellineage.correct.Correction;
import org.cellineage.correct.LoggedCorrection;
import org.cellineage.correct.Replay;
import org.cellineage.correct.UndoHistory;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.correct.CorrectionLog;
import org.cellineage.jobs.correct.LiveLineage;
import org.cellineage.jobs.correct.PublishedRows;
import org.cellineage.jobs.page.MovieSurvey;
import org.cellineage.jobs.page.PageJson;
import org.cellineage.jobs.published.TableCell;
import org.cellineage.jobs.published.UnitMovie;
import org.cellineage.portal.data.Lineages;
import org.cellineage.portal.data.WeightedCache;
import org.cellineage.portal.http.HttpRefusal;
import org.cellineage.problem.BadOutputException;
import org.cellineage.problem.Problem;
import org.cellineage.track.TrackedCell;
import org.jspecify.annotations.Nullable;

/**
 * The movies as they are now, with all corrections of their logs. What takes long to read or make is kept within a budget
 * that does not depend on the number or the length of movies. Thread-safe.
 */
public final class Movies {

    /** About how much a cell takes in a lineage that can be edited. */
    private static final long BYTES_OF_A_CELL = 900;

    private static final int MOST_OPEN = 64;
    private static final double SHARE_OF_LINEAGES = 0.35;
    private static final double SHARE_OF_VIEWS = 0.1;
    private static final double SHARE_OF_PICTURES = 0.05;
    private static final double SHARE_OF_BLOCKS = 0.05;

    private final Lineages lineages;
    private final CorrectionLog log;
    private final boolean readOnly;
    private final WeightedCache<String, PublishedRows.Movie> published = new WeightedCache<>(1000, movie -> 1);
    private final WeightedCache<String, MovieView> views;
    private final WeightedCache<String, LiveLineage> open;
    private final WeightedCache<String, byte[]> pngs;
    private final WeightedCache<String, ArrayNode> blocks;
    private final WeightedCache<String, Pictures> pictures =
            new WeightedCache<>(MOST_OPEN, one -> 1, Movies::closeQuietly);

    /** Starts with nothing in memory. */
    public Movies(Lineages lineages, boolean readOnly) {
        long memory = Runtime.getRuntime().maxMemory();
        this.lineages = lineages;
        this.readOnly = readOnly;
        this.log = new CorrectionLog(lineages.output());
        this.views = new WeightedCache<>((long) (SHARE_OF_VIEWS * memory), MovieView::bytes);
        this.open = new WeightedCache<>(
                (long) (SHARE_OF_LINEAGES * memory),
                live -> live.found().cells().size() * BYTES_OF_A_CELL,
                LiveLineage::close);
        this.pngs = new WeightedCache<>((long) (SHARE_OF_PICTURES * memory), png -> png.length);
        this.blocks = new WeightedCache<>((long) (SHARE_OF_BLOCKS * memory), Movies::characters);
    }

    private static void closeQuietly(Pictures pictures) {
        try {
            pictures.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long characters(ArrayNode texts) {
        long all = 0;
        for (var text : texts) {
            all += text.textValue().length();
        }
        return all;
    }

    private PublishedRows.Movie movie(MovieKey key) throws Exception {
        String publication = lineages.store().publication(key.plate());
        if (publication.isEmpty()) {
            throw HttpRefusal.notFound();
        }
        return published.get(key.id() + "\n" + publication, () -> lineages.movie(key));
    }

    private static String version(PublishedRows.Movie movie, int lastBatch) {
        return movie.trackedBy() + "-" + lastBatch;
    }

    private static String name(PublishedRows.Movie movie) {
        return movie.info().key().id() + "\n" + movie.trackedBy();
    }

    private MovieView view(PublishedRows.Movie movie) throws Exception {
        String version = version(movie, log.lastBatch(movie.info().key()));
        return views.get(name(movie) + "\n" + version, () -> read(movie, version));
    }

    private MovieView read(PublishedRows.Movie movie, String version) throws Exception {
        if (version.equals(version(movie, 0))) {
            PublishedRows rows = new PublishedRows(lineages.spark(), lineages.store());
            return MovieView.of(
                    movie, version, new PublishedMovieRows(rows, movie.info().key()));
        }
        LiveLineage live = live(movie);
        live.refresh();
        return MovieView.of(movie, version(movie, live.log().lastBatch()), corrected(movie, live));
    }

    private static MovieRows.Corrected corrected(PublishedRows.Movie movie, LiveLineage live) {
        List<String> channels = movie.info().channels();
        MovieSurvey.Frames found = visitor -> visit(live.found().cells(), channels, visitor);
        return new MovieRows.Corrected(live.lineage(), channels, found);
    }

    /** Visits cells, each as if it were alone in its frame. */
    private static void visit(List<TrackedCell> cells, List<String> channels, UnitMovie.FrameVisitor visitor)
            throws IOException {
        for (TrackedCell cell : cells) {
            visitor.visit(List.of(TableCell.of(cell, channels)));
        }
    }

    private LiveLineage live(PublishedRows.Movie movie) throws Exception {
        return open.get(
                name(movie),
                () -> LiveLineage.open(
                        lineages.spark(), lineages.output(), lineages.store(), movie, lineages.storage(), () -> {
                            try {
                                return lineages.images(movie);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        }));
    }

    private Pictures pictures(PublishedRows.Movie movie) throws Exception {
        return pictures.get(
                name(movie),
                () -> Pictures.open(
                        lineages.images(movie), lineages.storage(), movie.info().frameCount()));
    }

    /** The value for the page of a movie. */
    public ObjectNode head(MovieKey key) throws Exception {
        PublishedRows.Movie movie = movie(key);
        CompletableFuture<Pictures> ofImages = CompletableFuture.supplyAsync(() -> {
            try {
                return pictures(movie);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        MovieView view = view(movie);
        ObjectNode head = view.head(ofImages.join());
        if (!readOnly) {
            head.set("edits", edits(movie, log.read(key)));
        }
        return head;
    }

    private static ObjectNode edits(PublishedRows.Movie movie, CorrectionLog.Entries entries) {
        ObjectNode edits = PageJson.object();
        int waiting = entries.corrections().size() - CorrectionLog.contained(entries, movie.correctionsHash());
        UndoHistory history = UndoHistory.of(entries.corrections());
        edits.put("waiting", waiting);
        edits.put("undo", words(entries, history.undo()));
        edits.put("redo", words(entries, history.redo()));
        return edits;
    }

    /** What is undone, or done again, in words; null if there is nothing. */
    private static @Nullable String words(CorrectionLog.Entries entries, List<Change.Undo> undos) {
        if (undos.isEmpty()) {
            return null;
        }
        String event = undos.get(undos.size() - 1).event();
        for (LoggedCorrection logged : entries.corrections()) {
            if (logged.id().equals(event)) {
                return logged.correction().change() instanceof Change.Undo undone
                        ? words(entries, List.of(undone))
                        : logged.correction().change().summary();
            }
        }
        return event;
    }

    /** The version as it is now, and how many corrections are not in the tables yet. */
    public ObjectNode version(MovieKey key) throws Exception {
        PublishedRows.Movie movie = movie(key);
        CorrectionLog.Entries entries = log.read(key);
        int waiting = entries.corrections().size() - CorrectionLog.contained(entries, movie.correctionsHash());
        return PageJson.object()
                .put("version", version(movie, entries.lastBatch()))
                .put("waiting", waiting)
                .put("published", movie.correctionsHash());
    }

    /** The cells of a block of frames. */
    public ArrayNode cells(MovieKey key, int block) throws Exception {
        MovieView view = view(movie(key));
        return blocks.get(name(view.movie()) + "\n" + view.version() + "\n" + block, () -> view.cells(block));
    }

    /** The review queue. */
    public ArrayNode queue(MovieKey key) throws Exception {
        return view(movie(key)).queue();
    }

    /** The measures of tracks over time. */
    public ObjectNode traces(MovieKey key, Collection<Integer> tracks) throws Exception {
        return view(movie(key)).traces(tracks);
    }

    /** The picture of a frame, not larger than asked; empty if there is none. */
    public Optional<byte[]> picture(MovieKey key, int channel, int frame, int largest) throws Exception {
        PublishedRows.Movie movie = movie(key);
        Pictures own = pictures(movie);
        String name = String.join(
                "\n", name(movie), Integer.toString(channel), Integer.toString(frame), Integer.toString(largest));
        byte[] png = pngs.get(
                name,
                () -> MovieView.picture(movie, own, channel, frame, largest).orElse(new byte[0]));
        return png.length == 0 ? Optional.empty() : Optional.of(png);
    }

    /** A small picture of the movie. */
    public byte[] thumbnail(MovieKey key) throws Exception {
        PublishedRows.Movie movie = movie(key);
        MovieView view = view(movie);
        return pngs.get(name(movie) + "\nthumbnail", () -> view.thumbnail(pictures(movie)));
    }

    /** A cell with its mask. */
    public ObjectNode mask(MovieKey key, int frame, int track) throws Exception {
        for (TableCell cell : view(movie(key)).rows().cells(frame, frame).getOrDefault(frame, List.of())) {
            if (cell.trackId() == track) {
                ObjectNode node = PageJson.object();
                node.putObject("box")
                        .put("min_y", cell.minYPx())
                        .put("min_x", cell.minXPx())
                        .put("max_y", cell.maxYPx())
                        .put("max_x", cell.maxXPx());
                return node.put("mask", Base64.getEncoder().encodeToString(cell.mask()));
            }
        }
        throw HttpRefusal.notFound();
    }

    /** The corrections of the log, the last first. */
    public ArrayNode log(MovieKey key) throws Exception {
        PublishedRows.Movie movie = movie(key);
        ArrayNode list = PageJson.object().arrayNode();
        if (log.lastBatch(key) == 0) {
            return list;
        }
        LiveLineage live = live(movie);
        live.refresh();
        List<Replay.Outcome> outcomes = live.outcomes();
        int applied = CorrectionLog.contained(live.log(), movie.correctionsHash());
        for (int i = outcomes.size() - 1; i >= 0; i--) {
            Correction correction = outcomes.get(i).logged().correction();
            String state = switch (outcomes.get(i).state()) {
                case UNDONE -> "undone";
                case CONFLICT -> "conflict";
                case APPLIED -> i < applied ? "applied" : "waiting";
            };
            list.addObject()
                    .put("number", outcomes.get(i).logged().id())
                    .put("author", correction.author())
                    .put("at", correction.at().toString())
                    .put("what", correction.change().summary())
                    .put("why", correction.why())
                    .put("state", state);
        }
        return list;
    }

    /** What is done with a lineage. */
    private interface Step {
        void run(LiveLineage live, int lastBatch) throws IOException;
    }

    /** Makes corrections; the answer is what a page has to change. */
    public ObjectNode edit(MovieKey key, EditRequest request) throws Exception {
        return change(
                key,
                request,
                (live, last) ->
                        live.add(request.edits(live.movie(), live.lineage()), request.author(), request.why(), last));
    }

    /** Undoes what was done last, likewise. */
    public ObjectNode undo(MovieKey key, EditRequest request) throws Exception {
        return change(key, request, (live, last) -> live.undo(request.author(), last));
    }

    /** Does again what was undone last, likewise. */
    public ObjectNode redo(MovieKey key, EditRequest request) throws Exception {
        return change(key, request, (live, last) -> live.redo(request.author(), last));
    }

    private ObjectNode change(MovieKey key, EditRequest request, Step step) throws Exception {
        PublishedRows.Movie movie = movie(key);
        LiveLineage live = live(movie);
        // Not asked for while the lineage is held: whoever makes it may be waiting for the lineage.
        MovieView before = view(movie);
        // One after the other; whoever comes second is told.
        synchronized (live) {
            live.refresh();
            int last = live.log().lastBatch();
            String now = version(movie, last);
            if (!request.version().equals(now) || !before.version().equals(now)) {
                throw changedMeanwhile(movie, live);
            }
            CorrectedLineage old = live.lineage();
            try {
                step.run(live, last);
            } catch (BadOutputException e) {
                live.refresh();
                if (live.log().lastBatch() != last) {
                    throw changedMeanwhile(movie, live);
                }
                throw e;
            }
            String version = version(movie, live.log().lastBatch());
            MovieView after = before.after(version, corrected(movie, live));
            views.put(name(movie) + "\n" + version, after);
            ObjectNode answer = after.changesSince(before, old, live.lineage());
            answer.put("version", version)
                    .put("number", Integer.toString(live.log().lastBatch()));
            answer.set("edits", edits(movie, live.log()));
            answer.set("queue", after.queue());
            return answer;
        }
    }

    private static HttpRefusal changedMeanwhile(PublishedRows.Movie movie, LiveLineage live) {
        List<LoggedCorrection> all = new ArrayList<>(live.log().corrections());
        String who =
                all.isEmpty() ? "Someone" : all.get(all.size() - 1).correction().author();
        return new HttpRefusal(
                409,
                new Problem(
                        "movie " + movie.info().key().id(),
                        who
                                + " has corrected this movie in the meantime, or it was processed again; this was not saved.",
                        "Look at the movie as it is now, and make the correction if it is still needed."),
                Map.of("version", version(movie, live.log().lastBatch())));
    }
}
