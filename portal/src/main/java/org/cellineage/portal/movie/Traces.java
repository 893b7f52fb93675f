package org.cellineage.portal.movie;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.cellineage.jobs.page.MovieSurvey;
import org.cellineage.jobs.page.PageJson;
import org.cellineage.page.FrameCells.CellOnPage;

/** The measures of each track over time, as steps of their ranges. */
final class Traces {

    private final int measures;
    /** Of each track, frame and steps of one cell after another. */
    private final Map<Integer, int[]> ofTrack = new HashMap<>();

    private final Map<Integer, Integer> lengths = new HashMap<>();

    private Traces(int measures) {
        this.measures = measures;
    }

    static Traces of(MovieSurvey survey, MovieSurvey.Frames movie) throws IOException {
        Traces traces = new Traces(survey.measures().size());
        movie.forEachFrame(cells -> {
            int frame = cells.get(0).frame();
            for (CellOnPage cell : survey.onPage(cells)) {
                traces.add(frame, cell, survey);
            }
        });
        traces.ofTrack.replaceAll((track, all) -> Arrays.copyOf(all, traces.lengths.getOrDefault(track, 0)));
        return traces;
    }

    private void add(int frame, CellOnPage cell, MovieSurvey survey) {
        int length = lengths.getOrDefault(cell.track(), 0);
        int[] all = ofTrack.computeIfAbsent(cell.track(), track -> new int[4 * (1 + measures)]);
        if (length + 1 + measures > all.length) {
            all = Arrays.copyOf(all, 2 * all.length);
            ofTrack.put(cell.track(), all);
        }
        all[length] = frame;
        for (int m = 0; m < measures; m++) {
            all[length + 1 + m] = survey.ranges().get(m).step(cell.measures()[m]);
        }
        lengths.put(cell.track(), length + 1 + measures);
    }

    /** The cells of some tracks, by track. */
    ObjectNode json(Collection<Integer> tracks) {
        ObjectNode json = PageJson.object();
        for (int track : tracks) {
            ArrayNode list = json.putArray(Integer.toString(track));
            int[] all = ofTrack.getOrDefault(track, new int[0]);
            for (int at = 0; at < all.length; at += 1 + measures) {
                ArrayNode one = list.addArray();
                Arrays.stream(all, at, at + 1 + measures).forEach(one::add);
            }
        }
        return json;
    }
}
