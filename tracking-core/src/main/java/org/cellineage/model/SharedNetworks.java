package org.cellineage.model;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Networks shared by all threads of a process. They are opened at first use and kept until the process ends, because
 * sessions are slow to open and do not release their memory.
 */
public final class SharedNetworks {

    private static final ConcurrentHashMap<String, Network> OPEN = new ConcurrentHashMap<>();

    private SharedNetworks() {}

    /**
     * Returns the network with this key; closing it has no effect.
     *
     * @param key identifies model and role
     */
    public static Network get(String key, Supplier<Network> open) {
        Network shared = OPEN.computeIfAbsent(key, k -> open.get());
        return new Network() {
            @Override
            public List<Tensor> run(Tensor input) {
                return shared.run(input);
            }

            @Override
            public List<Tensor> run(List<Tensor> inputs) {
                return shared.run(inputs);
            }

            @Override
            public void close() {
                // Others may still be using it.
            }
        };
    }
}
