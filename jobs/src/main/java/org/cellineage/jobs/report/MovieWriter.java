package org.cellineage.jobs.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.page.MovieHead;
import org.cellineage.jobs.page.MoviePictures;
import org.cellineage.jobs.page.MovieSurvey;
import org.cellineage.jobs.page.PageJson;
import org.cellineage.jobs.page.Thumbnail;
import org.cellineage.jobs.published.TableCell;
import org.cellineage.jobs.published.TableMovie;
import org.cellineage.jobs.published.UnitMovie;
import org.cellineage.page.FrameCells;
import org.cellineage.page.MovieDetail;

/**
 * Writes the data of a movie's page within its share of the budget: {@code movie.js} with the tracks, {@code cells-N.js}
 * with the cells of some frames each, {@code CHANNEL/FRAME.png}, and {@code thumbnail.png}.
 */
final class MovieWriter {

    /** Parts of the share that are kept for the review queue, and for names. */
    static final long RESERVED = 16_000;

    /** Estimates are from a few frames. */
    private static final double SAFETY = 1.1;

    private final UnitMovie<MoviePage> movie;
    private final MoviePage page;
    private final OutputFolder output;
    private final MovieSurvey survey;
    private final Optional<MoviePictures> pictures;
    private final String noPictures;

    /**
     * @param pictures its pictures, if there are any
     * @param noPictures why there are none; empty if there are
     */
    MovieWriter(
            UnitMovie<MoviePage> movie,
            MoviePage page,
            OutputFolder output,
            MovieSurvey survey,
            Optional<MoviePictures> pictures,
            String noPictures) {
        this.movie = movie;
        this.page = page;
        this.output = output;
        this.survey = survey;
        this.pictures = pictures;
        this.noPictures = noPictures;
    }

    /** Writes in the most detail that fits; empty if not even the tracks fit. */
    Optional<WrittenMovie> write() throws IOException {
        TableMovie row = movie.movie();
        byte[] thumbnail = thumbnail();
        long least = head(Optional.empty(), List.of()).length + thumbnail.length;
        for (MovieDetail detail : MovieDetail.choices(row.width(), row.height(), row.frameCount())) {
            if (least + expected(detail) <= page.share()) {
                Optional<WrittenMovie> written = attempt(Optional.of(detail), thumbnail);
                if (written.isPresent()) {
                    return written;
                }
            }
        }
        Optional<WrittenMovie> tracksOnly = attempt(Optional.empty(), thumbnail);
        if (tracksOnly.isEmpty()) {
            output.delete(DataFile.FOLDER + "/" + page.folder());
        }
        return tracksOnly;
    }

    /** About how many bytes it takes beside its tracks and its thumbnail. */
    private double expected(MovieDetail detail) {
        TableMovie row = movie.movie();
        double ofPictures =
                pictures.map(some -> some.bytesPerFrame(detail)).orElse(0.0) * detail.frames(row.frameCount());
        double ofCells = survey.characters(detail.shrunk(row.width(), row.height())) / detail.step();
        return RESERVED + (ofPictures + ofCells) * SAFETY;
    }

    /** Writes everything in one degree of detail, or without any frame. Empty if it does not fit. */
    private Optional<WrittenMovie> attempt(Optional<MovieDetail> detail, byte[] thumbnail) throws IOException {
        output.delete(DataFile.FOLDER + "/" + page.folder());
        long bytes = RESERVED;
        List<List<Integer>> withPicture = new ArrayList<>();
        int files = 0;
        if (detail.isPresent()) {
            long left = page.share() - bytes - head(detail, List.of()).length;
            left -= DataFile.writeBytes(output, page.folder() + "/thumbnail.png", thumbnail);
            for (int channel = 0; channel < channels().size() && left >= 0; channel++) {
                List<Integer> frames = new ArrayList<>();
                left -= writeChannel(channel, detail.get(), left, frames);
                withPicture.add(frames);
                files += frames.size();
            }
            left = left < 0 ? left : left - writeCells(detail.get(), left);
            if (left < 0) {
                return Optional.empty();
            }
            bytes = page.share() - left - head(detail, List.of()).length;
        }
        byte[] head = head(detail, withPicture);
        if (bytes + head.length > page.share()) {
            return Optional.empty();
        }
        bytes += DataFile.writeBytes(output, page.folder() + "/movie.js", head);
        TableMovie row = movie.movie();
        int side = Math.max(row.width(), row.height());
        return Optional.of(new WrittenMovie(
                row.key().id(),
                page.folder(),
                detail.map(some -> Math.min(side, some.longSide())).orElse(0),
                detail.map(some -> some.longSide() >= side).orElse(false),
                detail.map(MovieDetail::step).orElse(0),
                detail.map(some -> some.frames(row.frameCount())).orElse(0),
                files,
                noPictures,
                bytes));
    }

