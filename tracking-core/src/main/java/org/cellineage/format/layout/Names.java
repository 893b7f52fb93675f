package org.cellineage.format.layout;

import java.util.Locale;

/** Splits locations. */
final class Names {

    private Names() {}

    /** The last component of a location, ignoring trailing slashes. */
    static String last(String location) {
        String trimmed = trim(location);
        return trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }

    /** The parent folder of a location; empty if it has none. */
    static String parent(String location) {
        String trimmed = trim(location);
        int slash = trimmed.lastIndexOf('/');
        return slash <= 0 ? "" : trimmed.substring(0, slash);
    }

    static String trim(String location) {
        int end = location.length();
        while (end > 1 && location.charAt(end - 1) == '/') {
            end--;
        }
        return location.substring(0, end);
    }

    /** A file name without its extension, where {@code .ome.tif} counts as one extension. */
    static String stem(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (String ending : new String[] {".ome.tif", ".ome.tiff", ".tif", ".tiff", ".trk", ".trks", ".zip"}) {
            if (lower.endsWith(ending) && lower.length() > ending.length()) {
                return name.substring(0, name.length() - ending.length());
            }
        }
        return name;
    }

    static boolean isTiff(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".tif") || lower.endsWith(".tiff");
    }

    static boolean isTrk(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".trk") || lower.endsWith(".trks");
    }

    static boolean isZip(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".zip");
    }

    /** {@code location} relative to {@code root}, without a leading slash; empty if they are the same. */
    static String relative(String root, String location) {
        String folder = trim(root);
        String rest = location.startsWith(folder) ? location.substring(folder.length()) : location;
        return rest.startsWith("/") ? rest.substring(1) : rest;
    }
}
