package org.cellineage.jobs.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.segmented.MoviePlan;

/** What a user should know about the channels of movies, in one sentence each, however many movies it concerns. */
final class ChannelNotes {

    private ChannelNotes() {}

    /** The sentences, with the number of movies and the first of them. */
    static List<String> lines(List<MovieProbe.Probed> probed) {
        Map<String, List<MovieKey>> movies = new TreeMap<>();
        probed.forEach(part -> part.notes()
                .forEach((movie, notes) -> notes.forEach(note ->
                        movies.computeIfAbsent(note, key -> new ArrayList<>()).add(movie))));
        List<String> lines = new ArrayList<>();
        movies.forEach((note, concerned) -> lines.add(some(concerned) + ": " + note));
        lines.addAll(differences(probed));
        return lines;
    }

    private static String some(List<MovieKey> movies) {
        return movies.stream().sorted().findFirst().orElseThrow().id()
                + (movies.size() == 1 ? "" : " and " + (movies.size() - 1) + " more movies");
    }

    /** Movies of a plate are decided one by one; where they were imaged alike, that they differ is worth a look. */
    private static List<String> differences(List<MovieProbe.Probed> probed) {
        Map<String, Map<String, List<MovieKey>>> byPlate = new TreeMap<>();
        probed.forEach(part -> part.plans().forEach((movie, plan) -> {
            if (!plan.channels().isEmpty()) {
                String alike = movie.plate() + "/" + plan.channels().size();
                byPlate.computeIfAbsent(alike, key -> new TreeMap<>())
                        .computeIfAbsent(how(plan), key -> new ArrayList<>())
                        .add(movie);
            }
        }));
        List<String> lines = new ArrayList<>();
        byPlate.values().stream().filter(ways -> ways.size() > 1).forEach(ways -> {
            List<String> parts = new ArrayList<>();
            ways.forEach((how, movies) -> parts.add(some(movies) + ": " + how));
            lines.add("Movies of a plate are segmented differently, by what each of them shows. If they show the same,"
                    + " say it with --channel. " + String.join("; ", parts) + ".");
        });
        return lines;
    }

    private static String how(MoviePlan plan) {
        StringBuilder text = new StringBuilder();
        text.append("cells in channel ")
                .append(plan.cells().channel())
                .append(" by ")
                .append(plan.cells().model());
        plan.bodies()
                .forEach(body -> text.append(", whole cells in channel ")
                        .append(body.channel())
                        .append(" by ")
                        .append(body.model()));
        return text.toString();
    }
}
