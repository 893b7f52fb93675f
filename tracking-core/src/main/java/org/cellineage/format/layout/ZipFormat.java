package org.cellineage.format.layout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cellineage.format.Catalog;
import org.cellineage.format.CatalogFailure;
import org.cellineage.format.CatalogWarning;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieFormat;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.archive.ArchiveLimits;
import org.cellineage.format.archive.ZipArchive;
import org.cellineage.format.tiff.OmeSet;
import org.cellineage.format.tiff.TiffFile;
import org.cellineage.format.tiff.TiffOptions;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/** A zip archive of TIFF stacks, or a folder of such archives; the plate is the archive's name. */
final class ZipFormat implements MovieFormat {

    @Override
    public String name() {
        return "zip";
    }

    @Override
    public String summary() {
        return "a zip archive of TIFF stacks, one movie each: PLATE.zip";
    }

    @Override
    public boolean recognises(String root, List<StoredFile> files, Storage storage) {
        return !files.isEmpty() && files.stream().allMatch(f -> Names.isZip(f.name()));
    }

    @Override
    public Catalog catalog(String root, List<StoredFile> files, Storage storage) throws IOException {
        List<Movie> movies = new ArrayList<>();
        List<CatalogFailure> failures = new ArrayList<>();
        List<CatalogWarning> warnings = new ArrayList<>();
        for (StoredFile file : files) {
            if (Names.isZip(file.name())) {
                addArchive(file.location(), storage, movies, failures, warnings);
            }
        }
        if (movies.isEmpty() && failures.isEmpty()) {
            throw new BadInputException(
                    root, "There is no TIFF file in the archive.", "Pack .tif or .tiff stacks into it.");
        }
        return new Catalog(name(), "", movies, failures, warnings);
    }

    private static void addArchive(
            String location, Storage storage, List<Movie> movies, List<CatalogFailure> failures, List<CatalogWarning> warnings) {
        String plate = Names.stem(Names.last(location));
        try (ZipArchive archive = ZipArchive.open(storage, location, ArchiveLimits.DEFAULTS)) {
            for (ZipArchive.Member member : archive.members()) {
                if (Names.isTiff(member.name())) {
                    addMember(location, plate, archive, member, movies, failures, warnings);
                }
            }
        } catch (BadInputException e) {
            failures.add(CatalogFailure.ofMovie(new MovieKey(plate, MovieKey.NO_WELL, plate), e.problem()));
        } catch (IOException e) {
            Problem problem = Unreadable.file(location, e);
            failures.add(CatalogFailure.ofMovie(new MovieKey(plate, MovieKey.NO_WELL, plate), problem));
        }
    }

    private static void addMember(
            String location,
            String plate,
            ZipArchive archive,
            ZipArchive.Member member,
            List<Movie> movies,
            List<CatalogFailure> failures,
            List<CatalogWarning> warnings)
            throws IOException {
        MovieKey key = StacksFormat.keyOf(plate, withoutPlateFolder(plate, member.name()));
        String where = location + "!" + member.name();
        try (TiffFile tiff = TiffFile.open(archive.headers(member.name()), where)) {
            StackMovies found = new StackFile(PlaneRef.Encoding.ZIPPED_TIFF, location, member.name())
                    .movies(key, tiff, OmeSet.Folder.ALONE, TiffOptions.DEFAULTS);
            movies.addAll(found.movies());
            failures.addAll(found.failures());
            warnings.addAll(found.warnings());
        } catch (BadInputException e) {
            failures.add(CatalogFailure.ofMovie(key, e.problem()));
        }
    }

    /** Archives are often made of one folder that bears the plate's name. */
    private static String withoutPlateFolder(String plate, String name) {
        return name.startsWith(plate + "/") ? name.substring(plate.length() + 1) : name;
    }
}
