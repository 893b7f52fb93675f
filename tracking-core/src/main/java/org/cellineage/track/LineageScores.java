package org.cellineage.track;

/** How sure a tracker was of the links and divisions of a given lineage; NaN where it did not score them. */
public interface LineageScores {

    /** A lineage without scores. */
    LineageScores NONE = new LineageScores() {
        @Override
        public double linkProbability(int frame, int track) {
            return Double.NaN;
        }

        @Override
        public double linkMargin(int frame, int track) {
            return Double.NaN;
        }

        @Override
        public double divisionProbability(int mother) {
            return Double.NaN;
        }
    };

    /** As {@link TrackedCell#linkProbability}, of the cell that a track has in a frame. */
    double linkProbability(int frame, int track);

    /** As {@link TrackedCell#linkMargin}, likewise. */
    double linkMargin(int frame, int track);

    /** As {@link Division#probability}, of the division of a track. */
    double divisionProbability(int mother);
}
