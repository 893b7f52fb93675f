package org.cellineage.simulate;

import java.util.Locale;

/** What a simulated cell is doing, as far as its nucleus shows it. */
public enum SimulatedPhase {
    /** Neither of the others. */
    INTERPHASE,
    /** Its nucleus is condensed, or it is a daughter whose nucleus still is. */
    MITOTIC,
    /** It is dying or dead. */
    DEAD;

    /** The name of the class, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
