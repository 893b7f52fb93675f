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
 * The images of an OME-TIFF, whose planes may lie in several files of one folder: found by the names and identifiers in
 * its OME-XML, by a companion file with the XML, or as Micro-Manager's parts of 4 GB ({@code …_MMStack_Pos0.ome.tif},
 * {@code …_MMStack_Pos0_1.ome.tif}).
 *
 * <p>Each set has an owner, the first of its files by name. The others are part of it and no movies of their own, so
 * each file can be asked for itself, in any order.
 */
public final class OmeSet {

    private final String owner;
    private final List<String> names;
    private final List<TiffFile> files;
    private final List<TiffStack> stacks;
    private final List<Problem> absent;

    /** The folder that a file lies in. */
    public interface Folder {

        /** A file without others. */
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

        /** Names of files in the folder as far as they are known without a look. */
        List<String> known();

        /** Names of all files in the folder, without those in folders below. */
        List<String> names() throws IOException;

        /**
         * Opens a file of the folder.
         *
         * @throws FileNotFoundException where there is none of that name
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
     * The set that a file belongs to; empty where it has no OME-XML and no other file says so.
     *
     * @param name the file's name in its folder
     * @throws BadInputException where the XML cannot be read, or the file that should hold it is not there
     */
    public static Optional<OmeSet> of(TiffFile tiff, String name, Folder folder, TiffOptions options)
            throws IOException {
        return new OmeSetFinder(tiff, name, folder, options).find();
    }

    /** The file of the set that gives its movies: the first by name. */
    public String owner() {
        return owner;
    }

    /** Names of the files; number 0 is the owner. None where the set was found from another file. */
    public List<String> names() {
        return names;
    }

    /** A file's headers, by its number; the files are closed, but for the one that was given. */
    public TiffFile file(int number) {
        return files.get(number);
    }

    /** One stack an image. None where the set was found from a file that is not its owner. */
    public List<TiffStack> stacks() {
        return stacks;
    }

    /** The files that belong to the set but are not there or cannot be read. */
    public List<Problem> absent() {
        return absent;
    }
}
