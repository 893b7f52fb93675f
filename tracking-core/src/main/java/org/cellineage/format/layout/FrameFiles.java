package org.cellineage.format.layout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cellineage.format.Calibration;
import org.cellineage.format.Catalog;
import org.cellineage.format.CatalogFailure;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.tiff.TiffFile;
import org.cellineage.format.tiff.TiffStack;
import org.cellineage.image.PixelType;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/**
 * Puts movies together whose frames are files of their own, and checks them: no frame twice, none missing, all of one
 * size and with the same channels.
 *
 * <p>A bad or missing frame is left out and reported. Where more than {@value #MAX_BAD_FRAMES} frames and more than
 * {@value #MAX_BAD_PERCENT} % of a movie are bad, or none is good, the movie as a whole is.
 */
final class FrameFiles {

    static final int MAX_BAD_FRAMES = 2;
    static final int MAX_BAD_PERCENT = 10;

    private static final int HEADER_THREADS = 8;

    private final Storage storage;
    private final String layout;

    FrameFiles(Storage storage, String layout) {
        this.storage = storage;
        this.layout = layout;
    }

    /** What a file's header says; planes are the pages that show its channels. */
    private record Header(int width, int height, PixelType type, List<Integer> planes, Calibration calibration) {}

    /** A file with its header, or with what is wrong with it. */
    private record Checked(PlaneFile file, List<Header> header, List<Problem> problem) {}

