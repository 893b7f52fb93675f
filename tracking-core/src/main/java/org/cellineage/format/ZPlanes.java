package org.cellineage.format;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.BadInputException;

/**
 * Handling of multiple z planes per frame. They are never interpreted as time points.
 *
 * @param mode how they become one image
 * @param plane the selected plane, counted from 1 at the lowest; 0 in other modes
 */
public record ZPlanes(Mode mode, int plane) implements Serializable {

    /** How multiple z planes become one image. */
    public enum Mode {
        /** Not at all: the movie is refused. */
        REFUSE,
        /** Maximum at each pixel. */
        MAXIMUM,
        /** Mean at each pixel. */
        MEAN,
        /** One selected plane. */
        PLANE
    }

    /** The command-line options, for messages. */
    public static final String SETTING = "--z max, --z mean or --z NUMBER";

    /** Refuses movies with multiple z planes. */
    public static final ZPlanes REFUSE = new ZPlanes(Mode.REFUSE, 0);

    /** Maximum projection. */
    public static final ZPlanes MAXIMUM = new ZPlanes(Mode.MAXIMUM, 0);

    /** Mean projection. */
    public static final ZPlanes MEAN = new ZPlanes(Mode.MEAN, 0);

    public ZPlanes {
        if (mode == Mode.PLANE ? plane < 1 : plane != 0) {
            throw new IllegalArgumentException("plane " + plane + " with " + mode);
        }
    }

    /**
     * Parses the setting: {@code max}, {@code mean}, {@code refuse}, or the number of a plane, counted from 1.
     *
     * @throws BadConfigurationException if it is none of these
     */
    public static ZPlanes parse(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (word.matches("[1-9]\\d{0,5}")) {
            return new ZPlanes(Mode.PLANE, Integer.parseInt(word));
        }
        return switch (word) {
            case "refuse" -> REFUSE;
            case "max" -> MAXIMUM;
            case "mean" -> MEAN;
            default ->
                throw new BadConfigurationException(
                        "--z " + text,
                        "This is not a way to read several z planes.",
                        "Use max, mean, refuse, or the number of one plane, counted from 1.");
        };
    }

    /** Whether frames with multiple planes can be read. */
    public boolean reads() {
        return mode != Mode.REFUSE;
    }

    /**
     * Checks that the frame has the plane that the setting selects, if it selects one.
     *
     * @param where file or folder of the planes
     * @param who subject of the message's sentence: {@code It}, {@code Movie P7/B02/1}
     * @param depth number of planes
     * @throws BadInputException if it does not
     */
    public void requirePlane(String where, String who, int depth) {
        if (depth > 1 && plane > depth) {
            throw new BadInputException(
                    where,
                    who + " has " + depth + " z planes, so there is no plane " + plane + ".",
                    "Use --z max, --z mean, or a number up to " + depth + ".");
        }
    }

    /** The error for several z planes at each of several time points without a choice of how to combine them. */
    public static BadInputException unsettled(String where, int depth, int times) {
        return new BadInputException(
                where,
                "It has " + depth + " z planes at each of " + times + " time points.",
                "Say which image they make: " + SETTING + ".");
    }

    /**
     * Combines the planes of a frame.
     *
     * @param planes simple planes from the lowest z to the highest, at least one; more than one only if {@link #reads}
     */
    public PlaneRef of(List<PlaneRef> planes) {
        if (planes.size() == 1) {
            return planes.get(0);
        }
        return switch (mode) {
            case MAXIMUM -> PlaneRef.project(PlaneRef.Projection.MAXIMUM, planes);
            case MEAN -> PlaneRef.project(PlaneRef.Projection.MEAN, planes);
            case PLANE -> planes.get(plane - 1);
            case REFUSE -> throw new IllegalStateException("several z planes are refused");
        };
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        return switch (mode) {
            case REFUSE -> "refuse";
            case MAXIMUM -> "max";
            case MEAN -> "mean";
            case PLANE -> Integer.toString(plane);
        };
    }
}
