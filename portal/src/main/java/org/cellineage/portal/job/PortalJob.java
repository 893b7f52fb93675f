package org.cellineage.portal.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.cellineage.jobs.page.PageJson;
import org.cellineage.jobs.progress.ProgressListener;
import org.cellineage.jobs.run.Failure;
import org.cellineage.portal.data.Ids;
import org.cellineage.problem.Problem;

/** A job as its list shows it. Thread-safe. */
final class PortalJob implements ProgressListener {

    private static final int MOST_FAILURES = 50;

    /** What may become of a job. */
    enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED
    }

    private final String id;
    private final String kind;
    private String what;
    private String plate = "";
    private State state = State.WAITING;
    private boolean cancelled;
    private String stage = "";
    private String unit = "";
    private long total = -1;
    private LongSupplier done = () -> 0;
    private final Instant created = Instant.now();
    private String started = "";
    private String ended = "";
    private final List<Problem> failures = new ArrayList<>();

    PortalJob(String id, String kind, String what) {
        this.id = id;
        this.kind = kind;
        this.what = what;
    }

    String id() {
        return id;
    }

    synchronized State state() {
        return state;
    }

    synchronized boolean isOver() {
        return state != State.WAITING && state != State.RUNNING;
    }

    /** Asks it to end. Returns false if it has ended. */
    synchronized boolean cancel() {
        cancelled |= !isOver();
        return !isOver();
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    synchronized void begin() {
        state = State.RUNNING;
        started = Instant.now().toString();
    }

    /** What it works on, when that becomes known. */
    synchronized void worksOn(String plateName, String words) {
        plate = plateName;
        what = words;
    }

    /** What it does where nothing is counted. */
    synchronized void does(String words) {
        stage(words, "", -1, () -> 0);
    }

    @Override
    public synchronized void stage(String newStage, String newUnit, long newTotal, LongSupplier newDone) {
        stage = newStage;
        unit = newUnit;
        total = newTotal;
        done = newDone;
    }

    synchronized void add(List<Failure> more) {
        for (Failure failure : more) {
            if (failures.size() < MOST_FAILURES) {
                Problem problem = failure.problem();
                boolean unknown = failure.movie().equals(Failure.UNKNOWN_MOVIE);
                String where = unknown
                        ? ""
                        : failure.movie().id() + (failure.losesMovie() ? "" : " frame " + failure.frame()) + ": ";
                failures.add(new Problem(where + problem.where(), problem.cause(), problem.remedy()));
            }
        }
    }

    synchronized void end(State how) {
        state = cancelled && how == State.FAILED ? State.CANCELLED : how;
        ended = Instant.now().toString();
        done = () -> 0;
        total = -1;
    }

    synchronized void fail(Problem problem) {
        if (!cancelled) {
            failures.add(problem);
        }
        end(State.FAILED);
    }

    synchronized ObjectNode json() {
        ObjectNode node = PageJson.object().put("id", id).put("kind", kind).put("what", what);
        if (!plate.isEmpty()) {
            node.put("plate", Ids.plate(plate));
        }
        node.put("state", state.name().toLowerCase(Locale.ROOT));
        node.put("stage", cancelled && !isOver() ? "ending" : stage).put("unit", unit);
        if (total >= 0) {
            node.put("done", Math.min(total, done.getAsLong())).put("total", total);
        } else {
            node.putNull("done").putNull("total");
        }
        ArrayNode list = node.putArray("failures");
        failures.forEach(problem -> list.addObject()
                .put("problem", problem.cause())
                .put("where", problem.where())
                .put("fix", problem.remedy()));
        node.put("created_at", created.toString()).put("started_at", started.isEmpty() ? null : started);
        return node.put("ended_at", ended.isEmpty() ? null : ended);
    }
}
