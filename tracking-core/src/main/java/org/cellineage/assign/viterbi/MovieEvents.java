package org.cellineage.assign.viterbi;

/**
 * What may have happened in a movie, with log scores: which detections are cells, and how cells continue and divide.
 *
 * <p>The score of a lineage is the sum of {@code presence} over its cells, {@code appear} over those without a parent,
 * {@code disappear} over those without a child, {@code link} over its links and {@code division} over its divisions. A
 * detection that is left out scores 0: a false positive. A link's or division's score stands instead of an end and one or
 * two beginnings. Only events of these lists ever happen. Arrays are not copied and must not be modified.
 *
 * @param time time of each detection, ascending
 * @param presence score of each detection as a cell
 * @param appear score of a track that begins with it for no known reason
 * @param disappear score of a track that ends with it
 * @param from earlier detection of each possible link
 * @param to later detection of each
 * @param link score of each
 * @param mother mother of each possible division
 * @param first one daughter of each
 * @param second the other, at the same time
 * @param division score of each
 */
@SuppressWarnings("ArrayRecordComponent")
public record MovieEvents(
        int[] time,
        double[] presence,
        double[] appear,
        double[] disappear,
        int[] from,
        int[] to,
        double[] link,
        int[] mother,
        int[] first,
        int[] second,
        double[] division) {

    /**
     * @throws IllegalArgumentException if the arrays do not fit together, times do not ascend, an event goes back in time,
     *     or daughters are not of one time
     */
    public MovieEvents {
        int n = time.length;
        requireLength(n, presence, appear, disappear);
        requireLength(from.length, link);
        requireLength(mother.length, division);
        if (to.length != from.length || first.length != mother.length || second.length != mother.length) {
            throw new IllegalArgumentException("each link needs two ends, and each division three cells");
        }
        for (int i = 1; i < n; i++) {
            if (time[i] < time[i - 1]) {
                throw new IllegalArgumentException("detection " + i + " is earlier than the one before it");
            }
        }
        for (int e = 0; e < from.length; e++) {
            if (time[from[e]] >= time[to[e]]) {
                throw new IllegalArgumentException("link " + e + " does not lead forward in time");
            }
        }
        for (int d = 0; d < mother.length; d++) {
            if (time[mother[d]] >= time[first[d]] || time[first[d]] != time[second[d]] || first[d] == second[d]) {
                throw new IllegalArgumentException(
                        "division " + d + " does not lead forward in time to two daughters of one time");
            }
        }
    }

    /** Number of detections. */
    public int detections() {
        return time.length;
    }

    private static void requireLength(int length, double[]... arrays) {
        for (double[] array : arrays) {
            if (array.length != length) {
                throw new IllegalArgumentException("expected " + length + " scores, but there are " + array.length);
            }
        }
    }
}
