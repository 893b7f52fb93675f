package org.cellineage.train.linking;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.cell.Cell;
import org.cellineage.link.CandidateFinder;

/**
 * Draws training scenes from movies with known lineages: a few frames, consecutive or with gaps, around a division
 * about half the time and around any position otherwise, with added motion, missed cells and intensity changes. Scenes
 * of corrected movies are mostly around what people decided.
 */
final class SceneSampler {

    private static final int MOST_FRAMES = 9;
    /** The last frame has no successor, so that problems with and without look-ahead both occur. */
    private static final int LEAST_FRAMES = 3;

    private static final int MOST_TRACKS = 40;
    private static final int MOST_SKIP = 4;

    private final List<Drawn> movies;
    private final CandidateFinder finder;
    private final int maxGapFrames;
    private final long seed;
    private final double shares;

    /** A movie, its share of the scenes and the places of its divisions, or of what people decided. */
    private record Drawn(LinkMovie movie, double share, List<Place> places) {

        /** Whether the next scene is around one of its places. */
        boolean drawsPlace(SplittableRandom random) {
            return !places.isEmpty() && (movie.isCorrected() ? random.nextInt(5) > 0 : random.nextBoolean());
        }
    }

    /** Where something happens between a frame (index in the movie) and the next. */
    private record Place(int frame, double y, double x) {}

    /** A movie and its share of the scenes, relative to the others. */
    record Shared(LinkMovie movie, double share) {}

    SceneSampler(List<Shared> movies, CandidateFinder finder, int maxGapFrames, long seed) {
        this.movies = new ArrayList<>();
        double sum = 0;
        for (Shared shared : movies) {
            if (shared.movie().frames().size() >= 2 && shared.share() > 0) {
                this.movies.add(new Drawn(shared.movie(), shared.share(), places(shared.movie())));
                sum += shared.share();
            }
        }
        this.finder = finder;
        this.maxGapFrames = maxGapFrames;
        this.seed = seed;
        this.shares = sum;
    }

    long seed() {
        return seed;
    }

    private static List<Place> places(LinkMovie movie) {
        return movie.isCorrected() ? decisions(movie) : divisions(movie);
    }

    private static List<Place> decisions(LinkMovie movie) {
        List<Place> places = new ArrayList<>();
        for (int t = 1; t < movie.frames().size(); t++) {
            LinkMovie.Frame frame = movie.frames().get(t);
            for (int i = 0; i < frame.cells().size(); i++) {
                if (frame.decided()[i]) {
                    Cell cell = frame.cells().get(i);
                    places.add(new Place(t - 1, cell.yPx(), cell.xPx()));
                }
            }
        }
        return places;
    }

    private static List<Place> divisions(LinkMovie movie) {
        List<Place> places = new ArrayList<>();
        for (int t = 0; t + 1 < movie.frames().size(); t++) {
            LinkMovie.Frame frame = movie.frames().get(t);
            LinkMovie.Frame next = movie.frames().get(t + 1);
            for (int i = 0; i < frame.cells().size(); i++) {
                for (int track : next.track()) {
                    if (movie.relation(frame.track()[i], track) == LinkMovie.Relation.MOTHER) {
                        Cell cell = frame.cells().get(i);
                        places.add(new Place(t, cell.yPx(), cell.xPx()));
                        break;
                    }
                }
            }
        }
        return places;
    }

    /** Adds a scene's problems to a batch. */
    void draw(SplittableRandom random, LinkBatch batch) {
        Drawn drawn = movie(random);
        LinkMovie movie = drawn.movie();
        int count = movie.frames().size();
        int skip = Math.min(skip(random), Math.max(1, (count - 1) / (LEAST_FRAMES - 1)));
        int length = Math.min(LEAST_FRAMES + random.nextInt(MOST_FRAMES - LEAST_FRAMES + 1), (count - 1) / skip + 1);
        int start = random.nextInt(count - (length - 1) * skip);
        double centreY;
        double centreX;
        if (drawn.drawsPlace(random)) {
            Place place = drawn.places().get(random.nextInt(drawn.places().size()));
            // It happens at a random frame of the scene, not always at its end.
            int before = random.nextInt(length - 1) * skip + random.nextInt(skip);
            start = Math.max(0, Math.min(count - 1 - (length - 1) * skip, place.frame() - before));
            centreY = place.y();
            centreX = place.x();
        } else {
            LinkMovie.Frame frame = movie.frames().get(start);
            centreY = frame.height() * random.nextDouble();
            centreX = frame.width() * random.nextDouble();
        }
        int[] frames = new int[length];
        for (int t = 0; t < length; t++) {
            frames[t] = start + t * skip;
        }
        LinkMovie.Frame first = movie.frames().get(start);
        SceneMotion[] motions =
                SceneMotion.draw(random, length, first.views().scale().spacingPx(), first.width(), first.height());
        LinkBatch.Appearance look = LinkBatch.Appearance.draw(random);
        Scene.play(
                movie,
                frames,
                motions,
                SceneCells.Showing.draw(random, skip),
                finder,
                maxGapFrames,
                random,
                (scene, frame, problem, tracks) -> batch.add(
                        scene,
                        frame,
                        problem,
                        tracks,
                        scene.motion(frame).movedY(centreY, centreX),
                        scene.motion(frame).movedX(centreY, centreX),
                        MOST_TRACKS,
                        look,
                        random));
    }

    private Drawn movie(SplittableRandom random) {
        double at = random.nextDouble() * shares;
        for (Drawn movie : movies) {
            at -= movie.share();
            if (at < 0) {
                return movie;
            }
        }
        return movies.get(movies.size() - 1);
    }

    /** Every frame in three of five scenes, up to every {@value #MOST_SKIP}th in the others. */
    private static int skip(SplittableRandom random) {
        int drawn = random.nextInt(10);
        return drawn < 6 ? 1 : drawn < 8 ? 2 : drawn < 9 ? 3 : MOST_SKIP;
    }
}
