package org.cellineage.format.zarr;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.cellineage.format.Calibration;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.StoredFile;
import org.cellineage.format.zarr.NgffAxis.Kind;
import org.cellineage.image.PixelType;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/** An image of a hierarchy at full resolution, as described by its metadata; no chunk is read. */
public final class NgffImage {

    /** Maximum number of planes of an image, each of which is kept in the catalog. */
    static final int MAX_PLANES = 1 << 20;

    private final ZarrStore store;
    private final NgffGroup group;
    private final String arrayPath;
    private final List<NgffAxis> axes;
    private final ArrayParser.Found array;
    private final Scales scales;
    /** The first plane; the others differ only in their index. */
    private final PlaneRef first;

    private NgffImage(
            ZarrStore store,
            NgffGroup group,
            String arrayPath,
            List<NgffAxis> axes,
            ArrayParser.Found array,
            Scales scales) {
        this.store = store;
        this.group = group;
        this.arrayPath = arrayPath;
        this.axes = List.copyOf(axes);
        this.array = array;
        this.scales = scales;
        this.first = store.plane(arrayPath, 0);
    }

    /** Whether the root of a hierarchy is an image. */
    public static boolean isThere(ZarrStore store) throws IOException {
        return NgffGroup.read(store, "").filter(NgffGroup::isImage).isPresent();
    }

    /**
     * Reads the image of a group.
     *
     * @throws BadInputException if there is none, or it is invalid or unsupported
     */
    public static NgffImage read(ZarrStore store, String path) throws IOException {
        NgffGroup group = NgffGroup.read(store, path)
                .orElseThrow(() -> new BadInputException(
                        store.where(path),
                        "It is listed in the metadata of the OME-Zarr, but has neither .zattrs nor zarr.json.",
                        "Copy the OME-Zarr again with its hidden files, or remove this image."));
        if (!group.isImage()) {
            throw group.ome().malformed("it has no 'multiscales', so it is not an image");
        }
        List<MetadataFile> multiscales = group.ome().parts("multiscales");
        if (multiscales.isEmpty()) {
            throw group.ome().malformed("its list 'multiscales' is empty");
        }
        MetadataFile image = multiscales.get(0);
        List<MetadataFile> levels = image.parts("datasets");
        if (levels.isEmpty()) {
            throw group.ome().malformed("its image has no 'datasets'");
        }
        List<NgffAxis> axes = axes(image);
        int level = Scales.finest(levels, axes);
        String arrayPath = group.child(levels.get(level).text("path"));
        ArrayParser.Found array = ArrayParser.read(store, arrayPath)
                .orElseThrow(() -> new BadInputException(
                        store.where(arrayPath),
                        "The image is listed in the metadata of the OME-Zarr, but its array is missing.",
                        "Copy the OME-Zarr again with its hidden files, or remove this image."));
        if (axes.size() != array.array().shape().size()) {
            throw group.ome()
                    .malformed("it names " + axes.size() + " axes, but its array has "
                            + array.array().shape().size());
        }
        if (array.array().planes() > MAX_PLANES) {
            throw array.file()
                    .malformed(
                            "it has " + array.array().planes() + " planes; " + MAX_PLANES + " of an image can be read");
        }
        NgffImage found =
                new NgffImage(store, group, arrayPath, axes, array, Scales.of(image, levels.get(level), axes.size()));
        found.checkAxes();
        return found;
    }

    private static List<NgffAxis> axes(MetadataFile image) {
        List<NgffAxis> axes = new ArrayList<>();
        for (MetadataFile axis : image.parts("axes")) {
            axes.add(
                    axis.json().isTextual()
                            ? NgffAxis.of(axis.json().asText(), "", "")
                            : NgffAxis.of(axis.text("name"), axis.text("type"), axis.text("unit")));
        }
        if (axes.isEmpty() && image.has("coordinateSystems")) {
            throw new BadInputException(
                    image.where(),
                    "It is OME-Zarr with coordinate systems, newer than 0.5, which cannot be read.",
                    "Write it again as OME-Zarr 0.4 or 0.5.");
        }
        String version = image.text("version");
        boolean old = version.isEmpty() || version.equals("0.1") || version.equals("0.2");
        if (axes.isEmpty() && !old) {
            throw image.malformed("its image has no 'axes'");
        }
        return axes.isEmpty() ? NgffAxis.TCZYX : axes;
    }

