package org.cellineage.format.layout;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.cellineage.format.Calibration;
import org.cellineage.format.CatalogFailure;
import org.cellineage.format.CatalogWarning;
import org.cellineage.format.Description;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Headers;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.MovieOutline;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.StoredFile;
import org.cellineage.format.ZPlanes;
import org.cellineage.format.vendor.ImageMetadata;
import org.cellineage.problem.Problem;

/**
 * A movie of one file per frame, channel and z plane. The header of one file represents all; the size of each frame is
 * checked when it is read.
 *
 * @param source the folder of the first frame
 * @param channels channel names in order, if file names give them; empty if a file contains all channels
 * @param told pixel size and interval from names and metadata files
 * @param depths for each channel, the number of files per frame: z planes that become one image
 * @param frameCount expected number of frames
 * @param frames existing frames, ascending
 * @param probes up to two files whose headers may be read; the second only if the first is unreadable, or if both have
 *     times of acquisition and the interval is not known otherwise
 * @param failures missing frames
 * @param warnings possible misinterpretations
 */
record FramesOutline(
        MovieKey key,
        String source,
        List<String> channels,
        Told told,
        List<Integer> depths,
        int frameCount,
        List<FramePlanes> frames,
        List<Probe> probes,
        List<CatalogFailure> failures,
        List<CatalogWarning> warnings)
        implements MovieOutline {

    private static final long serialVersionUID = 1L;

    /**
     * The files of a frame.
     *
     * @param locations by channel, each from the lowest z plane to the highest
     */
    record FramePlanes(int frame, List<String> locations) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** A file whose header may be read, and its frame. */
    record Probe(int frame, StoredFile file) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** Returns the movie with additional warnings. */
    FramesOutline warned(List<CatalogWarning> more) {
        List<CatalogWarning> all = new ArrayList<>(warnings);
        all.addAll(more);
        return new FramesOutline(key, source, channels, told, depths, frameCount, frames, probes, failures, all);
    }

    @Override
    public boolean isOneMovie() {
        return true;
    }

    @Override
    public FramesOutline headersOnly() {
        List<FramePlanes> probed = frames.stream()
                .filter(frame -> probes.stream().anyMatch(probe -> probe.frame() == frame.frame()))
                .toList();
        return new FramesOutline(key, source, channels, told, depths, frameCount, probed, probes, List.of(), List.of());
    }

    @Override
    public Description describe(Headers headers) {
        return describe(headers, file -> StackHeader.frame(headers, file, key));
    }

    /** Reads the header of one file. */
    interface HeaderOf {
        Description of(StoredFile file);
    }

    Description describe(Headers headers, HeaderOf headerOf) {
        List<CatalogFailure> bad = new ArrayList<>();
        List<Integer> badFrames = new ArrayList<>();
        for (Probe probe : probes) {
            Description header = headerOf.of(probe.file());
            if (!header.movies().isEmpty()) {
                return movie(
                        bad.isEmpty()
                                ? timed(header, headerOf)
                                : header.movies().get(0),
                        bad,
                        badFrames,
                        headers.options().zPlanes());
            }
            bad.add(CatalogFailure.ofFrame(key, probe.frame(), problem(header, probe.file())));
            badFrames.add(probe.frame());
        }
        return Description.failed(key, bad.get(0).problem());
    }

    /** Sets the interval from the times recorded in this frame and a later one, unless it is known otherwise. */
    private Movie timed(Description header, HeaderOf headerOf) {
        Movie frame = header.movies().get(0);
        boolean known = told.tellsInterval() || frame.calibration().hasFrameInterval();
        if (known || Double.isNaN(header.takenAtS()) || probes.size() < 2) {
            return frame;
        }
        Probe first = probes.get(0);
        Probe later = probes.get(1);
        double intervalS = ImageMetadata.intervalS(
                header.takenAtS(), headerOf.of(later.file()).takenAtS(), later.frame() - first.frame());
        return frame.calibrated(new Calibration(frame.calibration().pixelSizeUm(), intervalS));
    }

    /** Why a header does not describe a movie. */
    static Problem problem(Description header, StoredFile file) {
        return header.failures().stream()
                .map(CatalogFailure::problem)
                .findFirst()
                .orElseGet(() -> new Problem(
                        file.location(),
                        "By its description it is a part of another file's movie.",
                        "Use --layout stacks, which reads files that belong together as one movie."));
    }

    /** @param header the probed frame as a movie of its own */
    private Description movie(Movie header, List<CatalogFailure> bad, List<Integer> badFrames, ZPlanes zPlanes) {
        List<CatalogFailure> allFailures = new ArrayList<>(failures);
        allFailures.addAll(bad);
        List<CatalogWarning> allWarnings = new ArrayList<>(warnings);
        Calibration calibration = told.with(header.calibration(), key, source, allWarnings);
        if (FrameLimits.tooMany(allFailures.size(), frameCount)) {
            return Description.failed(key, FrameLimits.tooManyBad(source, allFailures, frameCount));
        }
        List<PlaneRef> planesOfFile = header.frames().get(0).channels();
        if (depths.stream().anyMatch(depth -> depth > 1)
                && planesOfFile.stream().anyMatch(p -> p.projection() != PlaneRef.Projection.NONE)) {
            return Description.failed(
                    key,
                    new Problem(
                            header.source(),
                            "Its name says that it is one z plane, but it contains several images.",
                            "Store one image per file, or all z planes of a frame in one file."));
        }
        List<FrameRef> refs = new ArrayList<>(frames.size());
        for (FramePlanes frame : frames) {
            if (!badFrames.contains(frame.frame())) {
                refs.add(new FrameRef(frame.frame(), channels(frame.locations(), planesOfFile, zPlanes)));
            }
        }
        return new Description(
                List.of(new Movie(
                        key,
                        source,
                        header.width(),
                        header.height(),
                        header.pixelType(),
                        names(header.channels()),
                        calibration,
                        frameCount,
                        refs)),
                allFailures,
                allWarnings);
    }

    private List<PlaneRef> channels(List<String> locations, List<PlaneRef> planesOfFile, ZPlanes zPlanes) {
        List<PlaneRef> refs = new ArrayList<>(depths.size() * planesOfFile.size());
        int first = 0;
        for (int depth : depths) {
            for (PlaneRef plane : planesOfFile) {
                if (depth == 1) {
                    refs.add(plane.in(locations.get(first)));
                } else {
                    List<PlaneRef> stack = new ArrayList<>(depth);
                    for (String location : locations.subList(first, first + depth)) {
                        stack.add(plane.in(location));
                    }
                    refs.add(zPlanes.of(stack));
                }
            }
            first += depth;
        }
        return refs;
    }

    /** Names of all channels: from file names, from the header, or all combinations of both. */
    private List<String> names(List<String> ofFile) {
        if (channels.isEmpty()) {
            return ofFile;
        }
        if (ofFile.size() == 1) {
            return channels;
        }
        List<String> names = new ArrayList<>();
        for (String channel : channels) {
            for (String plane : ofFile) {
                names.add(channel + "_" + plane);
            }
        }
        return names;
    }
}
