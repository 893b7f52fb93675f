package org.cellineage.format.classes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.cellineage.format.MovieKey;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.name.WellName;
import org.cellineage.format.table.DelimitedText;
import org.cellineage.format.table.TableLine;
import org.cellineage.format.table.TableText;
import org.cellineage.problem.BadInputException;

/**
 * Classes that are known, from tables as spreadsheet programs save them: of cells, of frames, or of whole wells.
 *
 * <p>A row names its movie by {@code movie} or {@code movie_id} (plate/well/site), or by {@code plate}, {@code well} and
 * {@code site}; {@code frame}, from 0; the cell by {@code track}, {@code track_id} or {@code label}; and the class. What a
 * row or the header leaves out, it holds for all of: a row with a well and a class says what all cells of all frames of the
 * well are. The most particular row counts. All other columns are groups that cells may be held out by, such as a compound.
 */
public final class KnownClasses {

    /** The column of the class, unless another is named. */
    public static final String CLASS = "class";

    private static final int MAX_BYTES = 1 << 30;
    private static final int ANY = -1;
    private static final char[] SEPARATORS = {',', ';', '\t'};
    private static final String HOW =
            "Write a table with the columns movie, frame, track and " + CLASS + "; leave out what holds for all.";

    private final String location;
    private final List<String> classes;
    /** Rows that name a whole movie, by its id. */
    private final Map<String, List<Row>> ofMovies = new HashMap<>();
    /** Rows that hold for several movies. */
    private final List<Row> ofSeveral = new ArrayList<>();

    /**
     * What is known of a cell or a frame.
     *
     * @param name of the class
     * @param groups what it may be held out by: values by the names of their columns
     */
    public record Known(String name, Map<String, String> groups) {

        public Known {
            groups = Map.copyOf(groups);
        }
    }

    private record Row(String where, String plate, String well, String site, int frame, int track, Known known) {

        boolean isOf(MovieKey movie) {
            return (plate.isEmpty() || plate.equals(movie.plate()))
                    && (well.isEmpty() || well.equals(canonical(movie.well())))
                    && (site.isEmpty() || site.equals(movie.site()));
        }
    }

    /** What is known of one movie. */
    public static final class OfMovie {

        private final Map<Long, Row> rows = new HashMap<>();

        private static long key(int frame, int track) {
            return ((long) frame << 32) ^ (track & 0xffffffffL);
        }

        private void add(Row row) {
            Row before = rows.putIfAbsent(key(row.frame(), row.track()), row);
            if (before != null && !before.known().name().equals(row.known().name())) {
                throw new BadInputException(
                        row.where(),
                        "It says " + row.known().name() + " of what " + before.where() + " says "
                                + before.known().name() + " of.",
                        "Remove one of the two.");
            }
        }

        /** What is known of a cell; empty if nothing is. */
        public Optional<Known> cell(int frame, int track) {
            return first(key(frame, track), key(ANY, track), key(frame, ANY), key(ANY, ANY));
        }

        /** What is known of a frame as a whole; empty if nothing is. */
        public Optional<Known> frame(int frame) {
            return first(key(frame, ANY), key(ANY, ANY));
        }

        private Optional<Known> first(long... keys) {
            for (long key : keys) {
                if (rows.containsKey(key)) {
                    return Optional.of(rows.get(key).known());
                }
            }
            return Optional.empty();
        }

        /** Whether nothing is known of the movie. */
        public boolean isEmpty() {
            return rows.isEmpty();
        }
    }

    private KnownClasses(String location, List<Row> rows) {
        this.location = location;
        TreeSet<String> names = new TreeSet<>();
        for (Row row : rows) {
            names.add(row.known().name());
            if (row.plate().isEmpty() || row.well().isEmpty() || row.site().isEmpty()) {
                ofSeveral.add(row);
            } else {
                ofMovies.computeIfAbsent(row.plate() + "/" + row.well() + "/" + row.site(), id -> new ArrayList<>())
                        .add(row);
            }
        }
        this.classes = List.copyOf(names);
    }

    /**
     * Reads a table, or all tables in a folder: its files with names in .csv or .tsv that have a column of classes.
     *
     * @param column name of the column of the class; others of a plate map, say, are groups then
     * @throws BadInputException if there is none, it has no such column, or a row is not one
     */
    public static KnownClasses read(Storage storage, String location, String column) throws IOException {
        List<Row> rows = new ArrayList<>();
        if (storage.find(location).isPresent()) {
            Optional<List<Row>> table = new Table(location, column).read(storage);
            rows.addAll(table.orElseThrow(
                    () -> new BadInputException(location, "Its first line names no column '" + column + "'.", HOW)));
            return of(location, rows);
        }
        TreeSet<String> files = new TreeSet<>();
        for (StoredFile file : storage.list(location)) {
            if (file.location().toLowerCase(Locale.ROOT).matches(".*\\.(csv|tsv)")) {
                files.add(file.location());
            }
        }
        boolean isFound = false;
        for (String file : files) {
            Optional<List<Row>> table = new Table(file, column).read(storage);
            isFound |= table.isPresent();
            table.ifPresent(rows::addAll);
        }
        if (!isFound) {
            throw new BadInputException(
                    location,
                    "There is no table with a column '" + column + "'.",
                    "Give a CSV file, or a folder with CSV files. " + HOW);
        }
        return of(location, rows);
    }

