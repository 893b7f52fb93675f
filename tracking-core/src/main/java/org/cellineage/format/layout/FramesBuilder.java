package org.cellineage.format.layout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cellineage.format.CatalogFailure;
import org.cellineage.format.CatalogWarning;
import org.cellineage.format.MovieKey;
import org.cellineage.format.ReadOptions;
import org.cellineage.format.StoredFile;
import org.cellineage.format.ZPlanes;
import org.cellineage.format.name.ChannelName;
import org.cellineage.format.name.TimeValue;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/**
 * Builds a movie of one file per frame (or per channel and z plane) from file names alone. Two files must not have the
 * same position; missing frames are reported, up to {@link FrameLimits}.
 */
final class FramesBuilder {

    private static final ChannelName NO_CHANNEL = new ChannelName("-", Optional.empty());
    private static final Comparator<PlacedFile> BY_LOCATION = Comparator.comparing(PlacedFile::location);

    private final MovieKey key;
    private final List<PlacedFile> files;
    private final ZPlanes zPlanes;
    private final List<CatalogFailure> failures = new ArrayList<>();
    private final List<CatalogWarning> warnings = new ArrayList<>();

    /** @param files the movie's files, at least one, in any order */
    FramesBuilder(MovieKey key, List<PlacedFile> files, ReadOptions options) {
        this.key = key;
        this.files = new ArrayList<>(files);
        this.files.sort(BY_LOCATION);
        this.zPlanes = options.zPlanes();
    }

    /**
     * Builds the movie.
     *
     * @param nameOf names of the channels
     * @param told calibration from metadata and names; the interval from names is added
     * @throws BadInputException if the files do not form a movie
     */
    FramesOutline build(Function<ChannelName, String> nameOf, Told told) {
        List<ChannelPlanes> channels = channels();
        List<PlacedFile> taken = files.stream()
                .filter(file -> channels.stream().anyMatch(channel -> channel.takes(file)))
                .toList();
        FrameTimes times = times(taken);
        TreeMap<Long, Map<ChannelName, TreeMap<Integer, PlacedFile>>> frames = byFrame(taken, times);
        String source = Names.parent(taken.get(0).location());
        checkMissing(times.frameCount(), frames, source);
        int frameCount = (int) times.frameCount();
        List<FramesOutline.FramePlanes> whole = new ArrayList<>();
        for (int frame = 0; frame < frameCount; frame++) {
            int number = frame;
            missing(number, frames.getOrDefault((long) frame, Map.of()), channels, source)
                    .ifPresentOrElse(
                            problem -> failures.add(CatalogFailure.ofFrame(key, number, problem)),
                            () -> whole.add(planes(number, frames, channels)));
        }
        if (whole.isEmpty() || FrameLimits.tooMany(failures.size(), frameCount)) {
            Problem problem = FrameLimits.tooManyBad(source, failures, frameCount);
            throw new BadInputException(problem.where(), problem.cause(), problem.remedy());
        }
        if (!times.doubt().isEmpty()) {
            warnings.add(CatalogWarning.ofMovie(
                    key,
                    new Problem(
                            source, times.doubt(), "Check the frame interval; rename the files if they mean more.")));
        }
        boolean namesChannels = channels.size() > 1 || !channels.get(0).name().equals(NO_CHANNEL);
        return new FramesOutline(
                key,
                source,
                namesChannels ? names(channels, nameOf) : List.of(),
                Double.isNaN(times.intervalS()) ? told : told.withNames(times.intervalS()),
                channels.stream().map(channel -> channel.wanted().size()).toList(),
                frameCount,
                whole,
                probes(whole),
                failures,
                warnings);
    }

    private static List<String> names(List<ChannelPlanes> channels, Function<ChannelName, String> nameOf) {
        List<String> names = new ArrayList<>();
        for (ChannelPlanes planes : channels) {
            ChannelName channel = planes.name();
            String name = channel.equals(NO_CHANNEL) ? "channel0" : nameOf.apply(channel);
            names.add(names.contains(name) ? name + "_" + channel.key() : name);
        }
        return names;
    }

    private static ChannelName channelOf(PlacedFile file) {
        return Objects.requireNonNullElse(file.channel(), NO_CHANNEL);
    }

    /**
     * The channels in order, each with the z planes to read. If a channel has images both with and without a z plane,
     * those without are projections, and the planes are skipped.
     */
    private List<ChannelPlanes> channels() {
        TreeMap<ChannelName, TreeSet<Integer>> found = new TreeMap<>();
        files.forEach(file ->
                found.computeIfAbsent(channelOf(file), c -> new TreeSet<>()).add(file.z()));
        List<ChannelPlanes> channels = new ArrayList<>();
        found.forEach((channel, planes) -> channels.add(new ChannelPlanes(
                channel, planes.contains(PlacedFile.NO_Z) ? List.of(PlacedFile.NO_Z) : wanted(List.copyOf(planes)))));
        return channels;
    }

    /** The z planes of a channel to read. */
    private List<Integer> wanted(List<Integer> planes) {
        if (planes.size() == 1) {
            return planes;
        }
        String where = Names.parent(files.get(0).location());
        if (!zPlanes.reads()) {
            throw new BadInputException(
                    where,
                    "Movie " + key.id() + " has " + planes.size()
                            + " z planes at each frame, but no projection of them.",
                    "Say which image they make: " + ZPlanes.SETTING + "; or project them first.");
        }
        zPlanes.requirePlane(where, "Movie " + key.id(), planes.size());
        return zPlanes.mode() == ZPlanes.Mode.PLANE ? List.of(planes.get(zPlanes.plane() - 1)) : planes;
    }

