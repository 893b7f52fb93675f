package org.cellineage.jobs.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.format.MovieKey;

/** Sentences about the channels of movies, each once, however many movies it concerns. */
final class ChannelNotes {

    private ChannelNotes() {}

    /** One line per sentence, with the number of movies and the first of them. */
    static List<String> lines(List<MovieProbe.Probed> probed) {
        Map<String, List<MovieKey>> movies = new TreeMap<>();
        probed.forEach(part -> part.notes()
                .forEach((movie, notes) -> notes.forEach(note ->
                        movies.computeIfAbsent(note, key -> new ArrayList<>()).add(movie))));
        List<String> lines = new ArrayList<>();
        movies.forEach((note, concerned) -> lines.add(
                concerned.stream().sorted().findFirst().orElseThrow().id()
                        + (concerned.size() == 1 ? "" : " and " + (concerned.size() - 1) + " more movies") + ": "
                        + note));
        return lines;
    }
}
