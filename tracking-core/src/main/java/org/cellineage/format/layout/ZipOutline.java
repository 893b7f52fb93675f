package org.cellineage.format.layout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cellineage.format.CatalogFailure;
import org.cellineage.format.CatalogWarning;
import org.cellineage.format.Description;
import org.cellineage.format.FrameRef;
import org.cellineage.format.HeaderCache;
import org.cellineage.format.Headers;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.MovieOutline;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.StoredFile;
import org.cellineage.format.archive.ArchiveLimits;
import org.cellineage.format.archive.ZipArchive;
import org.cellineage.problem.BadInputException;

/** An archive, read like the folder from which it was made, and opened only once, whatever it contains. */
record ZipOutline(StoredFile file) implements MovieOutline {

    private static final long serialVersionUID = 1L;

    /** Key of the archive as a whole; its movies have their own keys. */
    @Override
    public MovieKey key() {
        String plate = Names.stem(file.name());
        return MovieKeys.key(plate, MovieKey.NO_WELL, plate);
    }

    @Override
    public String source() {
        return file.location();
    }

    @Override
    public Description describe(Headers headers) {
        return headers.of(file, key(), "zip", () -> read(headers));
    }

    private Description read(Headers headers) throws IOException {
        try (ZipArchive archive = ZipArchive.open(headers.storage(), file.location(), ArchiveLimits.DEFAULTS)) {
            ZipFolder folder = ZipFolder.of(archive, file);
            List<StoredFile> members = folder.files();
            if (members.stream().noneMatch(member -> Names.isTiff(member.name()))) {
                throw new BadInputException(
                        file.location(), "There is no TIFF file in the archive.", "Pack .tif or .tiff stacks into it.");
            }
            CatalogReader reader = new CatalogReader(folder, HeaderCache.NONE, headers.options());
            Description found = reader.describeFolder(folder.root(), members);
            List<Movie> movies = new ArrayList<>();
            for (Movie movie : found.movies()) {
                movies.add(packed(movie, folder));
            }
            return new Description(
                    movies,
                    found.failures().stream()
                            .map(f -> new CatalogFailure(f.movie(), f.frame(), folder.renamed(f.problem())))
                            .toList(),
                    found.warnings().stream()
                            .map(w -> new CatalogWarning(w.movie(), w.frame(), folder.renamed(w.problem())))
                            .toList());
        }
    }

    private Movie packed(Movie movie, ZipFolder folder) throws IOException {
        List<FrameRef> frames = new ArrayList<>();
        for (FrameRef frame : movie.frames()) {
            frames.add(new FrameRef(frame.frame(), packed(frame.channels(), folder)));
        }
        return new Movie(
                movie.key(),
                folder.renamed(movie.source()),
                movie.width(),
                movie.height(),
                movie.pixelType(),
                movie.channels(),
                movie.calibration(),
                movie.frameCount(),
                frames);
    }

    private List<PlaneRef> packed(List<PlaneRef> planes, ZipFolder folder) throws IOException {
        List<PlaneRef> packed = new ArrayList<>();
        for (PlaneRef plane : planes) {
            packed.add(new PlaneRef(
                    PlaneRef.Encoding.ZIPPED_TIFF,
                    file.location(),
                    folder.member(plane.location()),
                    plane.index(),
                    plane.projection(),
                    packed(plane.others(), folder)));
        }
        return packed;
    }
}
