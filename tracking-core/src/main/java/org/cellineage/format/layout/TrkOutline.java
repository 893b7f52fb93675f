package org.cellineage.format.layout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cellineage.format.Calibration;
import org.cellineage.format.Description;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Headers;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.MovieOutline;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.StoredFile;
import org.cellineage.format.trk.TrkArchive;

/**
 * A deepcell-tracking file; if it has several movies, the number of each is appended to the site.
 *
 * @param key key if the file has one movie
 */
record TrkOutline(MovieKey key, StoredFile file) implements MovieOutline {

    private static final long serialVersionUID = 1L;

    @Override
    public String source() {
        return file.location();
    }

    @Override
    public Description describe(Headers headers) {
        return headers.of(file, key, "trk", () -> read(headers));
    }

    private Description read(Headers headers) throws IOException {
        List<Movie> movies = new ArrayList<>();
        try (TrkArchive archive = TrkArchive.open(headers.storage(), file.location())) {
            for (int b = 0; b < archive.movies(); b++) {
                MovieKey own =
                        archive.movies() == 1 ? key : new MovieKey(key.plate(), key.well(), key.site() + "_" + b);
                movies.add(movie(archive, b, own));
            }
        }
        return new Description(movies, List.of(), List.of());
    }

    private Movie movie(TrkArchive archive, int movie, MovieKey own) {
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
                planes.add(new PlaneRef(PlaneRef.Encoding.TRK_ARRAY, file.location(), TrkArchive.RAW, index));
            }
            frames.add(new FrameRef(t, planes));
        }
        return new Movie(
                own,
                file.location(),
                archive.width(),
                archive.height(),
                archive.rawType(),
                names,
                Calibration.UNKNOWN,
                archive.frames(),
                frames);
    }
}
