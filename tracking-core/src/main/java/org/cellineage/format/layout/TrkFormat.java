package org.cellineage.format.layout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cellineage.format.Calibration;
import org.cellineage.format.Catalog;
import org.cellineage.format.CatalogFailure;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieFormat;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.trk.TrkArchive;
import org.cellineage.problem.BadInputException;

/** A {@code .trk} or {@code .trks} file of deepcell-tracking, or a folder of them. */
final class TrkFormat implements MovieFormat {

    @Override
    public String name() {
        return "trk";
    }

    @Override
    public String summary() {
        return "deepcell-tracking files: movie.trk, batch.trks";
    }

    @Override
    public boolean recognises(String root, List<StoredFile> files, Storage storage) {
        return files.stream().anyMatch(f -> Names.isTrk(f.name()));
    }

    @Override
    public Catalog catalog(String root, List<StoredFile> files, Storage storage) throws IOException {
        List<Movie> movies = new ArrayList<>();
        List<CatalogFailure> failures = new ArrayList<>();
        for (StoredFile file : files) {
            if (!Names.isTrk(file.name())) {
                continue;
            }
            String site = site(root, file.location());
            String location = file.location();
            try (TrkArchive archive = TrkArchive.open(storage, location)) {
                for (int b = 0; b < archive.movies(); b++) {
                    movies.add(movie(archive, b, archive.movies() > 1 ? site + "_" + b : site, location));
                }
            } catch (BadInputException e) {
                failures.add(CatalogFailure.ofMovie(key(site), e.problem()));
            } catch (IOException e) {
                failures.add(CatalogFailure.ofMovie(key(site), Unreadable.file(location, e)));
            }
        }
        if (movies.isEmpty() && failures.isEmpty()) {
            throw new BadInputException(root, "There is no .trk or .trks file in it.", "Name the file or its folder.");
        }
        return new Catalog(name(), movies, failures);
    }

    /** The site of a file: its path below the folder that was given, or its name where it was given itself. */
    static String site(String root, String location) {
        String relative = Names.relative(root, location);
        return Names.stem(relative.isEmpty() ? Names.last(location) : relative).replace('/', '_');
    }

    private static MovieKey key(String site) {
        return new MovieKey(MovieKey.DEFAULT_PLATE, MovieKey.NO_WELL, site);
    }

    private static Movie movie(TrkArchive archive, int movie, String site, String location) {
        int channels = archive.channels();
        List<String> names = new ArrayList<>();
        for (int c = 0; c < channels; c++) {
            names.add("channel" + c);
        }
        List<FrameRef> frames = new ArrayList<>();
        for (int t = 0; t < archive.frames(); t++) {
            List<PlaneRef> planes = new ArrayList<>();
            for (int c = 0; c < channels; c++) {
                int index = (movie * archive.frames() + t) * channels + c;
                planes.add(new PlaneRef(PlaneRef.Encoding.TRK_ARRAY, location, TrkArchive.RAW, index));
            }
            frames.add(new FrameRef(t, planes));
        }
        return new Movie(
                key(site),
                location,
                archive.width(),
                archive.height(),
                archive.rawType(),
                names,
                Calibration.UNKNOWN,
                archive.frames(),
                frames);
    }
}
