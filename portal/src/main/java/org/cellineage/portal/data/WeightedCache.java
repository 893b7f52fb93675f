package org.cellineage.portal.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Values that take long to make, the most recently used of them, within a budget. A value that several threads ask for is
 * made once; one that could not be made is not kept. Thread-safe.
 */
public final class WeightedCache<K, V> {

    private final long budget;
    private final ToLongFunction<V> weigher;
    private final Consumer<V> onRemoval;
    private final LinkedHashMap<K, V> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<K, CompletableFuture<V>> making = new HashMap<>();
    private long weight;

    /** Makes a value. */
    @FunctionalInterface
    public interface Maker<V> {
        V make() throws Exception;
    }

    /**
     * Starts empty.
     *
     * @param budget sum of the weights at most; the value used last stays, whatever it weighs
     * @param onRemoval told of each value that is dropped
     */
    public WeightedCache(long budget, ToLongFunction<V> weigher, Consumer<V> onRemoval) {
        this.budget = budget;
        this.weigher = weigher;
        this.onRemoval = onRemoval;
    }

    /** A cache whose values need no clean-up. */
    public WeightedCache(long budget, ToLongFunction<V> weigher) {
        this(budget, weigher, value -> {});
    }

    /** The value of a key, made if it is not there. */
    public V get(K key, Maker<V> maker) throws Exception {
        CompletableFuture<V> future;
        boolean mine = false;
        synchronized (this) {
            V known = kept.get(key);
            if (known != null) {
                return known;
            }
            future = making.get(key);
            if (future == null) {
                future = new CompletableFuture<>();
                making.put(key, future);
                mine = true;
            }
        }
        if (!mine) {
            return joined(future);
        }
        try {
            V value = maker.make();
            keep(key, value);
            future.complete(value);
            return value;
        } catch (Exception e) {
            fail(key, future, e);
            throw e;
        } finally {
            // An error, such as too little memory: whoever waits must not wait for ever.
            if (!future.isDone()) {
                fail(key, future, new IllegalStateException("an error ended the thread that made it"));
            }
        }
    }

    private void fail(K key, CompletableFuture<V> future, Exception failure) {
        forgetMaking(key);
        future.completeExceptionally(failure);
    }

    private static <V> V joined(CompletableFuture<V> future) throws Exception {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    private synchronized void forgetMaking(K key) {
        making.remove(key);
    }

    private void keep(K key, V value) {
        List<V> dropped = new ArrayList<>();
        synchronized (this) {
            making.remove(key);
            V before = kept.put(key, value);
            if (before != null) {
                weight -= weigher.applyAsLong(before);
                dropped.add(before);
            }
            weight += weigher.applyAsLong(value);
            Iterator<Map.Entry<K, V>> oldest = kept.entrySet().iterator();
            while (weight > budget && kept.size() > 1) {
                V old = oldest.next().getValue();
                oldest.remove();
                weight -= weigher.applyAsLong(old);
                dropped.add(old);
            }
        }
        dropped.forEach(onRemoval);
    }

    /** Replaces the value of a key. */
    public void put(K key, V value) {
        keep(key, value);
    }
}
