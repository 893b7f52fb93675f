package org.cellineage.train.linking;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.cellineage.cell.Cell;
import org.cellineage.format.TrackSpan;
import org.cellineage.image.Plane;
import org.cellineage.link.learned.FrameViews;
import org.cellineage.train.CorrectedMovie;

/**
 * The parts of a corrected movie from which linking is learned: the frames around what people decided. The rest, which
 * may be long and is only what a run found, is not read.
 */
final class CorrectedParts {

    /** As many frames as a scene has. */
    private static final int AROUND_FRAMES = 9;

    private final CorrectedMovie movie;
    private final LinkMovie.Emphasis emphasis;

    private CorrectedParts(CorrectedMovie movie, LinkMovie.Emphasis emphasis) {
        this.movie = movie;
        this.emphasis = emphasis;
    }

    /** Reads the parts of a movie, each with at least two frames; empty if nobody decided about links. */
    static List<LinkMovie> of(CorrectedMovie movie, LinkMovie.Emphasis emphasis) throws IOException {
        return new CorrectedParts(movie, emphasis).read();
    }

    private List<LinkMovie> read() throws IOException {
        Map<Integer, TrackSpan> spans = new HashMap<>();
        movie.spans().forEach(span -> spans.put(span.track(), span));
        List<LinkMovie> parts = new ArrayList<>();
        for (List<Integer> run : runs()) {
            List<LinkMovie.Frame> frames = new ArrayList<>();
            for (int frame : run) {
                frames.add(frame(frame, movie.frames().getOrDefault(frame, List.of())));
            }
            if (frames.size() > 1) {
                String range = " [" + run.get(0) + "-" + run.get(run.size() - 1) + "]";
                parts.add(new LinkMovie(movie.name() + range, frames, spans, emphasis));
            }
        }
        return parts;
    }

    /** Frames near a decision; a frame without cells between two of them is not missed. */
    private List<List<Integer>> runs() {
        TreeSet<Integer> near = new TreeSet<>();
        movie.frames().forEach((frame, cells) -> {
            if (cells.stream().anyMatch(CorrectedMovie.Seen::decided)) {
                near.addAll(movie.frames()
                        .subMap(frame - AROUND_FRAMES, frame + AROUND_FRAMES + 1)
                        .keySet());
            }
        });
        List<List<Integer>> runs = new ArrayList<>();
        for (int frame : near) {
            List<Integer> last = runs.isEmpty() ? List.of() : runs.get(runs.size() - 1);
            if (last.isEmpty() || frame - last.get(last.size() - 1) > 2) {
                runs.add(new ArrayList<>());
            }
            runs.get(runs.size() - 1).add(frame);
        }
        return runs;
    }

    private LinkMovie.Frame frame(int number, List<CorrectedMovie.Seen> seen) throws IOException {
        List<CorrectedMovie.Seen> ordered = seen.stream()
                .sorted(Comparator.comparingInt(one -> one.cell().trackId()))
                .toList();
        List<Cell> cells = new ArrayList<>();
        int[] track = new int[ordered.size()];
        boolean[] decided = new boolean[ordered.size()];
        for (int i = 0; i < track.length; i++) {
            Cell cell = ordered.get(i).cell().cell();
            cells.add(cell.movedTo(i + 1, cell.yPx(), cell.xPx(), cell.box()));
            track[i] = ordered.get(i).cell().trackId();
            decided[i] = ordered.get(i).decided();
        }
        Plane plane = movie.images().read(number);
        return new LinkMovie.Frame(
                number, plane.width(), plane.height(), cells, track, decided, FrameViews.of(plane, cells));
    }
}
