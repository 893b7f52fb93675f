package org.cellineage.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellineage.format.TrackSpan;
import org.cellineage.image.LabelImage;

/** Movies small enough to be written down, and their comparison. */
final class DrawnMovies {

    private DrawnMovies() {}

    /** A movie drawn as one line a frame; character {@code k} is pixel {@code k}: a track, or '.' for background. */
    static LabelFrames movie(String... frames) {
        TreeMap<Integer, LabelImage> images = new TreeMap<>();
        for (int t = 0; t < frames.length; t++) {
            int[] labels = new int[frames[t].length()];
            for (int p = 0; p < labels.length; p++) {
                char c = frames[t].charAt(p);
                labels[p] = c == '.' ? 0 : Character.isDigit(c) ? c - '0' : c - 'A' + 10;
            }
            images.put(t, new LabelImage(labels.length, 1, labels));
        }
        return frames(images);
    }

    static LabelFrames frames(TreeMap<Integer, LabelImage> images) {
        return new LabelFrames() {
            @Override
            public SortedSet<Integer> frames() {
                return new TreeSet<>(images.keySet());
            }

            @Override
            public LabelImage read(int frame) {
                return images.get(frame);
            }
        };
    }

    /** Spans of what is drawn; {@code parents} holds child and parent in turn. */
    static List<TrackSpan> spans(LabelFrames movie, int... parents) throws IOException {
        TreeMap<Integer, int[]> seen = new TreeMap<>();
        for (int t : movie.frames()) {
            for (int label : movie.read(t).labels()) {
                if (label != 0) {
                    int[] span = seen.computeIfAbsent(label, l -> new int[] {t, t});
                    span[1] = t;
                }
            }
        }
        Map<Integer, Integer> parentOf = new HashMap<>();
        for (int i = 0; i < parents.length; i += 2) {
            parentOf.put(parents[i], parents[i + 1]);
        }
        List<TrackSpan> spans = new ArrayList<>();
        seen.forEach((l, span) -> spans.add(new TrackSpan(l, span[0], span[1], parentOf.getOrDefault(l, 0))));
        return spans;
    }

    static Evaluation evaluate(LabelFrames truth, int[] truthParents, LabelFrames result, int[] resultParents)
            throws IOException {
        return Evaluator.evaluate(
                new Evaluator.Side("truth", truth, spans(truth, truthParents)),
                new Evaluator.Side("result", result, spans(result, resultParents)),
                Optional.of(truth));
    }
}
