package org.cellineage.format.layout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cellineage.format.CatalogRequest;
import org.cellineage.format.StoredFile;
import org.cellineage.format.name.ImageName;
import org.cellineage.format.name.NamingScheme;
import org.cellineage.format.name.Recognition;

/**
 * Finds the movies in a tree of images: images that match a vendor's naming scheme, part of the tree by part, and plain
 * frames and stacks. Parts of a tree may have different layouts.
 */
final class ImageTree {

    /** The root may be a folder inside a plate, which its parent folders identify. */
    private static final int FOLDERS_ABOVE = 3;

    private ImageTree() {}

    /** Returns the parts of the input, by layout; empty if there is no readable image. */
    static List<LayoutOutline> recognise(CatalogRequest request) {
        Paths paths = Paths.of(request);
        List<LayoutOutline> found = new ArrayList<>();
        List<StoredFile> plain = new ArrayList<>();
        for (Recognition part : Recognition.of(paths.relative())) {
            if (isVendors(part)) {
                found.add(new SchemeMovies(request, paths, part).outline());
            } else {
                part.images().keySet().forEach(path -> plain.add(paths.file(path)));
                part.leftOut().keySet().forEach(path -> plain.add(paths.file(path)));
                part.unexplained().forEach(path -> plain.add(paths.file(path)));
            }
        }
        plain.removeIf(TruthFolders.of(request.files())::holds);
        plain.sort(Comparator.comparing(StoredFile::location));
        found.addAll(new PlainImages(request.with(plain)).recognised());
        return found;
    }

    /**
     * Whether the part has images that match a vendor's scheme; masks or projections alone are treated as plain images.
     */
    private static boolean isVendors(Recognition part) {
        return part.scheme()
                .filter(scheme -> scheme.tier() != NamingScheme.Tier.PLAIN)
                .flatMap(scheme -> part.images().keySet().stream().findFirst().flatMap(scheme::parse))
                .filter(ImageName::isImage)
                .isPresent();
    }

    /**
     * The files of an input by their paths relative to a folder some levels above the root.
     *
     * @param base this folder with a trailing slash, or empty
     */
    record Paths(String base, Map<String, StoredFile> files) {

        static Paths of(CatalogRequest request) {
            String base = request.root();
            for (int i = 0; i <= FOLDERS_ABOVE && base.length() > 1; i++) {
                base = Names.parent(base);
            }
            // Scheme and authority of a URI are not folders.
            boolean isFolder = !base.isEmpty() && !base.endsWith(":") && !base.endsWith("/") && !base.matches(".*:/");
            String prefix = isFolder ? base + "/" : "";
            Map<String, StoredFile> files = new LinkedHashMap<>();
            for (StoredFile file : request.files()) {
                String location = file.location();
                String path = location.startsWith(prefix) ? location.substring(prefix.length()) : location;
                files.put(path.startsWith("/") ? path.substring(1) : path, file);
            }
            return new Paths(prefix, files);
        }

        List<String> relative() {
            return List.copyOf(files.keySet());
        }

        StoredFile file(String path) {
            StoredFile file = files.get(path);
            if (file == null) {
                throw new IllegalArgumentException("not a path of the input: " + path);
            }
            return file;
        }
    }
}
