package org.cellineage.format.layout;

import java.util.List;
import java.util.Optional;
import org.cellineage.format.CatalogRequest;
import org.cellineage.format.FormatMatch;
import org.cellineage.format.MovieFormat;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Outline;
import org.cellineage.format.StoredFile;
import org.cellineage.problem.BadInputException;

/** A single TIFF stack: one movie without a plate; the site is the name of the file. */
final class StackFormat implements MovieFormat {

    @Override
    public String name() {
        return "stack";
    }

    @Override
    public String summary() {
        return "one TIFF, BigTIFF, ImageJ or OME-TIFF stack: movie.tif";
    }

    @Override
    public Optional<FormatMatch> recognise(CatalogRequest request) {
        List<StoredFile> files = request.files();
        boolean isFile = files.size() == 1
                && Names.isTiff(files.get(0).name())
                && Names.last(request.root()).equals(files.get(0).name());
        return isFile ? Optional.of(new FormatMatch("it is a single TIFF file", files)) : Optional.empty();
    }

    @Override
    public Outline outline(CatalogRequest request) {
        List<StoredFile> files = request.files();
        if (files.size() != 1) {
            throw new BadInputException(
                    request.root(),
                    "The layout 'stack' is a single file, but " + files.size() + " were found.",
                    "Name the file, or use --layout stacks for a folder of movies.");
        }
        StoredFile file = files.get(0);
        MovieKey key = MovieKeys.key(MovieKey.DEFAULT_PLATE, MovieKey.NO_WELL, Names.stem(file.name()));
        return Outline.of(List.of(new StackOutline(key, file, "", List.of())));
    }
}
