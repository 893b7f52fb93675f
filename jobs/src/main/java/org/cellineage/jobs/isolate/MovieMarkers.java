package org.cellineage.jobs.isolate;

import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.apache.spark.util.TaskFailureListener;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.hadoop.OutputPlace;
import org.jspecify.annotations.Nullable;

/** What the tasks of a job need to mark their movies; sent with the job's function. */
public final class MovieMarkers implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Null if nothing is marked. */
    private final @Nullable OutputPlace place;

    private final String runId;
    private final boolean alone;
    private final Attempts attempts;
    private final Map<MovieKey, MovieStage> subjects;

    private MovieMarkers(
            @Nullable OutputPlace place,
            String runId,
            boolean alone,
            Attempts attempts,
            Map<MovieKey, MovieStage> subjects) {
        this.place = place;
        this.runId = runId;
        this.alone = alone;
        this.attempts = attempts;
        this.subjects = subjects;
    }

    static MovieMarkers of(
            OutputPlace place, String runId, boolean alone, Attempts attempts, Map<MovieKey, MovieStage> subjects) {
        return new MovieMarkers(place, runId, alone, attempts, subjects);
    }

    /** Without markers, a movie that crashes its worker ends the job. */
    public static MovieMarkers none() {
        return new MovieMarkers(null, "", false, new Attempts(Integer.MAX_VALUE, 0), Map.of());
    }

    /** Starts a task on an executor, in the task's own thread. */
    public MarkedTask begin() {
        TaskContext context = TaskContext.get();
        if (place == null) {
            return new MarkedTask(Optional.empty(), subjects, attempts, alone);
        }
        try {
            String task = runId + "-" + context.stageId() + "-" + context.partitionId();
            String attempt = context.taskAttemptId() + "-" + SparkEnv.get().executorId();
            boolean repeated = context.attemptNumber() > 0 || context.stageAttemptNumber() > 0;
            // A speculative copy of a slow task finds the markers of a task that is still alive.
            boolean mayBeAlive = SparkEnv.get().conf().getBoolean("spark.speculation", false);
            MarkedTask marked = new MarkedTask(
                    Optional.of(new MarkedTask.Book(
                            new AttemptMarkers(place.open()), task, attempt, alone || (repeated && !mayBeAlive))),
                    subjects,
                    attempts,
                    alone);
            TaskFailureListener onFailure = (failed, cause) -> marked.failed(cause);
            context.addTaskFailureListener(onFailure);
            TaskCompletionListener onCompletion = ended -> marked.close();
            context.addTaskCompletionListener(onCompletion);
            return marked;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
