package org.cellineage.format.zarr;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/** Finds the images of an OME-Zarr hierarchy by its metadata: plates, wells and fields, series, single images. */
public final class OmeZarr {

    /** Maximum number of folders directly below a group without OME-Zarr metadata; larger groups are not searched. */
    static final int MAX_CHILDREN = 10_000;

    private static final int MAX_DEPTH = 2;
    private static final int MAX_SERIES = 100_000;
    private static final String UNKNOWN = "-";

    private final ZarrStore store;
    private final List<Place> places = new ArrayList<>();

    private OmeZarr(ZarrStore store) {
        this.store = store;
    }

    /**
     * Location of an image.
     *
     * @param plate name of the plate; empty if the image has no plate, or the plate no name
     * @param well name such as {@code B02}, {@code -} for an image without a plate
     * @param site the field of the well, or the series; empty if the hierarchy is a single image
     * @param path path of the image's group
     * @param acquisitions number of acquisitions of the plate, 0 if unknown
     * @param problem why the image cannot be read, if so
     */
    public record Place(
            String plate, String well, String site, String path, int acquisitions, Optional<Problem> problem) {

        Place at(String groupPath) {
            return new Place(plate, well, site, groupPath, acquisitions, problem);
        }

        Place failed(Problem why) {
            return new Place(plate, well, site, path, acquisitions, Optional.of(why));
        }

        /** Whether it is a field of a plate. */
        public boolean inPlate() {
            return !well.equals(UNKNOWN);
        }
    }

    /** Whether the root of a hierarchy is an image, a plate, a well or a series of images. */
    public static boolean isThere(ZarrStore store) throws IOException {
        return NgffGroup.read(store, "").filter(NgffGroup::isOme).isPresent();
    }

    /**
     * Returns the images of a hierarchy in metadata order. An unreadable part becomes a place with a problem.
     *
     * @throws BadInputException if the root itself is unreadable or refers to no image
     */
    public static List<Place> places(ZarrStore store) throws IOException {
        OmeZarr search = new OmeZarr(store);
        search.search("", "", 0);
        if (search.places.isEmpty() && NgffGroup.read(store, "").isEmpty()) {
            throw new BadInputException(
                    store.where(""),
                    "It is named as Zarr, but has neither .zattrs nor zarr.json.",
                    "Copy it again with its hidden files, whose names start with a dot.");
        }
        if (search.places.isEmpty()) {
            throw new BadInputException(
                    store.where(""),
                    "It is a Zarr hierarchy, but none of its groups is an OME-Zarr image or plate.",
                    "Write the images as OME-Zarr 0.4 or 0.5, or give the folder of the image itself.");
        }
        return search.places;
    }

    private void search(String path, String site, int depth) throws IOException {
        Optional<NgffGroup> found = NgffGroup.read(store, path);
        if (found.isPresent() && found.get().isOme()) {
            addOme(found.get(), site);
            return;
        }
        if (ArrayParser.read(store, path).isPresent()) {
            if (depth == 0) {
                throw new BadInputException(
                        store.where(path),
                        "It is a plain Zarr array, which does not say which axis is time and which is channels.",
                        "Write it as OME-Zarr 0.4 or 0.5, or give the folder of the image that it belongs to.");
            }
            return;
        }
        boolean searched = depth < MAX_DEPTH && (depth == 0 || found.isPresent());
        for (String name : searched ? store.names(path, MAX_CHILDREN) : List.<String>of()) {
            if (name.endsWith("/")) {
                String child = name.substring(0, name.length() - 1);
                searchChild(ZarrStore.join(path, child), site.isEmpty() ? child : site + "_" + child, depth + 1);
            }
        }
    }

    private void searchChild(String path, String site, int depth) throws IOException {
        try {
            search(path, site, depth);
        } catch (BadInputException e) {
            places.add(new Place("", UNKNOWN, site, path, 0, Optional.of(e.problem())));
        }
    }

    private void addOme(NgffGroup group, String site) throws IOException {
        if (group.isPlate()) {
            addPlate(group);
        } else if (group.isWell()) {
            addLoneWell(group);
        } else if (group.isImage()) {
            places.add(new Place("", UNKNOWN, site, group.path(), 0, Optional.empty()));
        } else {
            addSeries(group, site);
        }
    }

