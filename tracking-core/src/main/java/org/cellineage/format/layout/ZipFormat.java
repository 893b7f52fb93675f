package org.cellineage.format.layout;

import java.util.List;
import java.util.Optional;
import org.cellineage.format.CatalogRequest;
import org.cellineage.format.FormatMatch;
import org.cellineage.format.MovieFormat;
import org.cellineage.format.Outline;
import org.cellineage.format.StoredFile;
import org.cellineage.problem.BadInputException;

/** Zip archives of images in any layout of folders; the plate is the name of the archive. */
final class ZipFormat implements MovieFormat {

    @Override
    public String name() {
        return "zip";
    }

    @Override
    public String summary() {
        return "a zip archive of TIFF stacks or of a plate: PLATE.zip";
    }

    @Override
    public Optional<FormatMatch> recognise(CatalogRequest request) {
        List<StoredFile> own = own(request);
        return own.isEmpty()
                ? Optional.empty()
                : Optional.of(new FormatMatch("archives such as " + own.get(0).name(), own));
    }

    private static List<StoredFile> own(CatalogRequest request) {
        return request.files().stream().filter(f -> Names.isZip(f.name())).toList();
    }

    @Override
    public Outline outline(CatalogRequest request) {
        List<StoredFile> own = own(request);
        if (own.isEmpty()) {
            throw new BadInputException(
                    request.root(), "There is no zip archive in it.", "Pack .tif or .tiff stacks into one.");
        }
        return Outline.of(own.stream().map(ZipOutline::new).toList());
    }
}
