package org.cellineage.simulate;

import java.util.Locale;
import java.util.SplittableRandom;

/** What a simulated movie shows. */
public enum SimulatedType {
    /** Fluorescent nuclei; with a second channel, a reporter around them. */
    NUCLEUS {
        @Override
        Specimen create(SimulationOptions options, WellConditions conditions, SplittableRandom random) {
            Population population = new Population(options, options.nucleusDiameterPx(), conditions, random.split());
            return new Sheet(population, new Camera(options, random.split()));
        }
    },

    /**
     * Whole fluorescent cells with a reporter that moves between nucleus and cytoplasm. Channels: the reporter; with
     * two channels, the nuclei and the reporter.
     */
    CYTOPLASM {
        @Override
        Specimen create(SimulationOptions options, WellConditions conditions, SplittableRandom random) {
            return Sheet.ofSpreadCells(options, conditions, random, ReporterScene::new);
        }
    },

    /** Spread cells in phase contrast. With two channels, the second shows their nuclei. */
    PHASE {
        @Override
        Specimen create(SimulationOptions options, WellConditions conditions, SplittableRandom random) {
            return Sheet.ofSpreadCells(
                    options,
                    conditions,
                    random,
                    (given, source) -> new TransmittedScene(given, TransmittedOptics.Kind.PHASE, source));
        }
    },

    /** Spread cells in bright field, a little out of focus. With two channels, the second shows their nuclei. */
    BRIGHTFIELD {
        @Override
        Specimen create(SimulationOptions options, WellConditions conditions, SplittableRandom random) {
            return Sheet.ofSpreadCells(
                    options,
                    conditions,
                    random,
                    (given, source) -> new TransmittedScene(given, TransmittedOptics.Kind.BRIGHTFIELD, source));
        }
    },

    /** Rod-shaped bacteria in phase contrast, which grow, push each other and divide in the middle. With two channels, the second shows a fluorescent protein. */
    RODS {
        @Override
        Specimen create(SimulationOptions options, WellConditions conditions, SplittableRandom random) {
            return new RodColony(options, conditions, random.split(), new RodScene(options, random.split()));
        }
    };

    abstract Specimen create(SimulationOptions options, WellConditions conditions, SplittableRandom random);

    /** Usual settings of a movie of this type. */
    public SimulationOptions defaults() {
        return switch (this) {
            case NUCLEUS -> SimulationOptions.DEFAULTS;
            case CYTOPLASM -> SimulationOptions.CYTOPLASM;
            case PHASE, BRIGHTFIELD -> SimulationOptions.TRANSMITTED;
            case RODS -> SimulationOptions.RODS;
        };
    }

    /** As in command lines. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
