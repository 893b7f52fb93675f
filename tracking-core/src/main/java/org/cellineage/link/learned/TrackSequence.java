package org.cellineage.link.learned;

import java.util.Iterator;
import org.cellineage.link.Observation;
import org.cellineage.link.TrackHistory;

/** The kept observations of a track as the network reads them: oldest first, at the end of a zero-padded sequence. */
public final class TrackSequence {

    /** Numbers per step: residual, frame gap, and 1 to mark an observation. */
    public static final int STEP = 3;

    private static final double MOST_SPACINGS = 6;

    private TrackSequence() {}

    /** Receives the kept observations one by one. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * Receives an observation.
         *
         * @param place position in the sequence; the latest is at {@link TrackHistory#LENGTH} - 1
         * @param residualSpacings distance in spacings moved relative to the flow since the previous observation
         * @param missed number of frames between the two
         */
        void observation(int place, Observation observation, double residualSpacings, int missed);
    }

    /** Visits the kept observations, oldest first. */
    public static void forEach(TrackHistory track, Visitor visitor) {
        int count = 0;
        for (Iterator<Observation> kept = track.observations(); kept.hasNext(); kept.next()) {
            count++;
        }
        int place = TrackHistory.LENGTH - count;
        Iterator<Observation> kept = track.observations();
        Observation before = kept.next();
        visitor.observation(place, before, 0, 0);
        while (kept.hasNext()) {
            Observation now = kept.next();
            place++;
            double dy = now.cell().yPx() - before.cell().yPx() - now.flowY();
            double dx = now.cell().xPx() - before.cell().xPx() - now.flowX();
            double residual = Math.hypot(dy, dx) / now.features().spacingPx();
            visitor.observation(place, now, Math.min(MOST_SPACINGS, residual), now.frame() - before.frame() - 1);
            before = now;
        }
    }

    /** Writes {@value #STEP} numbers. */
    public static void step(double residualSpacings, int missed, float[] to, int at) {
        to[at] = (float) Math.log1p(residualSpacings);
        to[at + 1] = missed / 2f;
        to[at + 2] = 1;
    }
}
