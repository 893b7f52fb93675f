package org.cellineage.format.layout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.cellineage.format.Catalog;
import org.cellineage.format.CatalogFailure;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieFormat;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.tiff.TiffFile;
import org.cellineage.problem.BadInputException;

/**
 * A folder of TIFF stacks, each one movie. The plate is the folder; well and site come from names such as
 * {@code B02_s1.tif}, else the site is the file's name.
 */
final class StacksFormat implements MovieFormat {

    @Override
    public String name() {
        return "stacks";
    }

    @Override
    public String summary() {
        return "a folder of TIFF stacks, one movie each: PLATE/B02_s1.tif";
    }

    @Override
    public boolean recognises(String root, List<StoredFile> files, Storage storage) throws IOException {
        return files.stream().anyMatch(f -> Names.isTiff(f.name()));
    }

    @Override
    public Catalog catalog(String root, List<StoredFile> files, Storage storage) throws IOException {
        List<StoredFile> stacks =
                files.stream().filter(f -> Names.isTiff(f.name())).toList();
        if (stacks.isEmpty()) {
            throw new BadInputException(
                    root, "There is no TIFF file in the folder.", "Give a folder that holds .tif or .tiff stacks.");
        }
        String plate = Names.last(root);
        return catalog(name(), stacks, file -> keyOf(plate, Names.relative(root, file.location())), storage);
    }

    /** Describes stacks one by one; a bad one is a failure and stops no other. */
    static Catalog catalog(
            String layout, List<StoredFile> stacks, Function<StoredFile, MovieKey> keyOf, Storage storage) {
        List<Movie> movies = new ArrayList<>();
        List<CatalogFailure> failures = new ArrayList<>();
        for (StoredFile file : stacks) {
            add(keyOf.apply(file), file, storage, movies, failures);
        }
        return new Catalog(layout, movies, failures);
    }

    /** The key of a stack at {@code path} below a plate's folder. */
    static MovieKey keyOf(String plate, String path) {
        String stem = Names.stem(path);
        Optional<WellSite> wellSite = WellSite.in(Names.last(stem));
        String folder = Names.parent(stem);
        if (wellSite.isPresent() && folder.isEmpty()) {
            return new MovieKey(plate, wellSite.get().well(), wellSite.get().site());
        }
        return new MovieKey(plate, MovieKey.NO_WELL, stem.replace('/', '_'));
    }

    private static void add(
            MovieKey key, StoredFile file, Storage storage, List<Movie> movies, List<CatalogFailure> failures) {
        try (TiffFile tiff = TiffFile.open(storage.open(file.location()), file.location())) {
            movies.add(new StackFile(PlaneRef.Encoding.TIFF, file.location(), "").movie(key, tiff));
        } catch (BadInputException e) {
            failures.add(CatalogFailure.ofMovie(key, e.problem()));
        } catch (IOException e) {
            failures.add(CatalogFailure.ofMovie(key, Unreadable.file(file.location(), e)));
        }
    }
}
