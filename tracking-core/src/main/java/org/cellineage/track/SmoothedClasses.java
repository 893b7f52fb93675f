package org.cellineage.track;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cellineage.cell.Cell;
import org.cellineage.cell.ClassProbability;
import org.cellineage.cell.Precision;
import org.cellineage.classify.ClassTransitions;
import org.cellineage.classify.LineageSmoother;
import org.cellineage.format.GivenFlaw;
import org.jspecify.annotations.Nullable;

/**
 * Passes on the results of tracking a movie, with the classes of cells smoothed along the lineage: cells arrive some frames
 * later than they are given, all else as it is given. Movies whose cells have no classes are passed on at once.
 */
public final class SmoothedClasses implements TrackSink {

    private final TrackSink sink;
    private final int ahead;
    private final Map<Integer, Integer> mothers;
    private @Nullable LineageSmoother<TrackedCell> smoother;
    private List<String> names;

    /**
     * Creates the sink of one movie.
     *
     * @param sink receives the results
     * @param names of the model's classes; empty if there is no model, and cells may have classes of their own
     * @param transitions how they follow one another
     * @param ahead number of frames that cells are held for; 0 if classes are not smoothed
     * @param mothers the mother of each track that has one, if the lineage is given
     */
    public SmoothedClasses(
            TrackSink sink,
            List<String> names,
            ClassTransitions transitions,
            int ahead,
            Map<Integer, Integer> mothers) {
        this.sink = sink;
        this.names = List.copyOf(names);
        this.ahead = ahead;
        this.mothers = Map.copyOf(mothers);
        if (!names.isEmpty() && ahead > 0) {
            smoother = smoother(transitions);
        }
    }

    private LineageSmoother<TrackedCell> smoother(ClassTransitions following) {
        LineageSmoother<TrackedCell> created = new LineageSmoother<>(following, ahead, this::done);
        mothers.forEach(created::mother);
        return created;
    }

    @Override
    public void cell(TrackedCell tracked) {
        List<ClassProbability> classes = tracked.cell().classes();
        if (ahead == 0) {
            sink.cell(classes.isEmpty() ? tracked : with(tracked, asTheyAre(classes)));
            return;
        }
        if (!classes.isEmpty() && !names(classes).equals(names)) {
            // The frames were classified with another model than the settings name, or the segmentation has classes.
            finish();
            names = names(classes);
            smoother = smoother(ClassTransitions.persistent(names.size()));
        }
        if (smoother == null) {
            sink.cell(tracked);
        } else {
            double[] raw = classes.stream().mapToDouble(ClassProbability::raw).toArray();
            smoother.add(tracked.frame(), tracked.trackId(), tracked, raw);
        }
    }

    private static List<String> names(List<ClassProbability> classes) {
        return classes.stream().map(ClassProbability::name).toList();
    }

    private static List<ClassProbability> asTheyAre(List<ClassProbability> classes) {
        return classes.stream()
                .map(one -> new ClassProbability(one.name(), one.raw(), one.raw()))
                .toList();
    }

    private void done(TrackedCell tracked, double[] smoothed) {
        List<ClassProbability> raw = tracked.cell().classes();
        List<ClassProbability> classes = new ArrayList<>(smoothed.length);
        for (int k = 0; k < smoothed.length; k++) {
            double own = raw.isEmpty() ? Double.NaN : raw.get(k).raw();
            classes.add(new ClassProbability(names.get(k), own, Precision.ratio(smoothed[k])));
        }
        sink.cell(with(tracked, classes));
    }

    private static TrackedCell with(TrackedCell tracked, List<ClassProbability> classes) {
        Cell cell = tracked.cell().withClasses(classes);
        return new TrackedCell(
                tracked.frame(), tracked.trackId(), cell, tracked.linkProbability(), tracked.linkMargin());
    }

    @Override
    public void track(Track track) {
        if (smoother != null) {
            smoother.ended(track.trackId(), track.fate() == Fate.LOST);
        }
        sink.track(track);
    }

    @Override
    public void division(Division division) {
        if (smoother != null) {
            smoother.mother(division.firstDaughterTrackId(), division.motherTrackId());
            smoother.mother(division.secondDaughterTrackId(), division.motherTrackId());
        }
        sink.division(division);
    }

    @Override
    public void flaw(GivenFlaw flaw) {
        sink.flaw(flaw);
    }

    /** Passes on the cells that are still held, when tracking has ended. */
    public void finish() {
        if (smoother != null) {
            smoother.finish();
        }
    }
}
