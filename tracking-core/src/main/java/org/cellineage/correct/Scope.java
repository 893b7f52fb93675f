package org.cellineage.correct;

/** How far an edit reaches. */
public enum Scope {
    /** The frame in which it was made. */
    THIS_FRAME,
    /** That frame and all later frames of the track. */
    FROM_HERE;

    String words() {
        return this == THIS_FRAME ? "in this frame only" : "from here on";
    }
}
