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
    public Optional<FormatMatch> recognise(CatalogRequest request) {
        List<StoredFile> own = own(request);
        return own.isEmpty()
                ? Optional.empty()
                : Optional.of(new FormatMatch("files such as " + own.get(0).name(), own));
    }

    private static List<StoredFile> own(CatalogRequest request) {
        return request.files().stream().filter(f -> Names.isTrk(f.name())).toList();
    }

    @Override
    public Outline outline(CatalogRequest request) {
        List<StoredFile> own = own(request);
        if (own.isEmpty()) {
            throw new BadInputException(
                    request.root(), "There is no .trk or .trks file in it.", "Name the file or its folder.");
        }
        return Outline.of(own.stream()
                .map(file -> new TrkOutline(
                        MovieKeys.key(MovieKey.DEFAULT_PLATE, MovieKey.NO_WELL, site(request.root(), file.location())),
                        file))
                .toList());
    }

    /** The site of a file: its path relative to the input folder, or its name if the file itself is the input. */
    static String site(String root, String location) {
        String relative = Names.relative(root, location);
        return Names.stem(relative.isEmpty() ? Names.last(location) : relative).replace('/', '_');
    }
}
