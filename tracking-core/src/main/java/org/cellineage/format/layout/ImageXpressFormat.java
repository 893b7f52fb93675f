package org.cellineage.format.layout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellineage.format.Catalog;
import org.cellineage.format.CatalogFailure;
import org.cellineage.format.MovieFormat;
import org.cellineage.format.MovieKey;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/**
 * ImageXpress (MetaXpress) plates: {@code PLATE/TimePoint_1/NAME_B02_s1_w1.TIF}, with or without time point folders,
 * sites, wavelengths and the unique id at the end of a name; thumbnails are left out.
 *
 * <p>Single z steps ({@code ZStep_N} folders) are left out where the plate holds a projection of the same site; without
 * one, and with several steps, the movie is reported. Wavelength names come from the {@code .HTD} file. The plate is the
 * folder that holds the time points; of a tree {@code DATE/NUMBER} the date, number and folder above.
 */
final class ImageXpressFormat implements MovieFormat {

    private static final Pattern IMAGE = Pattern.compile(
            "(.+)_([A-Za-z]{1,2})(\\d{2})(?:_s(\\d+))?(?:_w(\\d))?(_thumb)?"
                    + "([0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12})?\\.tiff?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern TIME_POINT = Pattern.compile("TimePoint_([1-9]\\d{0,8})", Pattern.CASE_INSENSITIVE);
    private static final Pattern Z_STEP = Pattern.compile("ZStep_([1-9]\\d{0,8})", Pattern.CASE_INSENSITIVE);
    private static final Pattern WAVE_NAME = Pattern.compile("\"WaveName(\\d)\"\\s*,\\s*\"([^\"]+)\"");
    private static final int MAX_HTD_BYTES = 1 << 20;

    /** One image as its path describes it; frames are counted from 1 here, zStep 0 is no single step. */
    private record Image(MovieKey movie, int timePoint, int zStep, int wavelength, StoredFile file) {}

    @Override
    public String name() {
        return "imagexpress";
    }

    @Override
    public String summary() {
        return "ImageXpress plates: PLATE/TimePoint_1/NAME_B02_s1_w1.TIF, with or without a .HTD file";
    }

    @Override
    public boolean recognises(String root, List<StoredFile> files, Storage storage) {
        boolean htd = files.stream().anyMatch(f -> isHtd(f.name()));
        for (StoredFile file : files) {
            Matcher m = IMAGE.matcher(file.name());
            if (m.matches()) {
                String folder = Names.last(Names.parent(file.location()));
                boolean inItsFolder = TIME_POINT.matcher(folder).matches()
                        || Z_STEP.matcher(folder).matches();
                boolean hasId = m.group(7) != null;
                if (inItsFolder || hasId || htd) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isHtd(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".htd");
    }

    @Override
    public Catalog catalog(String root, List<StoredFile> files, Storage storage) throws IOException {
        List<Image> images = new ArrayList<>();
        for (StoredFile file : files) {
            Matcher m = IMAGE.matcher(file.name());
            if (m.matches() && m.group(6) == null) {
                images.add(image(root, file, m));
            }
        }
        if (images.isEmpty()) {
            throw new BadInputException(
                    root,
                    "There is no ImageXpress image in it.",
                    "Give a plate folder with images named like NAME_B02_s1_w1.TIF.");
        }
        List<CatalogFailure> failures = new ArrayList<>();
        List<Image> flat = withoutZSteps(images, failures);
        Map<Integer, String> waveNames = waveNames(files, storage);
        Set<Integer> wavelengths = new TreeSet<>();
        flat.forEach(i -> wavelengths.add(i.wavelength()));
        List<PlaneFile> planes = new ArrayList<>();
        for (Image image : flat) {
            planes.add(new PlaneFile(
                    image.movie(), image.timePoint() - 1, channel(image.wavelength(), waveNames), image.file()));
        }
        Catalog catalog = new FrameFiles(storage, name()).catalog(planes);
        failures.addAll(catalog.failures());
        return new Catalog(name(), catalog.why(), catalog.movies(), failures, catalog.warnings());
    }

    private static String channel(int wavelength, Map<Integer, String> names) {
        if (wavelength == 0) {
            return names.size() == 1 ? names.values().iterator().next() : "";
        }
        // The number in front keeps the plate's order where names are sorted.
        String name = names.get(wavelength);
        return name == null ? "w" + wavelength : "w" + wavelength + "_" + name;
    }

    private static Image image(String root, StoredFile file, Matcher m) {
        int timePoint = 1;
        int zStep = 0;
        String folder = Names.parent(file.location());
        for (boolean more = true; more; ) {
            String part = Names.last(folder);
            Matcher time = TIME_POINT.matcher(part);
            Matcher z = Z_STEP.matcher(part);
            more = time.matches() || z.matches();
            if (time.matches()) {
                timePoint = Integer.parseInt(time.group(1));
            }
            if (z.matches()) {
                zStep = Integer.parseInt(z.group(1));
            }
            if (more) {
                folder = Names.parent(folder);
            }
        }
        String well = m.group(2).toUpperCase(Locale.ROOT) + m.group(3);
        String site = m.group(4) == null ? "1" : m.group(4);
        int wavelength = m.group(5) == null ? 0 : Integer.parseInt(m.group(5));
        return new Image(new MovieKey(plate(root, folder), well, site), timePoint, zStep, wavelength, file);
    }

    /** MetaXpress' own trees are NAME/DATE/NUMBER, where only the whole is unique. */
    private static String plate(String root, String folder) {
        String last = Names.last(folder);
        String above = Names.last(Names.parent(folder));
        if (last.matches("\\d+") && above.matches("\\d{4}-\\d{2}-\\d{2}")) {
            String name = Names.last(Names.parent(Names.parent(folder)));
            return name.isEmpty() ? above + "_" + last : name + "_" + above + "_" + last;
        }
        return last.isEmpty() ? Names.last(root) : last;
    }

    private static List<Image> withoutZSteps(List<Image> images, List<CatalogFailure> failures) {
        Set<MovieKey> projected = new HashSet<>();
        Map<MovieKey, Set<Integer>> steps = new TreeMap<>();
        for (Image image : images) {
            if (image.zStep() == 0) {
                projected.add(image.movie());
            } else {
                steps.computeIfAbsent(image.movie(), key -> new TreeSet<>()).add(image.zStep());
            }
        }
        Set<MovieKey> unusable = new HashSet<>();
        steps.forEach((movie, numbers) -> {
            if (!projected.contains(movie) && numbers.size() > 1) {
                unusable.add(movie);
                failures.add(CatalogFailure.ofMovie(
                        movie,
                        new Problem(
                                movie.id(),
                                "There are " + numbers.size() + " z steps, but no projection of them.",
                                "Let MetaXpress save a projection, or project the steps (for example by maximum).")));
            }
        });
        List<Image> flat = new ArrayList<>();
        for (Image image : images) {
            boolean isStep = image.zStep() > 0;
            if (!unusable.contains(image.movie()) && !(isStep && projected.contains(image.movie()))) {
                flat.add(image);
            }
        }
        return flat;
    }

    private static Map<Integer, String> waveNames(List<StoredFile> files, Storage storage) throws IOException {
        Map<Integer, String> names = new HashMap<>();
        for (StoredFile file : files) {
            if (isHtd(file.name()) && file.lengthBytes() < MAX_HTD_BYTES) {
                try (SeekableBytes bytes = storage.open(file.location())) {
                    byte[] text = new byte[(int) bytes.length()];
                    bytes.readFully(0, text, 0, text.length);
                    Matcher m = WAVE_NAME.matcher(new String(text, StandardCharsets.ISO_8859_1));
                    while (m.find()) {
                        names.putIfAbsent(Integer.parseInt(m.group(1)), m.group(2));
                    }
                }
            }
        }
        return names;
    }
}
