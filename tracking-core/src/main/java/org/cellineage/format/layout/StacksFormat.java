package org.cellineage.format.layout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.cellineage.format.Catalog;
import org.cellineage.format.CatalogFailure;
import org.cellineage.format.CatalogWarning;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieFormat;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.tiff.TiffFile;
import org.cellineage.format.tiff.TiffOptions;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

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
        return catalog(name(), stacks, files, file -> keyOf(plate, Names.relative(root, file.location())), storage);
    }

    /** Describes stacks one by one; a bad one is a failure and stops no other. */
    static Catalog catalog(
            String layout,
            List<StoredFile> stacks,
            List<StoredFile> all,
            Function<StoredFile, MovieKey> keyOf,
            Storage storage) {
        Map<String, List<String>> folders = new HashMap<>();
        all.forEach(file -> folders.computeIfAbsent(Names.parent(file.location()), folder -> new ArrayList<>())
                .add(file.name()));
        List<Movie> movies = new ArrayList<>();
        List<CatalogFailure> failures = new ArrayList<>();
        List<CatalogWarning> warnings = new ArrayList<>();
        for (StoredFile file : stacks) {
            List<String> beside = folders.getOrDefault(Names.parent(file.location()), List.of());
            StackMovies found = read(keyOf.apply(file), file, new StackFolder(storage, file.location(), beside), storage);
            movies.addAll(found.movies());
            failures.addAll(found.failures());
            warnings.addAll(found.warnings());
        }
        return new Catalog(layout, "", movies, failures, warnings);
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

    private static StackMovies read(MovieKey key, StoredFile file, StackFolder folder, Storage storage) {
        try (TiffFile tiff = TiffFile.open(storage.open(file.location()), file.location())) {
            return new StackFile(PlaneRef.Encoding.TIFF, file.location(), "")
                    .movies(key, tiff, folder, TiffOptions.DEFAULTS);
        } catch (BadInputException e) {
            return failed(key, e.problem());
        } catch (IOException e) {
            return failed(key, Unreadable.file(file.location(), e));
        }
    }

    private static StackMovies failed(MovieKey key, Problem problem) {
        return new StackMovies(List.of(), List.of(CatalogFailure.ofMovie(key, problem)), List.of());
    }
}
