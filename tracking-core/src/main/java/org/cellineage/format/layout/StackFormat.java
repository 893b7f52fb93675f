package org.cellineage.format.layout;

import java.io.IOException;
import java.util.List;
import org.cellineage.format.Catalog;
import org.cellineage.format.MovieFormat;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.problem.BadInputException;

/** A single TIFF stack: one movie of no plate; the site is the file's name. */
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
    public boolean recognises(String root, List<StoredFile> files, Storage storage) {
        return files.size() == 1
                && Names.isTiff(files.get(0).name())
                && Names.last(root).equals(files.get(0).name());
    }

    @Override
    public Catalog catalog(String root, List<StoredFile> files, Storage storage) throws IOException {
        if (files.size() != 1) {
            throw new BadInputException(
                    root,
                    "The layout 'stack' is a single file, but " + files.size() + " were found.",
                    "Name the file, or use --layout stacks for a folder of movies.");
        }
        return StacksFormat.catalog(
                name(),
                files,
                files,
                file -> new MovieKey(MovieKey.DEFAULT_PLATE, MovieKey.NO_WELL, Names.stem(file.name())),
                storage);
    }
}
