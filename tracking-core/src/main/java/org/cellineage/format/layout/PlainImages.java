package org.cellineage.format.layout;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellineage.format.CatalogRequest;
import org.cellineage.format.CatalogWarning;
import org.cellineage.format.MovieKey;
import org.cellineage.format.MovieOutline;
import org.cellineage.format.Outline;
import org.cellineage.format.StoredFile;
import org.cellineage.format.name.ChannelName;
import org.cellineage.format.name.ImageName;
import org.cellineage.format.name.LeftOut;
import org.cellineage.format.name.NamingScheme;
import org.cellineage.format.name.NamingSchemes;
import org.cellineage.problem.BadInputException;

/**
 * Images whose names match no vendor's scheme: numbered frames, one movie for each folder and text before the number,
 * and stacks.
 */
final class PlainImages {

    private static final Pattern PROJECTED = Pattern.compile("[A-Za-z]+_(.*)", Pattern.DOTALL);

    private final CatalogRequest request;
    private final MovieKeys keys;
    private final FileSets sets;

    PlainImages(CatalogRequest request) {
        this.request = request;
        this.keys = new MovieKeys(request.root());
        this.sets = new FileSets(request.files());
    }

    /** Images of one folder with the same text before their number. */
    record Series(String folder, PlainName name, List<StoredFile> files, List<PlacedFile> placed) {
        String text() {
            return name.series();
        }
    }

    /** Treats every numbered image as a frame, if the user selects this layout; others are left out with a warning. */
    Outline frames() {
        LeftOutImages others = new LeftOutImages();
        List<StoredFile> images = new ArrayList<>();
        for (StoredFile file : tiffs()) {
            Optional<LeftOut> leftOut = leftOut(file);
            if (leftOut.isPresent() && !leftOut.get().kind().onlyBesideOthers()) {
                others.add(file.location(), leftOut.get().reason());
            } else if (PlainName.of(file).isEmpty()) {
                others.add(file.location(), "an image without a number, and therefore not a frame");
            } else {
                images.add(file);
            }
        }
        Map<String, Series> series = series(images);
        if (series.isEmpty()) {
            throw new BadInputException(
                    request.root(),
                    "There is no numbered TIFF image in it.",
                    "Number the frames: img0001.tif, img0002.tif, …");
        }
        List<MovieOutline> movies = new ArrayList<>();
        series.values().forEach(one -> movies.add(frames(one, List.of(), false)));
        return new Outline(movies, List.of(), others.warnings(request.root()));
    }

    /** Treats every file as a movie, if the user selects this layout. */
    Outline stacks() {
        List<StackOutline> stacks = tiffs().stream().map(this::stack).toList();
        if (stacks.isEmpty()) {
            throw new BadInputException(
                    request.root(), "There is no TIFF file in the folder.", "Give a folder with .tif or .tiff stacks.");
        }
        return Outline.of(stacks);
    }

    /** Frames and stacks as determined from names and headers, in two outlines, because these are two layouts. */
    List<LayoutOutline> recognised() {
        LeftOutImages others = new LeftOutImages();
        List<StoredFile> images = images(others);
        List<StoredFile> alone = new ArrayList<>();
        Map<String, Series> series = series(images);
        List<Series> numbered = new ArrayList<>();
        for (Series one : series.values()) {
            if (one.files().size() > 1) {
                numbered.add(one);
            } else {
                alone.addAll(one.files());
            }
        }
        images.stream().filter(file -> PlainName.of(file).isEmpty()).forEach(alone::add);
        List<LayoutOutline> found = new ArrayList<>();
        List<CatalogWarning> left = others.warnings(request.root());
        if (!numbered.isEmpty()) {
            Map<Series, List<CatalogWarning>> doubts = new PlainDoubts(keys).of(numbered);
            List<MovieOutline> frames = new ArrayList<>();
            numbered.forEach(one -> frames.add(frames(one, doubts.getOrDefault(one, List.of()), true)));
            String example = numbered.get(0).files().get(0).name();
            found.add(new LayoutOutline(
                    "frames",
                    "names differ only in their number, such as " + example,
                    new Outline(frames, List.of(), alone.isEmpty() ? left : List.of())));
        }
        if (!alone.isEmpty() || (numbered.isEmpty() && !left.isEmpty())) {
            Set<String> raw = foldersWithRaw(images);
            List<MovieOutline> stacks = new ArrayList<>();
            alone.forEach(file -> stacks.add(stackOrSummary(file, raw)));
            found.add(new LayoutOutline(
                    "stacks", "TIFF files whose names have no frame number", new Outline(stacks, List.of(), left)));
        }
        return found;
    }

