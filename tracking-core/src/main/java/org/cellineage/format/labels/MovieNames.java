package org.cellineage.format.labels;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;

/**
 * The names of a movie and its images.
 *
 * @param key plate, well and site
 * @param frameCount expected number of frames
 * @param width columns of a frame in pixels
 * @param height rows of a frame in pixels
 * @param frames numbers of the existing frames
 * @param names names after which its labels may be called, in lower case
 * @param folders folders that contain it, and its plate
 * @param images the image files if there is one for each frame; otherwise empty
 * @param numbers by frame, the number in the image's name; empty if the names have no frame number
 */
record MovieNames(
        MovieKey key,
        int frameCount,
        int width,
        int height,
        NavigableSet<Integer> frames,
        Set<String> names,
        Set<String> folders,
        List<Image> images,
        Map<Integer, Integer> numbers) {

    private static final Pattern DIGITS = Pattern.compile("\\d+");

    /** An image file: its name without extension in lower case, its folders and its frame. */
    record Image(String stem, Set<String> folders, int frame) {}

    /** {@code B02_s1}, or the site alone if there is no well. */
    static String of(MovieKey key) {
        return key.well().equals(MovieKey.NO_WELL) ? key.site() : key.well() + "_s" + key.site();
    }

    static MovieNames of(Movie movie) {
        Set<String> files = new TreeSet<>();
        movie.frames().forEach(frame -> files.add(file(frame.channels().get(0))));
        boolean ownFiles = files.size() == movie.frames().size();
        Set<String> names = namesOf(movie.key());
        Set<String> folders = foldersOf(movie.key(), movie.source());
        List<Image> images = new ArrayList<>();
        for (String file : files) {
            folders.addAll(Places.folders(Places.parent(file)));
            if (files.size() == 1) {
                names.add(Places.plain(LabelName.stem(Places.last(file))));
            }
        }
        if (ownFiles) {
            boolean series = files.size() > 1;
            Set<String> parents = new TreeSet<>();
            for (FrameRef frame : movie.frames()) {
                for (PlaneRef plane : frame.channels()) {
                    String folder = Places.parent(file(plane));
                    String stem = LabelName.stem(Places.last(file(plane))).toLowerCase(Locale.ROOT);
                    images.add(new Image(stem, Places.folders(folder), frame.frame()));
                    parents.add(folder);
                    LabelName name = LabelName.of(Places.last(file(plane)));
                    if (series && !name.series().isEmpty() && frame.channels().size() == 1) {
                        names.add(Places.plain(name.series()));
                        names.add(Places.plain(Places.last(folder) + "_" + name.series()));
                    }
                }
            }
            if (series && parents.size() == 1) {
                names.add(Places.plain(Places.last(parents.iterator().next())));
            }
        }
        names.remove("");
        NavigableSet<Integer> frames = new TreeSet<>();
        movie.frames().forEach(frame -> frames.add(frame.frame()));
        return new MovieNames(
                movie.key(),
                movie.frameCount(),
                movie.width(),
                movie.height(),
                frames,
                names,
                folders,
                images,
                ownFiles && files.size() > 1 ? numbers(movie) : Map.of());
    }

    /** The names of a movie of which only the location is known. */
    static MovieNames of(KnownMovie movie) {
        Set<String> names = namesOf(movie.key());
        names.add(Places.plain(LabelName.stem(Places.last(movie.source()))));
        names.add(Places.plain(Places.last(movie.source())));
        names.remove("");
        NavigableSet<Integer> frames = new TreeSet<>();
        for (int frame = 0; frame < movie.frameCount(); frame++) {
            frames.add(frame);
        }
        return new MovieNames(
                movie.key(),
                movie.frameCount(),
                movie.width(),
                movie.height(),
                frames,
                names,
                foldersOf(movie.key(), movie.source()),
                List.of(),
                Map.of());
    }

    private static Set<String> namesOf(MovieKey key) {
        Set<String> names = new TreeSet<>();
        names.add(Places.plain(of(key)));
        if (!key.well().equals(MovieKey.NO_WELL) && key.site().equals("1")) {
            names.add(Places.plain(key.well()));
        }
        return names;
    }

    private static Set<String> foldersOf(MovieKey key, String source) {
        Set<String> folders = new TreeSet<>(Places.folders(source));
        folders.add(key.plate().toLowerCase(Locale.ROOT));
        return folders;
    }

    private static String file(PlaneRef plane) {
        return plane.member().isEmpty() || plane.encoding() == PlaneRef.Encoding.TRK_ARRAY
                ? plane.location()
                : plane.location() + "/" + plane.member();
    }

    /** The only number that differs between the names of a movie's frames; empty if none or several do. */
    private static Map<Integer, Integer> numbers(Movie movie) {
        List<List<String>> digits = new ArrayList<>();
        Set<String> rest = new HashSet<>();
        for (FrameRef frame : movie.frames()) {
            String name = Places.last(file(frame.channels().get(0)));
            rest.add(DIGITS.matcher(name).replaceAll("#"));
            List<String> found = new ArrayList<>();
            Matcher m = DIGITS.matcher(name);
            while (m.find()) {
                found.add(m.group());
            }
            digits.add(found);
        }
        if (rest.size() != 1) {
            return Map.of();
        }
        List<Integer> differ = new ArrayList<>();
        for (int i = 0; i < digits.get(0).size(); i++) {
            Set<String> values = new HashSet<>();
            for (List<String> found : digits) {
                values.add(found.get(i));
            }
            if (values.size() == digits.size()) {
                differ.add(i);
            } else if (values.size() > 1) {
                return Map.of();
            }
        }
        Map<Integer, Integer> numbers = new TreeMap<>();
        for (int f = 0; f < digits.size() && differ.size() == 1; f++) {
            String text = digits.get(f).get(differ.get(0));
            if (text.length() > 9) {
                return Map.of();
            }
            numbers.put(movie.frames().get(f).frame(), Integer.parseInt(text));
        }
        return numbers;
    }
}
