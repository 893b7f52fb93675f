package org.cellineage.jobs.track;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.cellineage.format.MovieKey;

/**
 * Which task tracks which movies. Each movie goes, the one with the most work first, to the task that has the least so
 * far, which ends within 4/3 of the best possible time (Graham, Bounds on multiprocessing timing anomalies, SIAM J. Appl.
 * Math. 17, 1969). Tasks are numbered by falling work, in which order Spark starts them, so none runs alone at the end that
 * could have begun before. The same movies give the same shares.
 */
public final class MovieShares {

    private MovieShares() {}

    /** Work that a task has, while it is handed out. */
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
     * Hands out movies.
     *
     * @param work of each movie, in any unit
     * @param tasks how many tasks there are, at least 1
     * @return each movie's task, counted from 0
     */
    static Map<MovieKey, Integer> of(Map<MovieKey, Long> work, int tasks) {
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