    private void addPlate(NgffGroup group) throws IOException {
        NgffPlate plate = NgffPlate.of(group);
        if (plate.wells().isEmpty()) {
            throw group.ome().malformed("its plate lists no wells");
        }
        SideBySide.map(plate.wells(), well -> fields(group, plate, well)).forEach(places::addAll);
    }

    private List<Place> fields(NgffGroup group, NgffPlate plate, NgffPlate.Well well) throws IOException {
        Place place = new Place(plate.name(), well.name(), UNKNOWN, "", plate.acquisitions(), Optional.empty());
        try {
            return fields(place.at(group.child(well.path())));
        } catch (BadInputException e) {
            return List.of(place.failed(e.problem()));
        }
    }

    private List<Place> fields(Place well) throws IOException {
        NgffGroup group = NgffGroup.read(store, well.path())
                .orElseThrow(() -> new BadInputException(
                        store.where(well.path()),
                        "The plate lists well " + well.well() + ", but it has neither .zattrs nor zarr.json.",
                        "Copy the OME-Zarr again with its hidden files, or continue without this well."));
        if (!group.isWell()) {
            throw group.ome().malformed("it has no 'well', although the plate lists it as one");
        }
        return fields(group, well);
    }

    private static List<Place> fields(NgffGroup group, Place well) {
        List<MetadataFile> images = group.ome().part("well").parts("images");
        if (images.isEmpty()) {
            throw group.ome().malformed("its well lists no images");
        }
        List<Place> fields = new ArrayList<>();
        for (MetadataFile image : images) {
            String path = image.text("path");
            String acquisition = image.text("acquisition");
            String site = path.isEmpty() ? UNKNOWN : path.replace('/', '_');
            if (well.acquisitions() > 1) {
                site = "acq" + (acquisition.isEmpty() ? UNKNOWN : acquisition) + "_" + site;
            }
            Place place = new Place(well.plate(), well.well(), site, "", well.acquisitions(), Optional.empty());
            try {
                fields.add(place.at(group.child(path)));
            } catch (BadInputException e) {
                fields.add(place.failed(e.problem()));
            }
        }
        return fields;
    }

    /** A well given as input by itself; its parent folders identify it. */
    private void addLoneWell(NgffGroup group) {
        String[] parts = store.where(group.path()).split("[/!]+");
        int n = parts.length;
        String name = n < 2 ? UNKNOWN : NgffPlate.wellName(parts[n - 2] + "/" + parts[n - 1], "", "");
        long acquisitions = group.ome().part("well").parts("images").stream()
                .map(image -> image.text("acquisition"))
                .distinct()
                .count();
        places.addAll(fields(group, new Place("", name, UNKNOWN, group.path(), (int) acquisitions, Optional.empty())));
    }

    private void addSeries(NgffGroup group, String site) throws IOException {
        List<String> series = new ArrayList<>();
        Optional<NgffGroup> ome = NgffGroup.read(store, ZarrStore.join(group.path(), "OME"));
        if (ome.isPresent()) {
            series.addAll(ome.get().names("series"));
        }
        if (series.isEmpty()) {
            for (int i = 0; i < MAX_SERIES && exists(ZarrStore.join(group.path(), Integer.toString(i))); i++) {
                series.add(Integer.toString(i));
            }
        }
        if (series.isEmpty()) {
            throw group.ome().malformed("it should hold images 0, 1, …, but there is none");
        }
        for (String name : series) {
            String own = series.size() == 1 ? "" : name.replace('/', '_');
            String full = site.isEmpty() || own.isEmpty() ? site + own : site + "_" + own;
            places.add(new Place("", UNKNOWN, full, group.child(name), 0, Optional.empty()));
        }
    }

    private boolean exists(String path) throws IOException {
        for (String mark : NgffGroup.MARKS) {
            if (store.find(ZarrStore.join(path, mark)).isPresent()) {
                return true;
            }
        }
        return false;
    }
}
