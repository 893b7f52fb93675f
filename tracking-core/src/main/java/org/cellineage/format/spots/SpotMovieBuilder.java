package org.cellineage.format.spots;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cellineage.format.GivenFlaw;
import org.cellineage.format.GivenLineage;
import org.cellineage.format.TrackSpan;
import org.cellineage.problem.Problem;

/**
 * Turns spots and links between them into tracks. Links have no direction in most files: they lead forward in time.
 *
 * <p>A track goes on from spot to spot, over frames without a spot, as long as each has a single follower; a spot with two
 * or more divides. A cell cannot have two predecessors: of several, the nearest is kept, and the others are cut and
 * reported. Spots may carry numbers of tracks. A track is called as its first spot says, unless an earlier one has that
 * number; tracks without a number get numbers above all others, by first frame and id. Where the last spot of one number
 * is followed only by the first spot of another, the second is a track of its own with the first as its parent.
 */
public final class SpotMovieBuilder {

    private final String where;
    private final SpotGrid grid;
    private final Map<Long, Spot> byId = new HashMap<>();
    private final List<long[]> links = new ArrayList<>();
    private final List<GivenFlaw> flaws = new ArrayList<>();

    /** @param where the file, for messages */
    public SpotMovieBuilder(String where, SpotGrid grid) {
        this.where = where;
        this.grid = grid;
    }

    /** Reports something in the file that cannot be used as it is. */
    public void flaw(int frame, String cause, String remedy) {
        flaws.add(new GivenFlaw(frame, new Problem(where, cause, remedy)));
    }

    /** Adds a spot; one without a size, outside of the frame or with an id that was there before is a flaw. */
    public void add(Spot spot) {
        if (byId.containsKey(spot.id())) {
            flaw(
                    spot.frame(),
                    "Spot " + spot.id() + " occurs twice; the first is used.",
                    "Give each spot an id of its own.");
        } else if (!spot.hasOutline() && !(spot.radius() > 0)) {
            flaw(
                    spot.frame(),
                    "Spot " + spot.id() + " has neither an outline nor a radius; it is ignored.",
                    "Give each spot a radius above 0, or its outline.");
        } else if (!touchesFrame(spot)) {
            flaw(
                    spot.frame(),
                    "Spot " + spot.id() + " at x " + round(spot.x()) + ", y " + round(spot.y())
                            + " (pixels) is outside of the frame of " + grid.width() + " x " + grid.height()
                            + " pixels; it is ignored.",
                    "Check the pixel size, and that the file belongs to this movie.");
        } else {
            byId.put(spot.id(), spot);
        }
    }

    private static String round(double value) {
        return Double.toString(Math.rint(10 * value) / 10);
    }

    private boolean touchesFrame(Spot spot) {
        double size = (double) grid.width() + grid.height();
        boolean centred =
                spot.y() > -0.5 && spot.x() > -0.5 && spot.y() < grid.height() - 0.5 && spot.x() < grid.width() - 0.5;
        if (!spot.hasOutline()) {
            return centred && spot.radius() <= size;
        }
        double[] o = spot.outline();
        double[] least = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        double[] most = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (int i = 0; i < o.length; i++) {
            least[i % 2] = Math.min(least[i % 2], o[i]);
            most[i % 2] = Math.max(most[i % 2], o[i]);
        }
        return most[0] >= 0 && most[1] >= 0 && least[0] <= grid.height() - 1.0 && least[1] <= grid.width() - 1.0;
    }

    /** Links two spots, in any order. */
    public void link(long one, long other) {
        links.add(new long[] {one, other});
    }

    /** Forms the tracks. */
    public SpotMovie build() {
        Spot[] spots = byId.values().toArray(new Spot[0]);
        Arrays.sort(spots, Comparator.comparingInt(Spot::frame).thenComparingLong(Spot::id));
        Map<Long, Integer> indexOf = new HashMap<>();
        for (int i = 0; i < spots.length; i++) {
            indexOf.put(spots[i].id(), i);
        }
        int[] before = before(spots, indexOf);
        int[] followers = new int[spots.length];
        for (int from : before) {
            if (from >= 0) {
                followers[from]++;
            }
        }
        int[] trackletOf = new int[spots.length];
        List<Integer> firsts = new ArrayList<>();
        Ends ends = Ends.of(spots);
        for (int i = 0; i < spots.length; i++) {
            int from = before[i];
            boolean goesOn = from >= 0 && followers[from] == 1 && !ends.meet(from, i);
            if (!goesOn) {
                firsts.add(i);
            }
            trackletOf[i] = goesOn ? trackletOf[from] : firsts.size() - 1;
        }
        int[] numbers = numbers(spots, firsts);
        int[] last = new int[firsts.size()];
        List<SpotMovie.Tracked> tracked = new ArrayList<>();
        for (int i = 0; i < spots.length; i++) {
            last[trackletOf[i]] = i;
            tracked.add(new SpotMovie.Tracked(spots[i], numbers[trackletOf[i]]));
        }
        Map<Integer, TrackSpan> spans = new TreeMap<>();
        for (int t = 0; t < numbers.length; t++) {
            int first = firsts.get(t);
            int parent = before[first] < 0 ? TrackSpan.NO_PARENT : numbers[trackletOf[before[first]]];
            spans.put(numbers[t], new TrackSpan(numbers[t], spots[first].frame(), spots[last[t]].frame(), parent));
        }
        samePlace(spots);
        return new SpotMovie(grid, tracked, new GivenLineage(List.copyOf(spans.values()), flaws));
    }

