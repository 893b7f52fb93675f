package org.cellineage.portal.data;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.cellineage.format.MovieKey;
import org.cellineage.portal.http.HttpRefusal;

/**
 * Names of plates and movies in addresses: Base64 of the name, so that an address stays valid whatever arrives, and that
 * no character of a name means anything in it.
 */
public final class Ids {

    private Ids() {}

    /** The id of a plate. */
    public static String plate(String name) {
        return encode(name);
    }

    /** The id of a movie among those of its plate. */
    public static String movie(MovieKey key) {
        return encode(key.well().length() + ":" + key.well() + key.site());
    }

    /** Both, as pages know a movie. */
    public static String folder(MovieKey key) {
        return plate(key.plate()) + "/" + movie(key);
    }

    /** The name of a plate; whether there is such a plate is not said. */
    public static String plateOf(String id) {
        return decode(id);
    }

    /** The key of a movie, likewise. */
    public static MovieKey movieOf(String plate, String movie) {
        String text = decode(movie);
        int colon = text.indexOf(':');
        if (colon < 1 || !text.substring(0, colon).matches("[0-9]{1,4}")) {
            throw HttpRefusal.notFound();
        }
        int wellEnd = colon + 1 + Integer.parseInt(text.substring(0, colon));
        if (wellEnd > text.length()) {
            throw HttpRefusal.notFound();
        }
        MovieKey key = new MovieKey(decode(plate), text.substring(colon + 1, wellEnd), text.substring(wellEnd));
        if (!movie(key).equals(movie)) {
            throw HttpRefusal.notFound();
        }
        return key;
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String id) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(id);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw HttpRefusal.notFound();
        }
    }
}