    Catalog catalog(List<PlaneFile> files) throws IOException {
        Map<MovieKey, List<PlaneFile>> byMovie = new TreeMap<>();
        for (PlaneFile file : files) {
            byMovie.computeIfAbsent(file.movie(), key -> new ArrayList<>()).add(file);
        }
        List<Movie> movies = new ArrayList<>();
        List<CatalogFailure> failures = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(HEADER_THREADS);
        try {
            Map<MovieKey, List<Future<Checked>>> pending = new LinkedHashMap<>();
            byMovie.forEach((key, planes) -> {
                List<Future<Checked>> checks = new ArrayList<>();
                planes.sort(Comparator.comparingInt(PlaneFile::frame)
                        .thenComparing(PlaneFile::channel)
                        .thenComparing(f -> f.file().location()));
                planes.forEach(plane -> checks.add(pool.submit(() -> check(plane))));
                pending.put(key, checks);
            });
            for (Map.Entry<MovieKey, List<Future<Checked>>> entry : pending.entrySet()) {
                List<Checked> checked = new ArrayList<>();
                for (Future<Checked> future : entry.getValue()) {
                    checked.add(future.get());
                }
                new MovieBuilder(entry.getKey(), checked).build(movies, failures);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while headers were read", e);
        } catch (ExecutionException e) {
            throw new IOException("a header could not be read", e.getCause());
        } finally {
            pool.shutdownNow();
        }
        return new Catalog(layout, movies, failures);
    }

    private Checked check(PlaneFile file) {
        String location = file.file().location();
        try (TiffFile tiff = TiffFile.open(storage.open(location), location)) {
            tiff.checkExtent();
            TiffStack stack = tiff.stack();
            List<Integer> planes = channelPlanes(stack, location);
            Header header = new Header(stack.width(), stack.height(), stack.type(), planes, stack.calibration());
            return new Checked(file, List.of(header), List.of());
        } catch (BadInputException e) {
            return new Checked(file, List.of(), List.of(e.problem()));
        } catch (IOException e) {
            return new Checked(file, List.of(), List.of(Unreadable.file(location, e)));
        }
    }

    /** Pages that the file does not call channels may be z positions; they are not guessed at. */
    private static List<Integer> channelPlanes(TiffStack stack, String location) {
        int images = stack.sizeZ() * stack.sizeT();
        if (images > 1) {
            throw new BadInputException(
                    location,
                    "One frame is expected in it, but it holds " + images + " images that it does not call channels.",
                    "Project z positions first; save channels with an ImageJ or OME description that says so.");
        }
        List<Integer> planes = new ArrayList<>();
        for (int c = 0; c < stack.sizeC(); c++) {
            int plane = stack.planeIndex(c, 0, 0);
            if (plane == TiffStack.MISSING) {
                throw new BadInputException(
                        location,
                        "Channel " + c + " is named in its description, but is not in the file.",
                        "Export each frame with all its channels into one file.");
            }
            planes.add(plane);
        }
        return planes;
    }

    /** Puts one movie together. */
    private static final class MovieBuilder {
        private final MovieKey key;
        private final List<Checked> files;
        private final List<CatalogFailure> frameFailures = new ArrayList<>();
        private final TreeMap<Integer, List<Checked>> byFrame = new TreeMap<>();
        private final TreeSet<String> channels = new TreeSet<>();

        MovieBuilder(MovieKey key, List<Checked> files) {
            this.key = key;
            this.files = files;
        }

        void build(List<Movie> movies, List<CatalogFailure> failures) {
            String source = Names.parent(files.get(0).file().file().location());
            for (Checked checked : files) {
                channels.add(checked.file().channel());
                List<Checked> ofFrame = byFrame.computeIfAbsent(checked.file().frame(), f -> new ArrayList<>());
                for (Checked other : ofFrame) {
                    if (other.file().channel().equals(checked.file().channel())) {
                        failures.add(CatalogFailure.ofMovie(key, twice(other.file(), checked.file())));
                        return;
                    }
                }
                ofFrame.add(checked);
            }
            List<Header> first = files.stream()
                    .filter(f -> !f.header().isEmpty())
                    .findFirst()
                    .map(Checked::header)
                    .orElse(List.of());
            if (first.isEmpty()) {
                failures.add(CatalogFailure.ofMovie(key, files.get(0).problem().get(0)));
                return;
            }
            Header reference = first.get(0);
            int frameCount = byFrame.lastKey() + 1;
            int missing = frameCount - byFrame.size();
            if (tooMany(missing, frameCount)) {
                failures.add(CatalogFailure.ofMovie(
                        key,
                        new Problem(
                                source,
                                missing + " of " + frameCount + " frames are missing: the last is frame "
                                        + byFrame.lastKey() + ", but only " + byFrame.size() + " are there.",
                                "Copy the missing images, or number the frames without gaps.")));
                return;
            }
            List<FrameRef> frames = new ArrayList<>();
            for (int frame = 0; frame < frameCount; frame++) {
                addFrame(frame, reference, source, frames);
            }
            int bad = frameFailures.size();
            if (frames.isEmpty() || tooMany(bad, frameCount)) {
                Problem one = frameFailures.get(0).problem();
                failures.add(CatalogFailure.ofMovie(
                        key,
                        new Problem(
                                source,
                                bad + " of " + frameCount + " frames cannot be used; the first: " + one.where() + ": "
                                        + one.cause(),
                                one.remedy())));
                return;
            }
            failures.addAll(frameFailures);
            movies.add(new Movie(
                    key,
                    source,
                    reference.width(),
                    reference.height(),
                    reference.type(),
                    channelNames(reference),
                    reference.calibration(),
                    frameCount,
                    frames));
        }

        private static boolean tooMany(int bad, int frameCount) {
            return bad > MAX_BAD_FRAMES && bad * 100L > (long) MAX_BAD_PERCENT * frameCount;
        }

        /** Whether file names tell the channel, so that a file is one channel. */
        private boolean namesChannels() {
            return channels.size() > 1 || !channels.first().isEmpty();
        }

        private List<String> channelNames(Header reference) {
            List<String> names = new ArrayList<>();
            if (namesChannels()) {
                names.addAll(channels);
            } else {
                for (int c = 0; c < reference.planes().size(); c++) {
                    names.add("channel" + c);
                }
            }
            return names;
        }

        private void addFrame(int frame, Header reference, String source, List<FrameRef> frames) {
            List<Checked> planes = byFrame.getOrDefault(frame, List.of());
            if (planes.isEmpty()) {
                fail(
                        frame,
                        new Problem(
                                source,
                                "Frame " + frame + " of movie " + key.id() + " is missing.",
                                "Copy the missing image; tracks wait over the gap meanwhile."));
                return;
            }
            for (String channel : channels) {
                if (planes.stream().noneMatch(p -> p.file().channel().equals(channel))) {
                    fail(
                            frame,
                            new Problem(
                                    planes.get(0).file().file().location(),
                                    "Frame " + frame + " of movie " + key.id() + " lacks channel '" + channel + "'.",
                                    "Copy the missing image; tracks wait over the gap meanwhile."));
                    return;
                }
            }
            List<PlaneRef> refs = new ArrayList<>();
            for (Checked plane : planes) {
                String location = plane.file().file().location();
                if (plane.header().isEmpty()) {
                    fail(frame, plane.problem().get(0));
                    return;
                }
                Header header = plane.header().get(0);
                if (header.width() != reference.width()
                        || header.height() != reference.height()
                        || header.planes().size() != reference.planes().size()) {
                    fail(
                            frame,
                            new Problem(
                                    location,
                                    "The frame has " + size(header) + ", but the movie's first frame has "
                                            + size(reference) + ".",
                                    "Keep movies of different size in different folders."));
                    return;
                }
                int pages = namesChannels() ? 1 : header.planes().size();
                for (int page : header.planes().subList(0, pages)) {
                    refs.add(PlaneRef.tiff(location, page));
                }
            }
            frames.add(new FrameRef(frame, refs));
        }

        private void fail(int frame, Problem problem) {
            frameFailures.add(CatalogFailure.ofFrame(key, frame, problem));
        }

        private static String size(Header header) {
            return header.width() + " x " + header.height() + " pixels"
                    + (header.planes().size() > 1 ? " and " + header.planes().size() + " channels" : "");
        }

        private static Problem twice(PlaneFile one, PlaneFile other) {
            return new Problem(
                    other.file().location(),
                    "Frame " + one.frame() + " of movie " + one.movie().id() + " is there twice: "
                            + one.file().location() + " shows it too.",
                    "Keep the right one of the two.");
        }
    }
}
