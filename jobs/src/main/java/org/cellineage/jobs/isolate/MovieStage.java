package org.cellineage.jobs.isolate;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.cellineage.format.MovieKey;

/**
 * A movie in a stage, as markers identify it.
 *
 * @param plate its plate
 * @param movie hash of the movie's name
 * @param stage stage that processes it
 * @param version hash of everything the result depends on
 * @param source location of the movie, for messages
 */
record MovieStage(String plate, String movie, String stage, String version, String source) implements Serializable {

    private static final int MOVIE_BYTES = 8;
    private static final int VERSION_DIGITS = 16;

    /** @param hash SHA-256 of everything the result depends on, in hexadecimal */
    static MovieStage of(MovieKey key, String stage, String hash, String source) {
        return new MovieStage(key.plate(), movieHash(key), stage, hash.substring(0, VERSION_DIGITS), source);
    }

    static String movieHash(MovieKey key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.id().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, MOVIE_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
