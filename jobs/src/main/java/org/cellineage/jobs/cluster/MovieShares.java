package org.cellineage.jobs.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.cellineage.format.MovieKey;

/**
 * Distributes movies over tasks. Movies are assigned in order of decreasing work, each to the task with the least work
 * so far, which takes at most 4/3 of the optimal time (Graham, Bounds on multiprocessing timing anomalies, SIAM J.
 * Appl. Math. 17, 1969). Tasks are numbered by decreasing work, the order in which Spark starts them, so that no long
 * task starts late. Deterministic.
 */
public final class MovieShares {

    private MovieShares() {}

    /** Work of a task during the assignment. */
    private static final class Share {
        private final int opened;
        private final List<MovieKey> movies = new ArrayList<>();
        private long work;

        Share(int opened) {
            this.opened = opened;
        }

        void take(MovieKey movie, long amount) {
            movies.add(movie);
            work += amount;
        }
    }

    /**
     * Distributes movies.
     *
     * @param work work of each movie, in any unit
     * @param tasks number of tasks, at least 1
     * @return the task of each movie, from 0
     */
    public static Map<MovieKey, Integer> of(Map<MovieKey, Long> work, int tasks) {
        List<Map.Entry<MovieKey, Long>> byWork = new ArrayList<>(new TreeMap<>(work).entrySet());
        byWork.sort(Map.Entry.<MovieKey, Long>comparingByValue().reversed());
        PriorityQueue<Share> least = new PriorityQueue<>(
                Comparator.<Share>comparingLong(share -> share.work).thenComparingInt(share -> share.opened));
        for (int task = 0; task < tasks; task++) {
            least.add(new Share(task));
        }
        for (Map.Entry<MovieKey, Long> movie : byWork) {
            Share share = least.remove();
            share.take(movie.getKey(), movie.getValue());
            least.add(share);
        }
        List<Share> shares = new ArrayList<>(least);
        shares.sort(Comparator.<Share>comparingLong(share -> share.work)
                .reversed()
                .thenComparingInt(share -> share.opened));
        Map<MovieKey, Integer> taskOf = new HashMap<>();
        for (int task = 0; task < shares.size(); task++) {
            for (MovieKey movie : shares.get(task).movies) {
                taskOf.put(movie, task);
            }
        }
        return taskOf;
    }
}