    /** The first and the last spot of each number. */
    private record Ends(Spot[] spots, Map<Integer, Integer> first, Map<Integer, Integer> last) {
        static Ends of(Spot[] spots) {
            Ends ends = new Ends(spots, new HashMap<>(), new HashMap<>());
            for (int i = 0; i < spots.length; i++) {
                ends.first.putIfAbsent(spots[i].number(), i);
                ends.last.put(spots[i].number(), i);
            }
            return ends;
        }

        /** Whether one number ends and another begins here. */
        boolean meet(int from, int to) {
            int one = spots[from].number();
            int other = spots[to].number();
            return one > 0
                    && other > 0
                    && one != other
                    && Integer.valueOf(from).equals(last.get(one))
                    && Integer.valueOf(to).equals(first.get(other));
        }
    }

    /** The spot before each, or -1. */
    private int[] before(Spot[] spots, Map<Long, Integer> indexOf) {
        Map<Integer, Set<Integer>> sources = new TreeMap<>();
        for (long[] link : links) {
            Integer one = indexOf.get(link[0]);
            Integer other = indexOf.get(link[1]);
            if (one == null || other == null) {
                flaw(
                        -1,
                        "A link between the spots " + link[0] + " and " + link[1] + " is ignored, because spot "
                                + (one == null ? link[0] : link[1]) + " is not there.",
                        "Remove the link, or add the spot.");
            } else if (spots[one].frame() == spots[other].frame()) {
                flaw(
                        spots[one].frame(),
                        "The spots " + link[0] + " and " + link[1] + " are linked although both are in frame "
                                + spots[one].frame() + "; the link is ignored.",
                        "Link spots of different frames.");
            } else {
                sources.computeIfAbsent(Math.max(one, other), to -> new HashSet<>())
                        .add(Math.min(one, other));
            }
        }
        int[] before = new int[spots.length];
        Arrays.fill(before, -1);
        sources.forEach((to, from) -> {
            int nearest = from.stream()
                    .min(Comparator.comparingDouble((Integer i) -> distance(spots[i], spots[to]))
                            .thenComparing(Comparator.naturalOrder()))
                    .orElseThrow();
            before[to] = nearest;
            if (from.size() > 1) {
                flaw(
                        spots[to].frame(),
                        "Spot " + spots[to].id() + " follows " + from.size()
                                + " spots: tracks merge there, which cells do not. Only the link from the nearest, spot "
                                + spots[nearest].id() + ", is used.",
                        "Remove the other links.");
            }
        });
        return before;
    }

    private static double distance(Spot a, Spot b) {
        return Math.hypot(a.y() - b.y(), a.x() - b.x());
    }

    private static int[] numbers(Spot[] spots, List<Integer> firsts) {
        int next = 1;
        for (Spot spot : spots) {
            next = Math.max(next, spot.number() + 1);
        }
        Set<Integer> used = new HashSet<>();
        int[] numbers = new int[firsts.size()];
        for (int t = 0; t < numbers.length; t++) {
            int wanted = spots[firsts.get(t)].number();
            numbers[t] = wanted > 0 && used.add(wanted) ? wanted : next++;
        }
        return numbers;
    }

    /** Of two discs around one pixel, one may vanish. */
    private void samePlace(Spot[] spots) {
        Map<List<Integer>, Spot> places = new HashMap<>();
        for (Spot spot : spots) {
            if (spot.hasOutline()) {
                continue;
            }
            List<Integer> place = List.of(spot.frame(), (int) Math.rint(spot.y()), (int) Math.rint(spot.x()));
            Spot other = places.putIfAbsent(place, spot);
            if (other != null) {
                flaw(
                        spot.frame(),
                        "The spots " + other.id() + " and " + spot.id()
                                + " are in the same place; the pixels that both cover belong to the first.",
                        "Remove one of them.");
            }
        }
    }
}
