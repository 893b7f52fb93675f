package org.cellineage.format.archive;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Decodes and checks names of archive members.
 *
 * <p>A flag marks a name as UTF-8. Without it, macOS still writes UTF-8, and Windows the code page of its console: IBM
 * 437 in America, IBM 850 in Western Europe. The two agree in most accented letters; where they differ, the one that
 * gives letters is used. Backslashes, as some Windows programs write them, separate folders.
 */
final class ZipNames {

    private static final Charset OEM_US = charset("IBM437");
    private static final Charset OEM_WEST = charset("IBM850");

    private ZipNames() {}

    private static Charset charset(String name) {
        return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.ISO_8859_1;
    }

    static String text(byte[] name, boolean isUtf8) {
        return decoded(name, isUtf8).replace('\\', '/');
    }

    private static String decoded(byte[] name, boolean isUtf8) {
        Optional<String> utf8 = utf8(name);
        if (utf8.isPresent()) {
            return utf8.get();
        }
        if (isUtf8) {
            return new String(name, StandardCharsets.UTF_8);
        }
        String us = new String(name, OEM_US);
        String west = new String(name, OEM_WEST);
        return letters(west) > letters(us) ? west : us;
    }

    private static Optional<String> utf8(byte[] name) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    private static long letters(String text) {
        return text.codePoints().filter(Character::isLetter).count();
    }

    /**
     * Whether a name points outside the folder in which the archive would be unpacked: by {@code ..}, an absolute path,
     * or a drive letter.
     */
    static boolean escapes(String name) {
        for (String part : name.split("/")) {
            if (part.equals("..")) {
                return true;
            }
        }
        boolean drive = name.length() > 1 && name.charAt(1) == ':' && Character.isLetter(name.charAt(0));
        return name.startsWith("/") || drive || name.indexOf('\0') >= 0;
    }

    /** Whether a member is irrelevant: a folder, a hidden file, or macOS metadata. */
    static boolean isLeftover(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        return last.isEmpty() || last.startsWith(".") || name.startsWith("__MACOSX/") || name.contains("/__MACOSX/");
    }
}
