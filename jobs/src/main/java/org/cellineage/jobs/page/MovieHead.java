package org.cellineage.jobs.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.cellineage.jobs.published.TableMovie;
import org.cellineage.jobs.published.TableTrack;
import org.cellineage.page.DisplayLevels;
import org.cellineage.page.FrameCells;
import org.cellineage.page.MovieDetail;
import org.cellineage.page.ValueRange;

/** What a page knows of a movie before it shows a frame: size, channels, measures and tracks. */
public final class MovieHead {

    /** Frames whose cells are loaded together: few enough that the first picture does not wait for them. */
    public static final int CHUNK = 16;

    private MovieHead() {}

    /**
     * The pictures of a movie.
     *
     * @param pictures empty if there are none
     * @param missing for each channel, the frames that should have a picture and have none
     * @param why why there are none; empty if there are
     */
    public record Pictures(Optional<MoviePictures> pictures, List<List<Integer>> missing, String why) {}

    /**
     * The value for the page of a movie.
     *
     * @param detail in how much detail frames are shown; empty if none is
     */
    public static ObjectNode of(
            TableMovie row,
            Optional<MovieDetail> detail,
            MovieSurvey survey,
            Pictures pictures,
            Collection<TableTrack> tracks) {
        ObjectNode head = PageJson.object();
        head.put("id", row.key().id());
        head.put("frames", row.frameCount());
        head.put("width", row.width());
        head.put("height", row.height());
        head.put("step", detail.map(MovieDetail::step).orElse(0));
        head.put("chunk", CHUNK);
        head.put("noPictures", pictures.why());
        double shrunk =
                detail.map(some -> some.shrunk(row.width(), row.height())).orElse(1.0);
        head.put("shrunk", shrunk);
        head.put("unit", FrameCells.unit(shrunk));
        ArrayNode channels = head.putArray("channels");
        pictures.pictures().ifPresent(some -> {
            for (int channel = 0; channel < some.channels().size(); channel++) {
                DisplayLevels levels = some.levels().get(channel);
                ObjectNode one = channels.addObject();
                one.put("name", some.channels().get(channel));
                one.put("low", levels.low()).put("high", levels.high());
                ArrayNode missing = one.putArray("missing");
                pictures.missing().get(channel).forEach(missing::add);
            }
        });
        ArrayNode measures = head.putArray("measures");
        for (int m = 0; m < survey.measures().size(); m++) {
            ValueRange range = survey.ranges().get(m);
            ObjectNode one = measures.addObject().put("name", survey.measures().get(m));
            if (range.isKnown()) {
                one.put("low", range.low()).put("high", range.high());
            }
        }
        ArrayNode list = head.putArray("tracks");
        List<TableTrack> sorted = new ArrayList<>(tracks);
        sorted.sort(Comparator.comparingInt(TableTrack::trackId));
        sorted.forEach(track -> list.add(track(track, survey)));
        return head;
    }

    /** The numbers of a track: its place in the lineage, and its means as steps of their ranges. */
    public static ArrayNode track(TableTrack track, MovieSurvey survey) {
        ArrayNode one = PageJson.object().arrayNode();
        one.add(track.trackId()).add(track.parentTrackId()).add(track.rootTrackId());
        one.add(track.generation()).add(track.firstFrame()).add(track.lastFrame());
        one.add(track.origin()).add(track.fate());
        if (Double.isNaN(track.divisionProbability())) {
            one.addNull();
        } else {
            one.add(Math.round(track.divisionProbability() * 1000) / 1000.0);
        }
        for (int step : survey.meanSteps(track.trackId())) {
            one.add(step);
        }
        return one;
    }
}
