package org.cellineage.image;

/**
 * A priority queue of pixels with 4,096 levels: highest level first, first in first out within a level. Adding and
 * removing take constant time.
 */
final class LevelQueues {

    static final int LEVELS = Long.SIZE * Long.SIZE;

    private final int[] first = new int[LEVELS];
    private final int[] last = new int[LEVELS];
    /** Successor of each pixel in its queue. */
    private final int[] next;
    /** One bit per non-empty level, and one per 64 levels. */
    private final long[] used = new long[Long.SIZE];

    private long usedWords;

    /**
     * Creates empty queues.
     *
     * @param pixels number of pixels of the image; each may be queued at most once at a time
     */
    LevelQueues(int pixels) {
        next = new int[pixels];
    }

    boolean isEmpty() {
        return usedWords == 0;
    }

    void add(int level, int p) {
        int word = level / Long.SIZE;
        long bit = 1L << level % Long.SIZE;
        if ((used[word] & bit) == 0) {
            used[word] |= bit;
            usedWords |= 1L << word;
            first[level] = p;
        } else {
            next[last[level]] = p;
        }
        last[level] = p;
    }

    /**
     * Removes the next pixel.
     *
     * @throws ArrayIndexOutOfBoundsException if the queue is empty
     */
    int removeHighest() {
        int word = Long.SIZE - 1 - Long.numberOfLeadingZeros(usedWords);
        int level = Long.SIZE * word + Long.SIZE - 1 - Long.numberOfLeadingZeros(used[word]);
        int p = first[level];
        if (p == last[level]) {
            used[word] &= ~(1L << level % Long.SIZE);
            if (used[word] == 0) {
                usedWords &= ~(1L << word);
            }
        } else {
            first[level] = next[p];
        }
        return p;
    }
}
