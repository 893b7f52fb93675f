package org.cellineage.format.tiff;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.TiffOptions;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/**
 * The images of an OME-TIFF whose planes may be distributed over several files of a folder. The files are found by the
 * names and identifiers in the OME-XML, by a companion file with the XML, or as Micro-Manager's parts of 4 GB
 * ({@code …_MMStack_Pos0.ome.tif}, {@code …_MMStack_Pos0_1.ome.tif}).
 *
 * <p>The first file of a set by name is its owner; the others are not movies of their own. Every file gives the same
 * answer, so files can be visited in any order.
 */
public final class OmeSet {

    private final String owner;
    private final List<String> names;
    private final List<TiffFile> files;
    private final List<TiffStack> stacks;
    private final List<Problem> absent;

    /** The folder that contains a file. */
    public interface Folder {

        /** A folder without other files. */
        Folder ALONE = new Folder() {
            @Override
            public List<String> known() {
                return List.of();
            }

            @Override
            public List<String> names() {
                return List.of();
            }

            @Override
            public SeekableBytes open(String name) throws IOException {
                throw new FileNotFoundException(name);
            }
        };

        /** Names of files in the folder that are known without listing it. */
        List<String> known();

        /** Names of all files directly in the folder. */
        List<String> names() throws IOException;

        /**
         * Opens a file of the folder.
         *
         * @throws FileNotFoundException if there is none with this name
         */
        SeekableBytes open(String name) throws IOException;
    }

    OmeSet(String owner, List<String> names, List<TiffFile> files, List<TiffStack> stacks, List<Problem> absent) {
        this.owner = owner;
        this.names = List.copyOf(names);
        this.files = List.copyOf(files);
        this.stacks = List.copyOf(stacks);
        this.absent = List.copyOf(absent);
    }

    /**
     * Returns the set that a file belongs to; empty if it has no OME-XML and no other file refers to it.
     *
     * @param name the file's name in its folder
     * @throws BadInputException if the XML cannot be read, or the file that should contain it does not exist
     */
    public static Optional<OmeSet> of(TiffFile tiff, String name, Folder folder, TiffOptions options)
            throws IOException {
        return new OmeSetFinder(tiff, name, folder, options).find();
    }

    /** Name of the owner, the first file of the set by name, which provides the movies. */
    public String owner() {
        return owner;
    }

    /** Names of the files; number 0 is the owner. Empty if the set was found through a file that is not its owner. */
    public List<String> names() {
        return names;
    }

    /** The headers of a file, by its number; all files but the given one are closed. */
    public TiffFile file(int number) {
        return files.get(number);
    }

    /** One stack per image. Empty if the set was found through a file that is not its owner. */
    public List<TiffStack> stacks() {
        return stacks;
    }

    /** Files of the set that are missing or unreadable. */
    public List<Problem> absent() {
        return absent;
    }
}
