package org.cellineage.format.zarr;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cellineage.format.Storage;
import org.cellineage.problem.BadInputException;

/**
 * Finds the Zarr hierarchies of an input by a few names, without listing their contents: the input itself, those
 * directly in it, or those in its folders.
 */
public final class ZarrRoots {

    /** Number of folders that are examined before an input is considered not to be Zarr. */
    private static final int LOOKED_INTO = 4;

    private ZarrRoots() {}

    /**
     * Hierarchies and the other contents of the input.
     *
     * @param locations folders and archives, sorted; empty if the input is not Zarr
     * @param others names of other files and folders
     */
    public record Found(List<String> locations, List<String> others) {}

    /** Finds the hierarchies of an input; access errors are left for its listing to report. */
    public static Found find(Storage storage, String root) throws IOException {
        try {
            String folder = trim(root);
            if (isArchive(folder) || isPlainZipOfZarr(storage, folder) || isHierarchy(storage, folder)) {
                return new Found(List.of(folder), List.of());
            }
            List<String> names = storage.names(folder, OmeZarr.MAX_CHILDREN);
            if (isZarrName(folder) && !names.isEmpty()) {
                // Its metadata is missing, which must be reported.
                return new Found(List.of(folder), List.of());
            }
            Found direct = among(storage, folder, names);
            return direct.locations().isEmpty() ? below(storage, folder, names) : direct;
        } catch (BadInputException e) {
            return new Found(List.of(), List.of());
        }
    }

    /** Whether a name is that of an archive of a Zarr hierarchy. */
    public static boolean isArchive(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".ozx") || lower.endsWith(".zarr.zip");
    }

    /** The name of a location without folders and Zarr extensions. */
    public static String stem(String location) {
        String name = trim(location);
        name = name.substring(name.lastIndexOf('/') + 1);
        String stem = name.replaceFirst("(?i)(\\.ome)?\\.(zarr\\.zip|ozx|zarr|zip)$", "");
        return stem.isEmpty() ? name : stem;
    }

    private static boolean isZarrName(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".zarr");
    }

    private static boolean isHierarchy(Storage storage, String folder) throws IOException {
        for (String mark : NgffGroup.MARKS) {
            if (storage.find(ZarrStore.join(folder, mark)).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** An archive with an ordinary name is identified by its directory. */
    private static boolean isPlainZipOfZarr(Storage storage, String location) throws IOException {
        if (!location.toLowerCase(Locale.ROOT).endsWith(".zip")
                || storage.find(location).isEmpty()) {
            return false;
        }
        try (ZipStore archive = ZipStore.open(storage, location, "")) {
            for (String mark : NgffGroup.MARKS) {
                if (archive.find(mark).isPresent()) {
                    return true;
                }
                for (String name : archive.names("", LOOKED_INTO)) {
                    if (archive.find(name + mark).isPresent()) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    private static Found among(Storage storage, String folder, List<String> names) throws IOException {
        List<String> roots = new ArrayList<>();
        List<String> others = new ArrayList<>();
        int looked = 0;
        boolean any = names.stream()
                .anyMatch(name -> isArchive(name) || isZarrName(strip(name).orElse("")));
        for (String name : names) {
            Optional<String> child = strip(name);
            String location = ZarrStore.join(folder, child.orElse(name));
            boolean asks = child.isPresent() && (any || looked < LOOKED_INTO);
            looked += child.isPresent() ? 1 : 0;
            boolean is = child.isEmpty()
                    ? isArchive(name)
                    : isZarrName(child.get()) || asks && isHierarchy(storage, location);
            any |= is;
            (is ? roots : others).add(is ? location : name);
        }
        return new Found(roots, others);
    }

    private static Found below(Storage storage, String folder, List<String> names) throws IOException {
        List<String> roots = new ArrayList<>();
        List<String> others = new ArrayList<>();
        int looked = 0;
        for (String name : names) {
            Optional<String> child = strip(name);
            if (child.isEmpty() || roots.isEmpty() && looked >= LOOKED_INTO) {
                others.add(name);
                continue;
            }
            looked++;
            List<String> inside = storage.names(ZarrStore.join(folder, child.get()), OmeZarr.MAX_CHILDREN);
            int before = roots.size();
            for (String inner : inside) {
                if (isArchive(inner) || isZarrName(strip(inner).orElse(""))) {
                    roots.add(ZarrStore.join(
                            ZarrStore.join(folder, child.get()), strip(inner).orElse(inner)));
                } else {
                    others.add(name + inner);
                }
            }
            if (roots.size() == before) {
                others.removeIf(other -> other.startsWith(name));
                others.add(name);
            }
        }
        return roots.isEmpty() ? new Found(List.of(), List.of()) : new Found(roots, others);
    }

    /** The name of a folder without its trailing slash; empty for a file. */
    private static Optional<String> strip(String name) {
        return name.endsWith("/") ? Optional.of(name.substring(0, name.length() - 1)) : Optional.empty();
    }

    private static String trim(String location) {
        int end = location.length();
        while (end > 1 && location.charAt(end - 1) == '/') {
            end--;
        }
        return location.substring(0, end);
    }
}
