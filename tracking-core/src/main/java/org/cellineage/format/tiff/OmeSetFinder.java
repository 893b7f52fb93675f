package org.cellineage.format.tiff;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.TiffOptions;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/** Finds an {@link OmeSet} from one of its files. */
final class OmeSetFinder {

    private static final Pattern PART =
            Pattern.compile("(.+_MMStack(?:_.+?)?)_([1-9]\\d{0,2})(\\.ome\\.tiff?)", Pattern.CASE_INSENSITIVE);
    private static final Pattern WHOLE =
            Pattern.compile("(.+_MMStack(?:_.+?)?)(\\.ome\\.tiff?)", Pattern.CASE_INSENSITIVE);
    private static final int MOST_PARTS = 999;
    private static final int MOST_XML_BYTES = 1 << 28;

    private final TiffFile tiff;
    private final String name;
    private final OmeSet.Folder folder;
    private final TiffOptions options;
    private final List<String> names = new ArrayList<>();
    private final List<TiffFile> files = new ArrayList<>();
    private final List<Problem> absent = new ArrayList<>();
    private final Map<OmeDescription.FileRef, Integer> numbers = new HashMap<>();

    OmeSetFinder(TiffFile tiff, String name, OmeSet.Folder folder, TiffOptions options) {
        this.tiff = tiff;
        this.name = name;
        this.folder = folder;
        this.options = options;
        names.add(name);
        files.add(tiff);
    }

    Optional<OmeSet> find() throws IOException {
        OmeDescription own = tiff.isOme()
                ? OmeXmlParser.parse(tiff.description(), tiff.where())
                : new OmeDescription("", "", List.of(), Map.of());
        if (own.images().isEmpty() && own.metadataFile().isEmpty()) {
            Matcher part = PART.matcher(name);
            if (part.matches() && exists(part.group(1) + part.group(3))) {
                return Optional.of(member(part.group(1) + part.group(3)));
            }
            return companion();
        }
        if (!own.images().isEmpty()) {
            return Optional.of(own.files().size() > 1 ? several(own, own.uuid()) : single(own));
        }
        if (own.metadataFile().equals(name)) {
            throw noMetadata(own.metadataFile(), "has none either");
        }
        OmeDescription rest = metadata(own.metadataFile());
        if (rest.files().isEmpty()) {
            throw noMetadata(own.metadataFile(), "does not name its files");
        }
        return Optional.of(several(rest, own.uuid()));
    }

    private BadInputException noMetadata(String file, String why) {
        return new BadInputException(
                tiff.where(),
                "Its OME-XML is in the file " + file + ", which " + why + ".",
                "Copy " + file + " into the same folder, or export the movie again as one OME-TIFF.");
    }

    private OmeDescription metadata(String file) throws IOException {
        try {
            String xml = isTiff(file) ? description(file) : text(file);
            return OmeXmlParser.parse(xml, file);
        } catch (FileNotFoundException e) {
            throw noMetadata(file, "does not exist");
        }
    }

    private String description(String file) throws IOException {
        try (TiffFile other = TiffFile.open(folder.open(file), file)) {
            return other.description();
        }
    }

    private String text(String file) throws IOException {
        try (SeekableBytes bytes = folder.open(file)) {
            if (bytes.length() > MOST_XML_BYTES) {
                throw noMetadata(file, "is longer than 256 MiB");
            }
            byte[] all = new byte[(int) bytes.length()];
            bytes.readFully(0, all, 0, all.length);
            return TagReader.decode(all, all.length);
        }
    }

    /** A set whose files have no OME-XML; it is in a companion file. */
    private Optional<OmeSet> companion() throws IOException {
        for (String other : folder.known().stream().sorted().toList()) {
            if (!other.endsWith(".companion.ome")) {
                continue;
            }
            OmeDescription description = metadata(other);
            if (OmeSelf.find(description.files(), "", name).isPresent()) {
                return Optional.of(several(description, ""));
            }
        }
        return Optional.empty();
    }

    /** All planes are in this file or continue in Micro-Manager's next parts. */
    private OmeSet single(OmeDescription description) throws IOException {
        Matcher whole = WHOLE.matcher(name);
        List<TiffDirectory> directories = new ArrayList<>(tiff.table().directories());
        for (int part = 1; whole.matches() && part <= MOST_PARTS; part++) {
            String next = whole.group(1) + "_" + part + whole.group(2);
            if (!exists(next) || !add(next)) {
                break;
            }
            directories.addAll(files.get(part).table().directories());
        }
        if (files.size() == 1) {
            return set(description, new OmeSelf(description, tiff.table(), tiff.where()));
        }
        PageTable joined = PageTable.of(directories, Long.MAX_VALUE, tiff.where());
        OmeSet set = set(description, new OmeSelf(description, joined, tiff.where()));
        return new OmeSet(
                name, names, files, set.stacks().stream().map(this::parted).toList(), absent);
    }

    /** Converts plane numbers that continue across parts to numbers within each part. */
    private TiffStack parted(TiffStack stack) {
        int samples = tiff.table().samples();
        int[] planes = stack.planes().clone();
        int[] parts = new int[planes.length];
        for (int i = 0; i < planes.length; i++) {
            while (planes[i] >= files.get(parts[i]).table().size() * samples) {
                planes[i] -= files.get(parts[i]).table().size() * samples;
                parts[i]++;
            }
        }
        return stack.with(planes, parts, stack.doubts());
    }

