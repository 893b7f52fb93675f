package org.cellineage.format.zarr;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.zarr.ArrayMetadata.Sharding;
import org.cellineage.problem.BadInputException;

/**
 * Reads decoded chunks of an array, stored as individual objects or in shards.
 *
 * <p>Chunks that contain several planes are cached for the following ones, up to {@value #KEPT_BYTES} bytes; the
 * {@value #OPEN_SHARDS} most recent shards stay open. Not thread-safe.
 */
final class ChunkReader implements Closeable {

    static final long KEPT_BYTES = 128L << 20;
    static final int OPEN_SHARDS = 8;

    private final ZarrStore store;
    private final String path;
    private final ArrayMetadata array;
    private final int chunkBytes;
    private final boolean keeps;
    private final Map<List<Integer>, Optional<byte[]>> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Optional<ShardReader>> shards = new LinkedHashMap<>(16, 0.75f, true);
    private long keptBytes;

    ChunkReader(ZarrStore store, String path, ArrayMetadata array) {
        this.store = store;
        this.path = path;
        this.array = array;
        List<Integer> shape = array.chunkShape();
        this.chunkBytes = (int) ArrayMetadata.product(shape) * array.type().bytes();
        this.keeps = shape.size() > 2 && ArrayMetadata.product(shape.subList(0, shape.size() - 2)) > 1;
    }

    /**
     * Returns the samples of a chunk as bytes; empty if the chunk is missing, so that all its samples have the fill
     * value.
     *
     * @param chunk index along each axis, in chunks of {@link ArrayMetadata#chunkShape}; copied
     * @throws BadInputException if the chunk exists but cannot be decoded
     */
    Optional<byte[]> read(int[] chunk) throws IOException {
        if (!keeps) {
            return load(chunk);
        }
        List<Integer> key = Arrays.stream(chunk).boxed().toList();
        Optional<byte[]> found = kept.get(key);
        if (found == null) {
            found = load(chunk);
            if (found.isPresent()) {
                keep(key, found);
            }
        }
        return found;
    }

    private void keep(List<Integer> key, Optional<byte[]> chunk) {
        kept.put(key, chunk);
        keptBytes += chunkBytes;
        Iterator<List<Integer>> oldest = kept.keySet().iterator();
        while (keptBytes > KEPT_BYTES && kept.size() > 1) {
            oldest.next();
            oldest.remove();
            keptBytes -= chunkBytes;
        }
    }

    private Optional<byte[]> load(int[] chunk) throws IOException {
        int[] object = chunk.clone();
        int within = 0;
        if (array.sharding().isPresent()) {
            for (int i = 0; i < chunk.length; i++) {
                int across = array.gridShape().get(i) / array.chunkShape().get(i);
                object[i] = chunk[i] / across;
                within = within * across + chunk[i] % across;
            }
        }
        String key = ZarrStore.join(path, array.key(object));
        try {
            long most = array.chain().mostStoredBytes(chunkBytes);
            Optional<byte[]> stored = array.sharding().isPresent()
                    ? fromShard(key, array.sharding().get(), within, most)
                    : store.read(key, most);
            return stored.isEmpty()
                    ? Optional.empty()
                    : Optional.of(array.chain().decode(stored.get(), chunkBytes));
        } catch (CorruptChunkException e) {
            throw corrupt(key, String.valueOf(e.getMessage()), e);
        } catch (EOFException e) {
            throw corrupt(key, "it is cut off", e);
        }
    }

    private BadInputException corrupt(String key, String why, Exception origin) {
        return new BadInputException(
                store.where(key),
                "The chunk is corrupt: " + why + ".",
                "Copy the file again from its source; if it is corrupt there too, write the Zarr again.",
                origin);
    }

    private Optional<byte[]> fromShard(String key, Sharding sharding, int chunk, long most) throws IOException {
        Optional<ShardReader> shard = shards.get(key);
        if (shard == null) {
            shard = openShard(key, sharding);
            shards.put(key, shard);
            if (shards.size() > OPEN_SHARDS) {
                Iterator<Optional<ShardReader>> oldest = shards.values().iterator();
                Optional<ShardReader> last = oldest.next();
                oldest.remove();
                if (last.isPresent()) {
                    last.get().close();
                }
            }
        }
        return shard.isEmpty() ? Optional.empty() : shard.get().read(chunk, most);
    }

    private Optional<ShardReader> openShard(String key, Sharding sharding) throws IOException {
        Optional<SeekableBytes> file = store.open(key);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        long chunks = ArrayMetadata.product(array.gridShape()) / ArrayMetadata.product(array.chunkShape());
        long most = chunks * (array.chain().mostStoredBytes(chunkBytes) + 16) + 4;
        return Optional.of(ShardReader.open(
                file.get(), sharding, (int) chunks, (int) Math.min(most, ArrayMetadata.MAX_CHUNK_BYTES)));
    }

    @Override
    public void close() throws IOException {
        for (Optional<ShardReader> shard : shards.values()) {
            if (shard.isPresent()) {
                shard.get().close();
            }
        }
        shards.clear();
        kept.clear();
    }
}
