package org.cellineage.jobs.isolate;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.cellineage.problem.Problem;

/**
 * Limits on the attempts at a movie, and the failure when they are exceeded.
 *
 * @param limit how often it may crash its worker
 * @param seconds time limit of a task for it; 0 for none
 */
record Attempts(int limit, int seconds) implements Serializable {

    /**
     * How often a movie has crashed its worker. Crashes while it was processed together with others count as one in
     * total, since the others may have been the cause.
     */
    static int count(MovieStage subject, List<AttemptMarker> marks) {
        boolean beside = false;
        int alone = 0;
        for (AttemptMarker mark : marks) {
            if (mark.concerns(subject)) {
                beside |= mark.kind() == AttemptMarker.Kind.TOGETHER || mark.kind() == AttemptMarker.Kind.LEFT;
                alone += mark.kind() == AttemptMarker.Kind.ALONE ? 1 : 0;
            }
        }
        return alone + (beside ? 1 : 0);
    }

    /** Whether a movie may have crashed a worker. */
    static boolean isSuspect(MovieStage subject, List<AttemptMarker> marks) {
        return marks.stream().anyMatch(mark -> mark.concerns(subject));
    }

    /** Why a movie is no longer processed; empty if it is. */
    Optional<Problem> refusal(MovieStage subject, List<AttemptMarker> marks) {
        if (marks.stream().anyMatch(mark -> mark.kind() == AttemptMarker.Kind.LATE && mark.concerns(subject))) {
            return Optional.of(new Problem(
                    subject.source(),
                    "Its " + subject.stage() + " stage took longer than execution.movie_time_limit_seconds allows.",
                    "Raise the limit and use --retry-failed to try again, or leave the movie out."));
        }
        int count = count(subject, marks);
        if (count < limit) {
            return Optional.empty();
        }
        return Optional.of(new Problem(
                subject.source(),
                "Its " + subject.stage() + " stage has crashed its worker " + count
                        + (count == 1 ? " time" : " times")
                        + ", because of too little memory or a fault in a native library.",
                "Give the process more memory (--memory on one machine, spark.executor.memory and memoryOverhead on a"
                        + " cluster) and use --retry-failed, or leave the movie out."));
    }
}
