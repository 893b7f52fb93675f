package org.cellineage.jobs.isolate;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.cellineage.problem.Problem;

/**
 * What a movie may cost, and what is said of one that has cost it.
 *
 * @param limit how often it may end its process
 * @param seconds how long a task may be at it; 0: any time
 */
record Attempts(int limit, int seconds) implements Serializable {

    /**
     * How often a movie has crashed its worker. However many times that happened beside other movies, it counts once: it
     * may have been the others.
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

    /** Whether anything speaks against a movie. */
    static boolean isSuspect(MovieStage subject, List<AttemptMarker> marks) {
        return marks.stream().anyMatch(mark -> mark.concerns(subject));
    }

    /** Why a movie is not worked on any more; empty where it is. */
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
