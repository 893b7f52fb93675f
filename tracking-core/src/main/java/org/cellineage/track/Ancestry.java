package org.cellineage.track;

/**
 * Position of a track in its lineage.
 *
 * @param parent the mother's track, {@link Track#NO_PARENT} if unknown
 * @param root first known ancestor
 * @param generation number of divisions since the root
 * @param path as in {@link Track#lineagePath}
 */
record Ancestry(int parent, int root, int generation, String path) {

    static Ancestry ofRoot(int track) {
        return new Ancestry(Track.NO_PARENT, track, 0, Integer.toString(track));
    }

    /** The first (1) or second (2) daughter of {@code mother}. */
    static Ancestry ofDaughter(int mother, Ancestry ofMother, int ordinal) {
        return new Ancestry(mother, ofMother.root, ofMother.generation + 1, ofMother.path + "." + ordinal);
    }

    /** The same cell under a new track id, after a gap. */
    static Ancestry ofContinuation(int before, Ancestry ofBefore) {
        return new Ancestry(before, ofBefore.root, ofBefore.generation, ofBefore.path);
    }
}