    private OmeSet several(OmeDescription description, String uuid) throws IOException {
        Set<OmeDescription.FileRef> refs = description.files();
        Optional<OmeDescription.FileRef> self = OmeSelf.find(refs, uuid, name);
        if (self.isPresent() && self.get().name().equals(name)) {
            // If the names are correct, the owner is known without opening the others.
            for (String other :
                    refs.stream().map(OmeDescription.FileRef::name).sorted().toList()) {
                if (other.compareTo(name) >= 0) {
                    break;
                }
                if (!other.isEmpty() && exists(other)) {
                    return member(other);
                }
            }
        }
        Map<OmeDescription.FileRef, String> found = resolve(refs, self);
        if (!found.containsValue(name)) {
            throw new BadInputException(
                    tiff.where(),
                    "It belongs to an OME-TIFF of " + refs.size() + " files, but has none of their names.",
                    "Restore the names of the files: " + some(refs) + ".");
        }
        String first = found.values().stream().sorted().findFirst().orElse(name);
        if (!first.equals(name)) {
            return member(first);
        }
        for (OmeDescription.FileRef ref : refs) {
            number(ref, found.getOrDefault(ref, ""));
        }
        return set(description, new OmePlanes.Files() {
            @Override
            public int of(OmeDescription.FileRef file) {
                return file.equals(OmeDescription.FileRef.SAME) ? 0 : numbers.getOrDefault(file, -1);
            }

            @Override
            public PageTable table(int file) {
                return files.get(file).table();
            }
        });
    }

    private static String some(Set<OmeDescription.FileRef> refs) {
        List<String> some =
                refs.stream().map(OmeDescription.FileRef::name).limit(3).toList();
        return String.join(", ", some) + (refs.size() > some.size() ? ", …" : "");
    }

    /** Maps references to files in the folder. */
    private Map<OmeDescription.FileRef, String> resolve(
            Set<OmeDescription.FileRef> refs, Optional<OmeDescription.FileRef> self) throws IOException {
        Map<OmeDescription.FileRef, String> found = new HashMap<>();
        self.ifPresent(ref -> found.put(ref, name));
        List<OmeDescription.FileRef> lost = new ArrayList<>();
        for (OmeDescription.FileRef ref : refs) {
            if (found.containsKey(ref)) {
                continue;
            }
            if (!ref.name().isEmpty() && !ref.name().equals(name) && exists(ref.name())) {
                found.put(ref, ref.name());
            } else {
                lost.add(ref);
            }
        }
        if (!lost.isEmpty()) {
            resolveRenamed(lost, found);
        }
        lost.removeAll(found.keySet());
        if (self.isEmpty() && lost.size() == 1) {
            found.put(lost.get(0), name);
        }
        return found;
    }

    /** Finds renamed files by the identifiers in their own XML. */
    private void resolveRenamed(List<OmeDescription.FileRef> lost, Map<OmeDescription.FileRef, String> found)
            throws IOException {
        for (String other : folder.names().stream().sorted().toList()) {
            if (!isTiff(other) || other.equals(name) || found.containsValue(other)) {
                continue;
            }
            String uuid;
            try (TiffFile file = TiffFile.open(folder.open(other), other)) {
                uuid = file.isOme()
                        ? OmeXmlParser.parse(file.description(), other).uuid()
                        : "";
            } catch (BadInputException | FileNotFoundException e) {
                continue;
            }
            for (OmeDescription.FileRef ref : lost) {
                if (!uuid.isEmpty() && uuid.equals(ref.uuid())) {
                    found.putIfAbsent(ref, other);
                }
            }
        }
    }

    private void number(OmeDescription.FileRef ref, String file) throws IOException {
        int known = names.indexOf(file);
        if (known >= 0) {
            numbers.put(ref, known);
        } else if (file.isEmpty()) {
            String called = ref.name().isEmpty() ? ref.uuid() : ref.name();
            absent.add(new Problem(
                    tiff.where(),
                    "The file " + called + ", which its OME-XML names, is missing.",
                    "Copy " + called + " into the same folder, under this name."));
        } else if (add(file)) {
            numbers.put(ref, names.size() - 1);
        }
    }

    /** Reads the headers of a file; reports a file that cannot be read. */
    private boolean add(String file) throws IOException {
        try (TiffFile other = TiffFile.open(folder.open(file), file)) {
            other.checkExtent();
            if (other.table().samples() != tiff.table().samples()
                    || other.table().reference().rgb()
                            != tiff.table().reference().rgb()) {
                throw new BadInputException(
                        file,
                        "It belongs to " + name + ", but differs from it in its colours or samples per pixel.",
                        "Export the movie again, with all pages of the same kind.");
            }
            names.add(file);
            files.add(other);
            return true;
        } catch (BadInputException e) {
            absent.add(e.problem());
            return false;
        }
    }

    private OmeSet set(OmeDescription description, OmePlanes.Files where) {
        List<TiffStack> stacks = new OmePlanes(description, where, tiff.where(), options).stacks();
        return new OmeSet(name, names, files, stacks, absent);
    }

    private OmeSet member(String first) {
        return new OmeSet(first, List.of(), List.of(), List.of(), List.of());
    }

    private boolean exists(String file) throws IOException {
        try (SeekableBytes bytes = folder.open(file)) {
            return bytes.length() >= 0;
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    private static boolean isTiff(String file) {
        String[] endings = {".tif", ".tiff", ".tf2", ".tf8", ".btf"};
        return Arrays.stream(endings).anyMatch(file.toLowerCase(java.util.Locale.ROOT)::endsWith);
    }
}
