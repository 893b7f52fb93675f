package org.cellineage.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Networks are opened once a key, and stay. Keys are this test's own, as the networks outlive it. */
class SharedNetworksTest {

    private static final Tensor INPUT = new Tensor(new long[] {1}, new float[] {0});

    /** Answers with its number, and counts how often it was closed. */
    private record Numbered(float number, AtomicInteger closed) implements Network {
        @Override
        public List<Tensor> run(Tensor input) {
            return List.of(new Tensor(new long[] {1}, new float[] {number}));
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private static float number(Network network) {
        return network.run(INPUT).get(0).values()[0];
    }

    @Test
    void threadsThatAskAtOnceShareOneThatIsOpenedOnce() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        int threads = 8;
        CyclicBarrier together = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Float>> numbers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                numbers.add(pool.submit(() -> {
                    together.await();
                    Network network = SharedNetworks.get(
                            "SharedNetworksTest.once", () -> new Numbered(opened.incrementAndGet(), closed));
                    try (network) {
                        return number(network);
                    }
                }));
            }
            for (Future<Float> number : numbers) {
                assertThat(number.get()).isEqualTo(1);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(opened).hasValue(1);
        assertThat(closed).as("others may be using it").hasValue(0);
    }

    @Test
    void otherKeysAreOtherNetworks() {
        AtomicInteger closed = new AtomicInteger();
        Network one = SharedNetworks.get("SharedNetworksTest.one", () -> new Numbered(1, closed));
        Network two = SharedNetworks.get("SharedNetworksTest.two", () -> new Numbered(2, closed));
        assertThat(number(one)).isEqualTo(1);
        assertThat(number(two)).isEqualTo(2);
    }

    @Test
    void oneThatCouldNotBeOpenedIsTriedAgain() {
        AtomicInteger closed = new AtomicInteger();
        String key = "SharedNetworksTest.again";
        assertThatThrownBy(() -> SharedNetworks.get(key, () -> {
                    throw new IllegalStateException("no memory");
                }))
                .hasMessage("no memory");
        assertThat(number(SharedNetworks.get(key, () -> new Numbered(3, closed))))
                .isEqualTo(3);
    }
}
