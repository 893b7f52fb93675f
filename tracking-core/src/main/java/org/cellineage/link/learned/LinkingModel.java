package org.cellineage.link.learned;

import java.io.Serializable;
import java.util.List;
import org.cellineage.link.TrackHistory;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelDescription;
import org.cellineage.model.Network;
import org.cellineage.model.WholeBlocks;
import org.cellineage.problem.BadConfigurationException;
import org.tensorflow.proto.ConfigProto;

/** A bundle that links: four signatures of one SavedModel, and how their answers are to be read. */
public final class LinkingModel implements Serializable {

    /** The task in the description. */
    public static final String TASK = "linking";

    /** Roles and signatures: a cell's code, a track's, the score of a pair, the score of a division. */
    public static final String ENCODE_CELL = "encode_cell";

    public static final String ENCODE_TRACK = "encode_track";
    public static final String SCORE = "score";
    public static final String DIVIDE = "divide";

    /** Names in the signatures, in the order in which the tensors are given; the one output is {@link #OUTPUT}. */
    public static final List<String> CELL_INPUTS = List.of("close", "wide");

    public static final List<String> TRACK_INPUTS = List.of("observations", "ahead");
    public static final List<String> SCORE_INPUTS = List.of("tracks", "cells", "pairs");
    public static final List<String> DIVIDE_INPUTS = List.of("mothers", "first", "second", "divisions");
    public static final String OUTPUT = "out";

    private static final long serialVersionUID = 1L;
    /** Rows that the kernels of matrix products take at once are at most so many, or divide it. */
    private static final int BLOCK = 16;

    private final ModelBundle bundle;

    /**
     * How the networks were trained and are to be read.
     *
     * @param code numbers that a cell is encoded in
     * @param track numbers that a track is encoded in
     * @param history observations that a track is encoded from
     * @param features {@link LinkInputs#VERSION} that it was trained with
     * @param gateSpacings how far from its predicted position a track looks for its next cell
     * @param maxCandidates nearest cells that each track considers
     * @param pairTemperature by which the logits of pairs are divided before they are probabilities
     * @param divisionTemperature the same for divisions
     * @param sameThreshold probability above which a link is worth more than a death and a birth
     * @param divisionThreshold probability above which a division is
     */
    public record Settings(
            int code,
            int track,
            int history,
            int features,
            double gateSpacings,
            int maxCandidates,
            double pairTemperature,
            double divisionTemperature,
            double sameThreshold,
            double divisionThreshold)
            implements Serializable {

        public Settings {
            if (history != TrackHistory.LENGTH) {
                throw new IllegalArgumentException(
                        "history must be " + TrackHistory.LENGTH + " in this version, but is " + history);
            }
            if (features != LinkInputs.VERSION) {
                throw new IllegalArgumentException("features must be " + LinkInputs.VERSION
                        + " in this version, which describes pairs and divisions by other numbers than the model"
                        + " learned from, but is " + features + "; train the model again");
            }
            if (code < 1 || track < 1 || maxCandidates < 2) {
                throw new IllegalArgumentException("code and track must be at least 1, max_candidates at least 2");
            }
            requirePositive("gate_spacings", gateSpacings);
            requirePositive("pair_temperature", pairTemperature);
            requirePositive("division_temperature", divisionTemperature);
            requireProbability("same_threshold", sameThreshold);
            requireProbability("division_threshold", divisionThreshold);
        }

        /**
         * The same with other thresholds.
         *
         * @param same NaN for the model's own
         * @param division NaN for the model's own
         */
        public Settings withThresholds(double same, double division) {
            return new Settings(
                    code,
                    track,
                    history,
                    features,
                    gateSpacings,
                    maxCandidates,
                    pairTemperature,
                    divisionTemperature,
                    Double.isNaN(same) ? sameThreshold : same,
                    Double.isNaN(division) ? divisionThreshold : division);
        }

        private static void requirePositive(String key, double value) {
            if (!(value > 0)) {
                throw new IllegalArgumentException(key + " must be above 0, but is " + value);
            }
        }

        private static void requireProbability(String key, double value) {
            if (!(value > 0 && value < 1)) {
                throw new IllegalArgumentException(key + " must be between 0 and 1, but is " + value);
            }
        }
    }

    private LinkingModel(ModelBundle bundle) {
        this.bundle = bundle;
    }

    /**
     * Takes a bundle.
     *
     * @throws BadConfigurationException where it is for another task, or its settings are wrong
     */
    public static LinkingModel of(ModelBundle bundle) {
        ModelDescription description = bundle.description();
        if (!description.task().equals(TASK)) {
            throw new BadConfigurationException(
                    bundle.where(),
                    "The model is for the task " + description.task() + ", not " + TASK + ".",
                    "Give a linking model.");
        }
        LinkingModel model = new LinkingModel(bundle);
        model.settings();
        return model;
    }

    /** Name and version, for the tables. */
    public String name() {
        return bundle.description().name() + " " + bundle.description().version();
    }

    /** The same files, the same hash. */
    public String hash() {
        return bundle.hash();
    }

    /** How its networks are to be read. */
    public Settings settings() {
        return bundle.description().setting(bundle.where(), "linking", Settings.class);
    }

    /** Opens the network that encodes cells, in a session of its own. */
    public Network openCellEncoder(ConfigProto session) {
        return open(ENCODE_CELL, CELL_INPUTS, session);
    }

    /** Opens the network that encodes tracks. */
    public Network openTrackEncoder(ConfigProto session) {
        return open(ENCODE_TRACK, TRACK_INPUTS, session);
    }

    /** Opens the network that scores pairs. */
    public Network openScore(ConfigProto session) {
        return open(SCORE, SCORE_INPUTS, session);
    }

    /** Opens the network that scores divisions. */
    public Network openDivide(ConfigProto session) {
        return open(DIVIDE, DIVIDE_INPUTS, session);
    }

    /** What a cell or pair is given as does not depend on the others that are looked at with it. */
    private Network open(String role, List<String> inputs, ConfigProto session) {
        return new WholeBlocks(bundle.open(role, inputs, OUTPUT, session), BLOCK);
    }
}