    private static KnownClasses of(String location, List<Row> rows) {
        if (rows.isEmpty()) {
            throw new BadInputException(location, "It says the class of nothing.", HOW);
        }
        return new KnownClasses(location, rows);
    }

    /** Where the tables are. */
    public String location() {
        return location;
    }

    /** Names of all classes, in alphabetical order. */
    public List<String> classes() {
        return classes;
    }

    /** What is known of a movie. */
    public OfMovie of(MovieKey movie) {
        OfMovie known = new OfMovie();
        String id = movie.plate() + "/" + canonical(movie.well()) + "/" + movie.site();
        ofMovies.getOrDefault(id, List.of()).forEach(known::add);
        ofSeveral.stream().filter(row -> row.isOf(movie)).forEach(known::add);
        return known;
    }

    private static String canonical(String well) {
        return WellName.parse(well).map(WellName::toString).orElse(well);
    }

    /** A file while it is read. */
    private static final class Table {

        private final String file;
        private final String column;
        private final Map<String, Integer> columns = new LinkedHashMap<>();

        Table(String file, String column) {
            this.file = file;
            this.column = column.strip().toLowerCase(Locale.ROOT);
        }

        /** The rows; empty if there is no column of classes. */
        Optional<List<Row>> read(Storage storage) throws IOException {
            String text = TableText.of(bytes(storage), file);
            for (char separator : SEPARATORS) {
                List<TableLine> lines = DelimitedText.lines(text, separator);
                if (!lines.isEmpty() && header(lines.get(0))) {
                    return Optional.of(rows(lines.subList(1, lines.size())));
                }
            }
            return Optional.empty();
        }

        private byte[] bytes(Storage storage) throws IOException {
            try (SeekableBytes bytes = storage.open(file)) {
                if (bytes.length() > MAX_BYTES) {
                    throw new BadInputException(file, "It is larger than 1 GB.", "Split it, and give the folder.");
                }
                byte[] all = new byte[(int) bytes.length()];
                bytes.readFully(0, all, 0, all.length);
                return all;
            }
        }

        private boolean header(TableLine line) {
            columns.clear();
            for (int c = 0; c < line.cells().size(); c++) {
                columns.putIfAbsent(line.cell(c).toLowerCase(Locale.ROOT), c);
            }
            return columns.containsKey(column);
        }

        /** Takes a column by the first of its names that there is; -1 if there is none. */
        private int take(String... names) {
            for (String name : names) {
                if (columns.containsKey(name)) {
                    return columns.remove(name);
                }
            }
            return -1;
        }

        private List<Row> rows(List<TableLine> lines) {
            int known = take(column);
            int movie = take("movie_id", "movie");
            int[] parts = {take("plate"), take("well"), take("site")};
            int frame = take("frame");
            int track = take("track_id", "track", "label");
            List<Row> rows = new ArrayList<>();
            for (TableLine line : lines) {
                String where = file + ", line " + line.number();
                String name = line.cell(known);
                if (name.isEmpty()) {
                    continue;
                }
                String[] key = movie >= 0 && !line.cell(movie).isEmpty()
                        ? key(line.cell(movie), where)
                        : new String[] {cell(line, parts[0]), cell(line, parts[1]), cell(line, parts[2])};
                Map<String, String> groups = new LinkedHashMap<>();
                columns.forEach((group, index) -> groups.put(group, line.cell(index)));
                rows.add(new Row(
                        where,
                        key[0],
                        canonical(key[1]),
                        key[2],
                        number(line, frame, where),
                        number(line, track, where),
                        new Known(name, groups)));
            }
            return rows;
        }

        private static String cell(TableLine line, int index) {
            return index < 0 ? "" : line.cell(index);
        }

        private static String[] key(String movie, String where) {
            String[] parts = movie.split("/", -1);
            if (parts.length != 3) {
                throw new BadInputException(
                        where, "'" + movie + "' is not a movie.", "Write it as plate/well/site, as in the tables.");
            }
            return parts;
        }

        private static int number(TableLine line, int index, String where) {
            String text = cell(line, index);
            if (text.isEmpty()) {
                return ANY;
            }
            if (!text.matches("\\d{1,9}(\\.0+)?")) {
                throw new BadInputException(
                        where, "'" + text + "' is not a frame or a track.", "Write a whole number from 0.");
            }
            return Integer.parseInt(text.replaceFirst("\\..*", ""));
        }
    }
}