    private MovieOutline stackOrSummary(StoredFile file, Set<String> foldersWithRaw) {
        StackOutline stack = stack(file);
        Optional<LeftOut> summary = leftOut(file).filter(out -> foldersWithRaw.contains(Names.parent(file.location())));
        return summary.isPresent() ? new SummaryOutline(stack, summary.get().reason()) : stack;
    }

    private List<StoredFile> tiffs() {
        return request.files().stream().filter(f -> Names.isTiff(f.name())).toList();
    }

    /** The images to read, without thumbnails, calibration images, and summaries of existing images. */
    private List<StoredFile> images(LeftOutImages others) {
        List<StoredFile> images = new ArrayList<>();
        List<StoredFile> computed = new ArrayList<>();
        for (StoredFile file : tiffs()) {
            Optional<LeftOut> leftOut = leftOut(file);
            if (leftOut.isEmpty()) {
                images.add(file);
            } else if (leftOut.get().kind().onlyBesideOthers()) {
                computed.add(file);
            } else {
                others.add(file.location(), leftOut.get().reason());
            }
        }
        Set<String> originals = originals(images);
        for (StoredFile file : computed) {
            if (isComputedFrom(file, originals)) {
                others.add(file.location(), leftOut(file).map(LeftOut::reason).orElse(""));
            } else {
                images.add(file);
            }
        }
        return images;
    }

    private static Optional<LeftOut> leftOut(StoredFile file) {
        return scheme().parse(file.location()).flatMap(ImageName::leftOut);
    }

    private static NamingScheme scheme() {
        return NamingSchemes.named("numbered").orElseThrow();
    }

    /** Folder and stem of each image, and folder and text before the number of each series. */
    private static Set<String> originals(List<StoredFile> images) {
        Set<String> originals = new HashSet<>();
        for (StoredFile file : images) {
            String folder = Names.parent(file.location()) + "/";
            String stem = Names.stem(file.name());
            originals.add(folder + stem.toLowerCase(Locale.ROOT));
            PlainName.of(file)
                    .ifPresent(name -> originals.add(folder + name.series().toLowerCase(Locale.ROOT)));
        }
        return originals;
    }

    /**
     * {@code MAX_movie.tif} next to {@code movie.tif} or {@code movie_001.tif}; {@code x_cp_masks.tif} next to
     * {@code x.tif}.
     */
    private static boolean isComputedFrom(StoredFile file, Set<String> originals) {
        String folder = Names.parent(file.location()) + "/";
        String stem = Names.stem(file.name()).toLowerCase(Locale.ROOT);
        Matcher prefix = PROJECTED.matcher(stem);
        if (prefix.matches() && originals.contains(folder + prefix.group(1))) {
            return true;
        }
        for (int end = stem.length() - 1; end > 0; end--) {
            char c = stem.charAt(end);
            if ((c == '_' || c == '-' || c == ' ') && originals.contains(folder + stem.substring(0, end))) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> foldersWithRaw(List<StoredFile> images) {
        Set<String> folders = new HashSet<>();
        images.stream()
                .filter(file -> leftOut(file).isEmpty())
                .forEach(file -> folders.add(Names.parent(file.location())));
        return folders;
    }

    private StackOutline stack(StoredFile file) {
        return new StackOutline(keys.ofStack(file.location()), file, sets.of(file), sets.companions(file));
    }

    private static Map<String, Series> series(List<StoredFile> images) {
        Map<String, Series> series = new TreeMap<>();
        for (StoredFile file : images) {
            Optional<PlainName> name = PlainName.of(file);
            if (name.isPresent()) {
                String folder = Names.parent(file.location());
                Series one = series.computeIfAbsent(
                        folder + "\n" + name.get().prefix(),
                        key -> new Series(folder, name.get(), new ArrayList<>(), new ArrayList<>()));
                one.files().add(file);
                one.placed().add(name.get().place(file));
            }
        }
        return series;
    }

    private MovieOutline frames(Series series, List<CatalogWarning> doubts, boolean maybeStacks) {
        MovieKey key = keys.ofNumbered(series.folder(), series.text());
        List<StackOutline> stacks =
                maybeStacks ? series.files().stream().map(this::stack).toList() : List.of();
        try {
            FramesOutline frames = new FramesBuilder(key, series.placed(), request.options())
                    .build(ChannelName::display, Told.NOTHING)
                    .warned(doubts);
            return maybeStacks ? new NumberedOutline(key, frames, null, stacks) : frames;
        } catch (BadInputException e) {
            return maybeStacks
                    ? new NumberedOutline(key, null, e.problem(), stacks)
                    : new FailedOutline(key, series.folder(), e.problem());
        }
    }
}
