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

    private final Map<String, byte[]> kept = new ConcurrentHashMap<>();

    @Override
    public Optional<Serializable> find(String key) {
        return Optional.ofNullable(kept.get(key)).map(bytes -> (Serializable) read(bytes));
    }

    @Override
    public void keep(String key, Serializable facts) {
        kept.put(key, write(facts));
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
