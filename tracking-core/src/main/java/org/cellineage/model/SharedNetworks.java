package org.cellineage.model;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Networks that all threads of a process share: opened at the first use, and kept until the process ends, as sessions are
 * slow to open and hold their memory.
 */
public final class SharedNetworks {

    private static final ConcurrentHashMap<String, Network> OPEN = new ConcurrentHashMap<>();

    private SharedNetworks() {}

    /**
     * The network of that key; closing it does nothing.
     *
     * @param key the same for the same model and role
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
                // Others may be using it.
            }
        };
    }
}
