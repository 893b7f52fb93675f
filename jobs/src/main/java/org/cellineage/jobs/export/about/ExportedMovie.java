package org.cellineage.jobs.export.about;

import java.io.Serializable;
import java.util.Optional;
import org.cellineage.jobs.source.SourceMovie;
import org.jspecify.annotations.Nullable;

/** What the driver sends with a movie that is exported. */
public final class ExportedMovie implements Serializable {

    private static final long serialVersionUID = 1;

    private final MovieDetails details;
    private final @Nullable SourceMovie images;

    private ExportedMovie(MovieDetails details, @Nullable SourceMovie images) {
        this.details = details;
        this.images = images;
    }

    /** @param images where they are; empty if the exporter does not need them */
    public static ExportedMovie of(MovieDetails details, Optional<SourceMovie> images) {
        return new ExportedMovie(details, images.orElse(null));
    }

    /** What the tables say about it. */
    public MovieDetails details() {
        return details;
    }

    /** Its images, if the exporter needs them. */
    public Optional<SourceMovie> images() {
        return Optional.ofNullable(images);
    }
}
