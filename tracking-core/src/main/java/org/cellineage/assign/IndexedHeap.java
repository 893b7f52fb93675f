package org.cellineage.assign;

import java.util.Arrays;

/** A binary min-heap of indices, ordered by an external array of keys; ties are broken by index. */
final class IndexedHeap {

    private final double[] key;
    private final int[] position;
    private int[] heap = new int[16];
    private int size;

    IndexedHeap(double[] key) {
        this.key = key;
        this.position = new int[key.length];
        Arrays.fill(position, -1);
    }

    boolean isEmpty() {
        return size == 0;
    }

    int peek() {
        return heap[0];
    }

    /** Adds an index, or moves it up after its key has decreased. */
    void pushOrMoveUp(int index) {
        int at = position[index];
        if (at < 0) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            at = size++;
        }
        siftUp(index, at);
    }

    int pop() {
        int top = heap[0];
        position[top] = -1;
        int last = heap[--size];
        if (size > 0) {
            siftDown(last);
        }
        return top;
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            position[heap[i]] = -1;
        }
        size = 0;
    }

    private void siftUp(int index, int from) {
        int at = from;
        while (at > 0) {
            int above = (at - 1) >>> 1;
            if (!before(index, heap[above])) {
                break;
            }
            heap[at] = heap[above];
            position[heap[at]] = at;
            at = above;
        }
        heap[at] = index;
        position[index] = at;
    }

    private void siftDown(int index) {
        int at = 0;
        while (true) {
            int below = 2 * at + 1;
            if (below >= size) {
                break;
            }
            if (below + 1 < size && before(heap[below + 1], heap[below])) {
                below++;
            }
            if (!before(heap[below], index)) {
                break;
            }
            heap[at] = heap[below];
            position[heap[at]] = at;
            at = below;
        }
        heap[at] = index;
        position[index] = at;
    }

    private boolean before(int a, int b) {
        return key[a] < key[b] || (key[a] == key[b] && a < b);
    }
}
