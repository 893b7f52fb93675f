package org.cellineage.image;

/**
 * Pixels waiting at 4,096 levels: the highest level first, and in a level the one that came first. Both adding and
 * removing take the same few steps however many wait.
 */
final class LevelQueues {

    static final int LEVELS = Long.SIZE * Long.SIZE;

    private final int[] first = new int[LEVELS];
    private final int[] last = new int[LEVELS];
    /** The pixel behind each pixel in its queue. */
    private final int[] next;
    /** A bit for every level where pixels wait, and one for each 64 levels. */
    private final long[] used = new long[Long.SIZE];

    private long usedWords;

    /**
     * Empty queues.
     *
     * @param pixels of the image; each may wait once at a time
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

    /** Where none waits, an {@link ArrayIndexOutOfBoundsException}. */
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