    private void checkAxes() {
        int rank = axes.size();
        if (axes.get(rank - 2).kind() != Kind.Y || axes.get(rank - 1).kind() != Kind.X) {
            throw new BadInputException(
                    group.ome().where(),
                    "Its axes are " + names() + "; only images whose last axes are y and x can be read.",
                    "Write the OME-Zarr again with the axes t, c, z, y, x.");
        }
        for (Kind kind : List.of(Kind.TIME, Kind.CHANNEL, Kind.Z, Kind.Y, Kind.X)) {
            if (axes.stream().filter(axis -> axis.kind() == kind).count() > 1) {
                throw group.ome().malformed("its axes " + names() + " name one of them twice");
            }
        }
        for (int i = 0; i < rank; i++) {
            if (axes.get(i).kind() == Kind.OTHER && array.array().shape().get(i) > 1) {
                throw new BadInputException(
                        group.ome().where(),
                        "Its axis '" + axes.get(i).name() + "' has "
                                + array.array().shape().get(i)
                                + " positions, and is neither time nor channel nor space.",
                        "Write the OME-Zarr again with the axes t, c, z, y, x.");
            }
        }
    }

    private List<String> names() {
        return axes.stream().map(NgffAxis::name).toList();
    }

    private Optional<Integer> indexOf(Kind kind) {
        for (int i = 0; i < axes.size(); i++) {
            if (axes.get(i).kind() == kind) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private int size(Kind kind) {
        return indexOf(kind).map(i -> array.array().shape().get(i)).orElse(1);
    }

    /** Number of time points, 1 without a time axis. */
    public int sizeT() {
        return size(Kind.TIME);
    }

    /** Number of channels, 1 without a channel axis. */
    public int sizeC() {
        return size(Kind.CHANNEL);
    }

    /** Number of z positions, 1 without a z axis. */
    public int sizeZ() {
        return size(Kind.Z);
    }

    /** Number of columns in pixels. */
    public int width() {
        return array.array().width();
    }

    /** Number of rows in pixels. */
    public int height() {
        return array.array().height();
    }

    /** Type of the planes. */
    public PixelType pixelType() {
        return array.array().type().plane();
    }

    /** Whether samples are integers, as labels must be. */
    public boolean isWhole() {
        return !array.array().type().isFloat();
    }

    /** The group of the image, for messages. */
    public String where() {
        return store.where(group.path());
    }

    /** Location of a plane. */
    public PlaneRef plane(int t, int c, int z) {
        int index = 0;
        for (int i = 0; i < axes.size() - 2; i++) {
            int at = switch (axes.get(i).kind()) {
                case TIME -> t;
                case CHANNEL -> c;
                case Z -> z;
                default -> 0;
            };
            index = index * array.array().shape().get(i) + at;
        }
        return new PlaneRef(first.encoding(), first.location(), first.member(), index);
    }

    /** The channel names from {@code omero}, one per channel; {@code channel0}, … if there are none. */
    public List<String> channelNames() {
        List<MetadataFile> written = group.ome().part("omero").parts("channels");
        List<String> names = new ArrayList<>();
        for (int c = 0; c < sizeC(); c++) {
            String name = c < written.size() ? written.get(c).text("label") : "";
            names.add(name.isEmpty() || names.contains(name) ? "channel" + c : name);
        }
        return names;
    }

    /** Pixel size and frame interval, if they are given with a unit. */
    public Calibration calibration() {
        double x = scale(Kind.X);
        double t = scale(Kind.TIME);
        return new Calibration(x, t);
    }

    private double scale(Kind kind) {
        return indexOf(kind)
                .map(i -> scales.at(i) * axes.get(i).unitSize())
                .filter(value -> value > 0 && Double.isFinite(value))
                .orElse(Double.NaN);
    }

    /** Ambiguities and contradictions in the metadata. */
    public List<Problem> doubts() {
        List<Problem> doubts = new ArrayList<>();
        for (Kind kind : List.of(Kind.TIME, Kind.X)) {
            int i = indexOf(kind).orElse(-1);
            // Writers that do not know the scale put 1 without a unit.
            if (i >= 0 && scales.at(i) != 1 && Double.isNaN(scale(kind))) {
                NgffAxis axis = axes.get(i);
                String what = kind == Kind.TIME ? "frame interval" : "pixel size";
                doubts.add(new Problem(
                        group.ome().where(),
                        "Its axis " + axis.name() + " has the scale " + scales.at(i)
                                + (axis.unit().isEmpty() ? " without a unit" : " in the unit '" + axis.unit() + "'")
                                + ", so the " + what + " is unknown.",
                        "Write the unit into the OME-Zarr, or give the " + what + " in the settings of the run."));
            }
        }
        double x = scale(Kind.X);
        double y = scale(Kind.Y);
        if (Math.abs(x - y) > 0.01 * x) {
            doubts.add(new Problem(
                    group.ome().where(),
                    "Its pixels are " + x + " µm wide, but " + y + " µm high; the width is used for both.",
                    "Resample the images to square pixels if cells look stretched."));
        }
        List<String> dimensions = new ArrayList<>();
        array.file().json().path("dimension_names").forEach(name -> dimensions.add(name.asText()));
        if (!dimensions.isEmpty() && !dimensions.equals(names())) {
            doubts.add(new Problem(
                    array.file().where(),
                    "Its dimension_names are " + dimensions + ", but the image's axes " + names() + ", which are used.",
                    "Check that channels and frames are as expected."));
        }
        if (group.ome().parts("multiscales").size() > 1) {
            doubts.add(new Problem(
                    group.ome().where(),
                    "It contains " + group.ome().parts("multiscales").size()
                            + " images in one group; only the first is read.",
                    "Write each image into a separate group."));
        }
        doubts.sort(Comparator.comparing(Problem::toString));
        return doubts;
    }

    /** Paths of the label images of the image at {@code path}; labels are images too. */
    public static List<String> labelPaths(ZarrStore store, String path) throws IOException {
        Optional<NgffGroup> labels = NgffGroup.read(store, ZarrStore.join(path, "labels"));
        List<String> paths = new ArrayList<>();
        if (labels.isPresent()) {
            for (String name : labels.get().names("labels")) {
                paths.add(labels.get().child(name));
            }
        }
        return paths;
    }

    /**
     * A fingerprint that changes when the image does, as far as can be determined without listing its chunks: metadata
     * files, and the first objects of the first plane and of the first plane of the last frame. Its location is that of
     * the planes, its size that of the decoded pixels.
     */
    public Fingerprint fingerprint() throws IOException {
        Optional<StoredFile> begin =
                store.find(ZarrStore.join(arrayPath, array.array().firstKey(0)));
        int lastFrame = plane(sizeT() - 1, 0, 0).index();
        Optional<StoredFile> end =
                store.find(ZarrStore.join(arrayPath, array.array().firstKey(lastFrame)));
        StringBuilder version = new StringBuilder();
        long modified = 0;
        String arrayFile = array.file().where();
        String arrayKey = ZarrStore.join(
                arrayPath, arrayFile.endsWith(ArrayParser.V3_FILE) ? ArrayParser.V3_FILE : ArrayParser.V2_FILE);
        for (Optional<StoredFile> file : List.of(store.find(group.key()), store.find(arrayKey), begin, end)) {
            version.append(file.map(StoredFile::version).orElse("none")).append(';');
            modified = Math.max(modified, file.map(StoredFile::modifiedMillis).orElse(0L));
        }
        int sampleBytes = array.array().type().bytes();
        long bytes = Math.min(ArrayMetadata.product(array.array().shape()), Long.MAX_VALUE / sampleBytes) * sampleBytes;
        return new Fingerprint(
                new StoredFile(plane(0, 0, 0).location(), bytes, modified, version.toString()),
                begin.isPresent(),
                end.isPresent());
    }

    /**
     * Fingerprint of an image.
     *
     * @param file represents all files of the image
     * @param hasFirst whether the first object of the first frame exists
     * @param hasLast whether the first object of the last frame exists
     */
    public record Fingerprint(StoredFile file, boolean hasFirst, boolean hasLast) {}

    /** Value of pixels in missing chunks. */
    public double fill() {
        return array.array().fill();
    }
}
