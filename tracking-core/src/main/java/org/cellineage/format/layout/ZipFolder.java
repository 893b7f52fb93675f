package org.cellineage.format.layout;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.archive.ZipArchive;
import org.cellineage.problem.Problem;

/**
 * An open archive as the folder from which it was made: a folder next to the archive with the same name. Valid while
 * the archive is open; not thread-safe.
 *
 * @param root the folder
 * @param zip location of the archive
 * @param members name of the member by its location below the root
 * @param files the members, sorted by location
 */
@SuppressWarnings("serial")
record ZipFolder(ZipArchive archive, String root, String zip, Map<String, String> members, List<StoredFile> files)
        implements Storage {

    static ZipFolder of(ZipArchive archive, StoredFile zip) {
        String root = Names.stem(zip.location());
        Map<String, String> members = new TreeMap<>();
        Map<String, StoredFile> files = new TreeMap<>();
        for (ZipArchive.Member member : archive.members()) {
            // Archives often contain a single folder named after the plate.
            String plateFolder = Names.last(root) + "/";
            String name = member.name();
            String inner = name.startsWith(plateFolder) ? name.substring(plateFolder.length()) : name;
            String location = root + "/" + (members.containsKey(root + "/" + inner) ? name : inner);
            members.put(location, name);
            files.put(location, new StoredFile(location, member.declaredBytes(), zip.modifiedMillis(), zip.etag()));
        }
        return new ZipFolder(
                archive,
                root,
                zip.location(),
                members,
                files.values().stream()
                        .sorted(Comparator.comparing(StoredFile::location))
                        .toList());
    }

    @Override
    public List<StoredFile> list(String location) {
        return files.stream()
                .filter(f -> f.location().equals(location) || f.location().startsWith(location + "/"))
                .toList();
    }

    @Override
    public SeekableBytes open(String location) throws IOException {
        String member = member(location);
        return Names.isTiff(location) ? archive.headers(member) : archive.content(member);
    }

    /** The member at a location. */
    String member(String location) throws FileNotFoundException {
        String member = members.get(location);
        if (member == null) {
            throw new FileNotFoundException(location);
        }
        return member;
    }

    /** Replaces locations in the folder by what users know, in a text. */
    String renamed(String text) {
        return text.replace(root + "/", zip + "!");
    }

    Problem renamed(Problem problem) {
        return new Problem(renamed(problem.where()), renamed(problem.cause()), renamed(problem.remedy()));
    }
}
