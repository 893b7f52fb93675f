package org.cellineage.format.layout;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.cellineage.format.HeaderCache;

/** Keeps facts as bytes, as a store on disk would. */
final class KeptHeaders implements HeaderCache {

    private record Kept(String version, byte[] facts) {}

    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    @Override
    public <T extends Record & Serializable> Optional<T> find(String key, String version, Class<T> type) {
        return Optional.ofNullable(kept.get(key))
                .filter(one -> one.version().equals(version))
                .map(one -> type.cast(read(one.facts())));
    }

    @Override
    public <T extends Record & Serializable> void keep(String key, String version, T facts) {
        kept.put(key, new Kept(version, write(facts)));
    }

    static byte[] write(Object object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    static Object read(byte[] bytes) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