    /** A channel and its z planes to read. */
    private record ChannelPlanes(ChannelName name, List<Integer> wanted) {
        boolean takes(PlacedFile file) {
            return channelOf(file).equals(name) && wanted.contains(file.z());
        }
    }

    private FrameTimes times(List<PlacedFile> taken) {
        TreeSet<TimeValue> times = new TreeSet<>();
        List<PlacedFile> without = new ArrayList<>();
        for (PlacedFile file : taken) {
            if (file.time() == null) {
                without.add(file);
            } else {
                times.add(file.time());
            }
        }
        if (times.isEmpty()) {
            times.add(TimeValue.index(0));
        } else if (!without.isEmpty()) {
            throw new BadInputException(
                    without.get(0).location(),
                    "Its name has no time point, but other images of movie " + key.id() + " have one.",
                    "Move it to another folder, or give its name a time point.");
        }
        if (times.first().kind() != times.last().kind()) {
            throw new BadInputException(
                    taken.get(0).location(),
                    "The images of movie " + key.id() + " have times in different notations.",
                    "Name all images of a movie in the same way.");
        }
        return FrameTimes.of(times);
    }

    private TreeMap<Long, Map<ChannelName, TreeMap<Integer, PlacedFile>>> byFrame(
            List<PlacedFile> taken, FrameTimes times) {
        TreeMap<Long, Map<ChannelName, TreeMap<Integer, PlacedFile>>> frames = new TreeMap<>();
        for (PlacedFile file : taken) {
            TimeValue time = file.time();
            long frame = time == null ? 0 : times.frame(time);
            PlacedFile other = frames.computeIfAbsent(frame, f -> new HashMap<>())
                    .computeIfAbsent(channelOf(file), c -> new TreeMap<>())
                    .putIfAbsent(file.z(), file);
            if (other != null) {
                throw new BadInputException(
                        file.location(),
                        "Frame " + frame + " of movie " + key.id() + " exists twice: " + other.location()
                                + " shows it too.",
                        "Keep only the correct one.");
            }
        }
        return frames;
    }

    private static void checkMissing(long frameCount, TreeMap<Long, ?> frames, String source) {
        long missing = frameCount - frames.size();
        if (frameCount > Integer.MAX_VALUE || FrameLimits.tooMany(missing, frameCount)) {
            throw new BadInputException(
                    source,
                    missing + " of " + frameCount + " frames are missing: the last is frame " + (frameCount - 1)
                            + ", but only " + frames.size() + " are there.",
                    "Copy the missing images, or number the frames without gaps.");
        }
    }

    /** What a frame is missing. */
    private Optional<Problem> missing(
            int frame,
            Map<ChannelName, TreeMap<Integer, PlacedFile>> files,
            List<ChannelPlanes> channels,
            String source) {
        if (files.isEmpty()) {
            return Optional.of(new Problem(
                    source,
                    "Frame " + frame + " of movie " + key.id() + " is missing.",
                    "Copy the missing image; until then, tracks bridge the gap."));
        }
        String one = files.values().stream()
                .flatMap(byZ -> byZ.values().stream())
                .min(BY_LOCATION)
                .map(PlacedFile::location)
                .orElse(source);
        for (ChannelPlanes channel : channels) {
            TreeMap<Integer, PlacedFile> byZ = files.getOrDefault(channel.name(), new TreeMap<>());
            String name = channel.name().key();
            if (byZ.isEmpty()) {
                return Optional.of(lacks(frame, one, "channel '" + name + "'"));
            }
            for (int plane : channel.wanted()) {
                PlacedFile file = byZ.get(plane);
                if (file == null) {
                    return Optional.of(lacks(frame, one, "z plane " + plane + " of channel '" + name + "'"));
                }
                if (file.file().lengthBytes() == 0) {
                    return Optional.of(new Problem(
                            file.location(),
                            "The file is empty.",
                            "Copy the file again from its source, or leave it out."));
                }
            }
        }
        return Optional.empty();
    }

    private Problem lacks(int frame, String where, String what) {
        return new Problem(
                where,
                "Frame " + frame + " of movie " + key.id() + " lacks " + what + ".",
                "Copy the missing image; until then, tracks bridge the gap.");
    }

    private FramesOutline.FramePlanes planes(
            int frame,
            TreeMap<Long, Map<ChannelName, TreeMap<Integer, PlacedFile>>> frames,
            List<ChannelPlanes> channels) {
        Map<ChannelName, TreeMap<Integer, PlacedFile>> ofFrame = frames.getOrDefault((long) frame, Map.of());
        List<String> locations = new ArrayList<>();
        for (ChannelPlanes channel : channels) {
            TreeMap<Integer, PlacedFile> byZ = ofFrame.getOrDefault(channel.name(), new TreeMap<>());
            for (int plane : channel.wanted()) {
                locations.add(Objects.requireNonNull(byZ.get(plane)).location());
            }
        }
        return new FramesOutline.FramePlanes(frame, List.copyOf(locations));
    }

    /**
     * The first frame and one in the middle, because what aborted an acquisition often also damaged its first frames.
     */
    private List<FramesOutline.Probe> probes(List<FramesOutline.FramePlanes> whole) {
        Map<String, StoredFile> byLocation =
                files.stream().collect(Collectors.toMap(PlacedFile::location, PlacedFile::file, (a, b) -> a));
        List<FramesOutline.Probe> probes = new ArrayList<>();
        for (int at : whole.size() == 1 ? new int[] {0} : new int[] {0, (whole.size() + 1) / 2}) {
            FramesOutline.FramePlanes frame = whole.get(at);
            StoredFile file =
                    Objects.requireNonNull(byLocation.get(frame.locations().get(0)));
            probes.add(new FramesOutline.Probe(frame.frame(), file));
        }
        return probes;
    }
}
