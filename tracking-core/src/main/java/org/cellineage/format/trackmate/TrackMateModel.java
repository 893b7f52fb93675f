package org.cellineage.format.trackmate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cellineage.format.spots.Spot;
import org.cellineage.format.spots.SpotGrid;
import org.cellineage.format.spots.SpotMovie;
import org.cellineage.format.spots.SpotMovieBuilder;
import org.cellineage.problem.BadInputException;

/** What a file of TrackMate says, in its own units, before it is known which tracks are shown. */
final class TrackMateModel {

    private static final double SAME_DEPTH = 1e-6;
    private static final int MOST_NAMES = 10;
    private static final Map<String, Double> MICROMETRES = Map.ofEntries(
            Map.entry("micron", 1.0),
            Map.entry("microns", 1.0),
            Map.entry("micrometer", 1.0),
            Map.entry("micrometre", 1.0),
            Map.entry("um", 1.0),
            Map.entry("\u00b5m", 1.0),
            Map.entry("\u03bcm", 1.0),
            Map.entry("nm", 1e-3),
            Map.entry("mm", 1e3));
    private static final Set<String> PIXELS = Set.of("pixel", "pixels", "px", "");

    /**
     * A spot as written.
     *
     * @param frame 0-based frame, -1 if it is unknown
     * @param corners {@code x0, y0, …} relative to the centre; empty if there are none
     * @param unreadable whether there is text that is not an outline
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record RawSpot(
            long id,
            int frame,
            double y,
            double x,
            double z,
            double radius,
            boolean visible,
            int number,
            double[] corners,
            boolean unreadable) {

        RawSpot outlined(String text) {
            Optional<double[]> read = text.isEmpty() ? Optional.empty() : TrackMateXml.corners(text);
            return new RawSpot(
                    id,
                    frame,
                    y,
                    x,
                    z,
                    radius,
                    visible,
                    number,
                    read.orElse(Spot.NO_OUTLINE),
                    !text.isEmpty() && read.isEmpty());
        }
    }

    /** A track and the links in it. */
    private record RawTrack(long id, List<long[]> edges) {}

    private record Image(double width, double height, double slices, double pixelWidth, double pixelHeight) {}

    private String unit = "pixel";
    private Image image = new Image(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    private final List<RawSpot> spots = new ArrayList<>();
    private final List<RawTrack> tracks = new ArrayList<>();
    private Optional<RawTrack> open = Optional.empty();
    private final Set<Long> shown = new HashSet<>();

    void unit(String name) {
        unit = name.toLowerCase(Locale.ROOT);
    }

    void image(double width, double height, double slices, double pixelWidth, double pixelHeight) {
        image = new Image(width, height, slices, pixelWidth, pixelHeight);
    }

    void add(RawSpot spot) {
        spots.add(spot);
    }

    void startTrack(long id) {
        open = Optional.of(new RawTrack(id, new ArrayList<>()));
        tracks.add(open.get());
    }

    void endTrack() {
        open = Optional.empty();
    }

    void edge(long source, long target) {
        open.ifPresent(track -> track.edges().add(new long[] {source, target}));
    }

    void shown(long track) {
        shown.add(track);
    }

    /** The movie on a grid of pixels. */
    SpotMovie movie(String where, SpotGrid grid) {
        check(where, grid);
        double[] pixel = pixel(where, grid);
        SpotMovieBuilder builder = new SpotMovieBuilder(where, grid);
        Set<Long> inShown = new HashSet<>();
        Set<Long> inHidden = new HashSet<>();
        TreeSet<Long> hidden = new TreeSet<>();
        for (RawTrack track : tracks) {
            boolean visible = shown.contains(track.id());
            if (!visible) {
                hidden.add(track.id());
            }
            for (long[] edge : track.edges()) {
                (visible ? inShown : inHidden).add(edge[0]);
                (visible ? inShown : inHidden).add(edge[1]);
            }
        }
        if (!hidden.isEmpty()) {
            builder.flaw(
                    -1,
                    hidden.size() + " tracks are hidden by a filter of TrackMate, and are left out with their spots: "
                            + hidden.stream()
                                    .limit(MOST_NAMES)
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(", "))
                            + (hidden.size() > MOST_NAMES ? ", …" : "") + ".",
                    "Remove the filter of tracks if they are cells, or delete these tracks, and save the file again.");
        }
        for (RawSpot spot : spots) {
            boolean used = inShown.contains(spot.id()) || (spot.visible() && !inHidden.contains(spot.id()));
            if (used) {
                add(builder, spot, pixel);
            }
        }
        for (RawTrack track : tracks) {
            if (shown.contains(track.id())) {
                track.edges().forEach(edge -> builder.link(edge[0], edge[1]));
            }
        }
        return builder.build();
    }

