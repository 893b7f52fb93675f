package org.cellineage.link.learned;

import java.io.Serializable;
import java.util.List;
import org.cellineage.link.LookAhead;
import org.cellineage.link.TrackHistory;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.Network;
import org.cellineage.model.WholeBlocks;
import org.cellineage.problem.BadConfigurationException;
import org.tensorflow.proto.ConfigProto;

/** A linking model: four signatures of one SavedModel, and how to interpret their outputs. */
public final class LinkingModel implements Serializable {

    /** Value of the task in the model description. */
    public static final String TASK = "linking";

    /** Roles and signatures: encode a cell, encode a track, score a pair, score a division. */
    public static final String ENCODE_CELL = "encode_cell";

    public static final String ENCODE_TRACK = "encode_track";
    public static final String SCORE = "score";
    public static final String DIVIDE = "divide";

    /** Input names of the signatures, in the order in which tensors are passed; the only output is {@link #OUTPUT}. */
    public static final List<String> CELL_INPUTS = List.of("close", "wide");

    public static final List<String> TRACK_INPUTS = List.of("observations", "ahead");
    public static final List<String> SCORE_INPUTS = List.of("tracks", "cells", "pairs");
    public static final List<String> DIVIDE_INPUTS = List.of("mothers", "first", "second", "divisions");
    public static final String OUTPUT = "out";

    private static final long serialVersionUID = 1L;
    /**
     * Matrix-product kernels process a number of rows at once that is at most this, or divides it. With 16 rows, results of
     * kernels for AVX2 depended on the number of blocks.
     */
    private static final int BLOCK = 64;

    private final ModelBundle bundle;

    /**
     * How the networks were trained and how to interpret them.
     *
     * @param code length of a cell's code
     * @param track length of a track's code
     * @param history number of observations from which a track is encoded
     * @param features {@link LinkInputs#VERSION} at training
     * @param gateSpacings maximum distance of a candidate from the predicted position, in spacings
     * @param maxCandidates maximum number of candidates per track
     * @param motherMaxMissedFrames frames for which a mother may go unseen before her daughters appear
     * @param framesAhead number of later frames that are looked at before a frame is linked
     * @param pairTemperature divisor of the logits of pairs
     * @param divisionTemperature divisor of the logits of divisions
     * @param sameThreshold probability above which a link is preferred to a death and a birth
     * @param divisionThreshold probability above which a division is preferred
     */
    public record Settings(
            int code,
            int track,
            int history,
            int features,
            double gateSpacings,
            int maxCandidates,
            int motherMaxMissedFrames,
            int framesAhead,
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
                        + " in this version, which computes other features of pairs and divisions than the model"
                        + " was trained with, but is " + features + "; train the model again");
            }
            if (code < 1 || track < 1 || maxCandidates < 2) {
                throw new IllegalArgumentException("code and track must be at least 1, max_candidates at least 2");
            }
            if (motherMaxMissedFrames < 0) {
                throw new IllegalArgumentException(
                        "mother_max_missed_frames must be at least 0, but is " + motherMaxMissedFrames);
            }
            if (framesAhead < 0 || framesAhead > LookAhead.MOST_FRAMES) {
                throw new IllegalArgumentException(
                        "frames_ahead must be 0 to " + LookAhead.MOST_FRAMES + ", but is " + framesAhead);
            }
            requirePositive("gate_spacings", gateSpacings);
            requirePositive("pair_temperature", pairTemperature);
            requirePositive("division_temperature", divisionTemperature);
            requireProbability("same_threshold", sameThreshold);
            requireProbability("division_threshold", divisionThreshold);
        }

        /**
         * Returns the settings with other thresholds.
         *
         * @param same NaN to keep the model's own
         * @param division NaN to keep the model's own
         */
        public Settings withThresholds(double same, double division) {
            return new Settings(
                    code,
                    track,
                    history,
                    features,
                    gateSpacings,
                    maxCandidates,
                    motherMaxMissedFrames,
                    framesAhead,
                    pairTemperature,
                    divisionTemperature,
                    Double.isNaN(same) ? sameThreshold : same,
                    Double.isNaN(division) ? divisionThreshold : division);
        }

        /** Returns the settings with other temperatures. */
        public Settings withTemperatures(double pair, double division) {
            return new Settings(
                    code,
                    track,
                    history,
                    features,
                    gateSpacings,
                    maxCandidates,
                    motherMaxMissedFrames,
                    framesAhead,
                    pair,
                    division,
                    sameThreshold,
                    divisionThreshold);
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
     * Interprets a bundle.
     *
     * @throws BadConfigurationException if it is for another task or its settings are wrong
     */
    public static LinkingModel of(ModelBundle bundle) {
        bundle.requireTask(TASK, "Give a linking model.");
        LinkingModel model = new LinkingModel(bundle);
        model.settings();
        return model;
    }

    /** Name and version, as recorded in the tables. */
    public String name() {
        return bundle.description().name() + " " + bundle.description().version();
    }

    /** Hash of the model's files. */
    public String hash() {
        return bundle.hash();
    }

    /** How to interpret the networks. */
    public Settings settings() {
        return bundle.description().setting(bundle.where(), "linking", Settings.class);
    }

    /** Opens the network that encodes cells, in its own session. */
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

    /**
     * Batches are padded to whole blocks, so that the result for a cell or pair does not depend on the others in the
     * batch.
     */
    private Network open(String role, List<String> inputs, ConfigProto session) {
        return new WholeBlocks(bundle.open(role, inputs, List.of(OUTPUT), session), BLOCK);
    }
}
