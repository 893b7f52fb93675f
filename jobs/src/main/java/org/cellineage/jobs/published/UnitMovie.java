package org.cellineage.jobs.published;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.cellineage.jobs.cluster.ScratchFile;
import org.cellineage.jobs.codec.RecordCodec;

/**
 * A movie that a task processes. Its cells stay on the local disk until {@link #labels} reads them.
 *
 * @param <A> type of the object that the driver sent with the movie
 */
public final class UnitMovie<A> {

    private static final RecordCodec<TableCell> CELLS = RecordCodec.of(TableCell.class);

    private final TableMovie movie;
    private final Optional<A> attachment;
    private final ScratchFile file;
    private final List<TableTrack> tracks = new ArrayList<>();
    private final List<ScratchFile.Piece> frames = new ArrayList<>();

    UnitMovie(TableMovie movie, Optional<A> attachment, ScratchFile file) {
        this.movie = movie;
        this.attachment = attachment;
        this.file = file;
    }

    void add(TableTrack track) {
        tracks.add(track);
    }

    /** Adds the cells of the next frame that has cells. */
    void add(List<TableCell> frame) {
        frames.add(file.append(out -> {
            out.writeInt(frame.size());
            for (TableCell cell : frame) {
                CELLS.write(cell, out);
            }
        }));
    }

    /** Its row in the movies table. */
    public TableMovie movie() {
        return movie;
    }

    /** The object that the driver sent with it, if any. */
    public Optional<A> attachment() {
        return attachment;
    }

    /** Its tracks, in no particular order. */
    public List<TableTrack> tracks() {
        return Collections.unmodifiableList(tracks);
    }

    /** The operation on the cells of a frame. */
    @FunctionalInterface
    public interface FrameVisitor {

        /**
         * Visits a frame.
         *
         * @param cells at least one, sorted by track
         */
        void visit(List<TableCell> cells) throws IOException;
    }

    /** Visits the frames that have cells, in ascending order; only one is in memory. */
    public void forEachFrame(FrameVisitor visitor) throws IOException {
        for (ScratchFile.Piece piece : frames) {
            visitor.visit(read(piece));
        }
    }

    private List<TableCell> read(ScratchFile.Piece piece) {
        List<TableCell> cells = new ArrayList<>();
        file.read(piece, in -> {
            for (int left = in.readInt(); left > 0; left--) {
                cells.add(CELLS.read(in));
            }
            return cells;
        });
        return cells;
    }

    /** Reads its cells and lineage into memory, again on every call; hold one movie at a time. */
    public TableLabels labels() {
        List<TableCell> cells = new ArrayList<>();
        for (ScratchFile.Piece piece : frames) {
            cells.addAll(read(piece));
        }
        return new TableLabels(movie, tracks, cells);
    }
}