    private void check(String where, SpotGrid grid) {
        Set<Double> depths = new HashSet<>();
        for (RawSpot spot : spots) {
            if (Double.isFinite(spot.z())) {
                depths.add(Math.rint(spot.z() / SAME_DEPTH));
            }
            if (depths.size() > 1) {
                break;
            }
        }
        if (image.slices() > 1 || depths.size() > 1) {
            throw new BadInputException(
                    where,
                    "It is a three-dimensional result: "
                            + (image.slices() > 1
                                    ? "its image has " + (long) image.slices() + " z planes."
                                    : "its spots have different z positions."),
                    "Give a result of a two-dimensional movie; if time was taken for z, swap them in Fiji and track again.");
        }
        boolean otherSize = (image.width() > 0 && image.width() != grid.width())
                || (image.height() > 0 && image.height() != grid.height());
        if (otherSize) {
            throw new BadInputException(
                    where,
                    "It was made from an image of " + (long) image.width() + " x " + (long) image.height()
                            + " pixels, but the movie has " + grid.width() + " x " + grid.height() + ".",
                    "Give the file of this movie.");
        }
    }

    /** Height and width of a pixel in the unit of the file. */
    private double[] pixel(String where, SpotGrid grid) {
        if (image.pixelWidth() > 0 && Double.isFinite(image.pixelWidth())) {
            boolean both = image.pixelHeight() > 0 && Double.isFinite(image.pixelHeight());
            return new double[] {both ? image.pixelHeight() : image.pixelWidth(), image.pixelWidth()};
        }
        if (PIXELS.contains(unit)) {
            return new double[] {1, 1};
        }
        Double micrometres = MICROMETRES.get(unit);
        if (micrometres == null || Double.isNaN(grid.pixelSizeUm())) {
            throw new BadInputException(
                    where,
                    "Its lengths are in '" + unit + "', and "
                            + (micrometres == null
                                    ? "this unit is not known"
                                    : "the pixel size of the movie is not known")
                            + ", so that they cannot be converted to pixels.",
                    "Save it in TrackMate together with its settings: ImageData gives the size of a pixel.");
        }
        double size = grid.pixelSizeUm() / micrometres;
        return new double[] {size, size};
    }

    private static void add(SpotMovieBuilder builder, RawSpot raw, double[] pixel) {
        if (raw.frame() < 0 || !Double.isFinite(raw.y()) || !Double.isFinite(raw.x())) {
            builder.flaw(
                    -1,
                    "Spot " + raw.id() + " has no frame or no position; it is ignored.",
                    "Give each spot FRAME, POSITION_X and POSITION_Y.");
            return;
        }
        double y = raw.y() / pixel[0];
        double x = raw.x() / pixel[1];
        if (raw.unreadable()) {
            builder.flaw(
                    raw.frame(),
                    "The outline of spot " + raw.id() + " cannot be read; a disc of its radius is used.",
                    "Write at least three pairs of numbers x y.");
        }
        double[] outline = new double[raw.corners().length];
        for (int i = 0; i < outline.length; i += 2) {
            outline[i] = y + raw.corners()[i + 1] / pixel[0];
            outline[i + 1] = x + raw.corners()[i] / pixel[1];
        }
        builder.add(new Spot(raw.id(), raw.frame(), y, x, raw.radius() / pixel[1], outline, raw.number()));
    }
}
