package org.cellineage.format.layout;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.format.Description;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Headers;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.MovieOutline;
import org.cellineage.format.PlaneRef;
import org.cellineage.problem.Problem;

/**
 * A movie whose file names have channels or z planes but no time: each file is a stack of all frames, or the only
 * frame.
 *
 * @param files the files as one frame
 */
record ChannelStacksOutline(FramesOutline files) implements MovieOutline {

    private static final long serialVersionUID = 1L;

    @Override
    public MovieKey key() {
        return files.key();
    }

    @Override
    public String source() {
        return files.source();
    }

    @Override
    public boolean isOneMovie() {
        return true;
    }

    @Override
    public Description describe(Headers headers) {
        FramesOutline.Probe probe = files.probes().get(0);
        Description header = StackHeader.frameOrMovie(headers, probe.file(), key());
        if (header.movies().isEmpty()) {
            return Description.failed(key(), FramesOutline.problem(header, probe.file()));
        }
        Movie first = header.movies().get(0);
        if (header.movies().size() > 1) {
            return Description.failed(
                    key(),
                    new Problem(
                            probe.file().location(),
                            "It holds " + header.movies().size() + " movies, but its name says that it is one channel.",
                            "Store one movie per file, or use --layout stacks."));
        }
        // Each time point is read as if it were the only frame of its files.
        List<FrameRef> frames = new ArrayList<>();
        Description one = Description.of(first);
        for (FrameRef frame : first.frames()) {
            Movie alone = new Movie(
                    first.key(),
                    first.source(),
                    first.width(),
                    first.height(),
                    first.pixelType(),
                    first.channels(),
                    first.calibration(),
                    1,
                    List.of(new FrameRef(0, frame.channels())));
            one = files.describe(headers, file -> Description.of(alone));
            if (one.movies().isEmpty()) {
                return one;
            }
            List<PlaneRef> planes = one.movies().get(0).frames().get(0).channels();
            frames.add(new FrameRef(frame.frame(), planes));
        }
        Movie movie = one.movies().get(0);
        return new Description(
                List.of(new Movie(
                        key(),
                        files.source(),
                        movie.width(),
                        movie.height(),
                        movie.pixelType(),
                        movie.channels(),
                        movie.calibration(),
                        first.frameCount(),
                        frames)),
                one.failures(),
                one.warnings());
    }
}