    private List<String> channels() {
        return pictures.map(MoviePictures::channels).orElse(List.of());
    }

    /** Writes the pictures of a channel and returns their size; stops when they exceed what is left. */
    private long writeChannel(int channel, MovieDetail detail, long left, List<Integer> frames) throws IOException {
        long bytes = 0;
        for (int frame = 0; frame < movie.movie().frameCount() && bytes <= left; frame += detail.step()) {
            Optional<byte[]> png = pictures.orElseThrow().png(frame, channel, detail);
            if (png.isPresent()) {
                bytes += DataFile.writeBytes(output, page.folder() + "/" + channel + "/" + frame + ".png", png.get());
                frames.add(frame);
            }
        }
        return bytes;
    }

    /** Writes the cells of the frames that are shown and returns their size, which may exceed what is left. */
    private long writeCells(MovieDetail detail, long left) throws IOException {
        Chunks chunks = new Chunks(detail, left);
        movie.forEachFrame(chunks::add);
        return chunks.end();
    }

    /** Collects the frames of one file at a time. */
    private final class Chunks {
        private final MovieDetail detail;
        private final double shrunk;
        private final long left;
        private ArrayNode texts = PageJson.object().arrayNode();
        private int chunk;
        private long bytes;

        Chunks(MovieDetail detail, long left) {
            this.detail = detail;
            this.shrunk = detail.shrunk(movie.movie().width(), movie.movie().height());
            this.left = left;
        }

        void add(List<TableCell> cells) throws IOException {
            int frame = cells.get(0).frame();
            if (frame % detail.step() == 0 && bytes <= left) {
                fillUntil(frame / detail.step());
                texts.add(FrameCells.pack(survey.onPage(cells), survey.ranges(), shrunk));
            }
        }

        /** Frames without cells are empty texts. */
        private void fillUntil(int shown) throws IOException {
            while (chunk * MovieHead.CHUNK + texts.size() < shown || texts.size() == MovieHead.CHUNK) {
                if (texts.size() == MovieHead.CHUNK) {
                    bytes += DataFile.write(output, page.folder() + "/cells-" + chunk, texts);
                    texts = PageJson.object().arrayNode();
                    chunk++;
                } else {
                    texts.add("");
                }
            }
        }

        long end() throws IOException {
            fillUntil(detail.frames(movie.movie().frameCount()));
            if (!texts.isEmpty()) {
                bytes += DataFile.write(output, page.folder() + "/cells-" + chunk, texts);
            }
            return bytes;
        }
    }

    private byte[] thumbnail() throws IOException {
        int middle = Thumbnail.frame(movie.movie());
        List<TableCell> shown = new ArrayList<>();
        movie.forEachFrame(cells -> {
            if (cells.get(0).frame() == middle) {
                shown.addAll(cells);
            }
        });
        return Thumbnail.png(movie.movie(), pictures.flatMap(some -> some.plane(middle, 0)), shown);
    }

    private byte[] head(Optional<MovieDetail> detail, List<List<Integer>> withPicture) {
        List<List<Integer>> missing = new ArrayList<>();
        for (int channel = 0; channel < channels().size(); channel++) {
            missing.add(missing(detail, channel < withPicture.size() ? withPicture.get(channel) : List.of()));
        }
        ObjectNode head = MovieHead.of(
                movie.movie(), detail, survey, new MovieHead.Pictures(pictures, missing, noPictures), movie.tracks());
        return DataFile.bytes(page.folder() + "/movie", head);
    }

    /** Frames that should have a picture and have none. */
    private List<Integer> missing(Optional<MovieDetail> detail, List<Integer> shown) {
        List<Integer> missing = new ArrayList<>();
        int step = detail.map(MovieDetail::step).orElse(0);
        for (int frame = 0; step > 0 && frame < movie.movie().frameCount(); frame += step) {
            if (Collections.binarySearch(shown, frame) < 0) {
                missing.add(frame);
            }
        }
        return missing;
    }
}
