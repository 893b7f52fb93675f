package org.cellineage.jobs.model;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.cellineage.cell.MeasurementOptions;
import org.cellineage.classify.CellClassifier;
import org.cellineage.format.Storage;
import org.cellineage.illumination.FlatFields;
import org.cellineage.jobs.config.ExecutionConfiguration;
import org.cellineage.jobs.config.PipelineConfiguration;
import org.cellineage.jobs.run.RunRequest;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.predict.ChannelPredictor;
import org.cellineage.predict.PredictedChannel;
import org.cellineage.predict.PredictionModel;
import org.cellineage.predict.PredictionOptions;
import org.cellineage.segment.FramePipeline;
import org.cellineage.segment.FramePlan;
import org.cellineage.segment.method.PreparedSegmentation;
import org.cellineage.segment.method.SegmentationMethods;
import org.cellineage.segment.method.SegmentationOptions;
import org.cellineage.segment.network.DiameterFinder;
import org.cellineage.segment.network.DiameterSearch;
import org.cellineage.track.CellClasses;
import org.cellineage.type.ChannelType;
import org.cellineage.type.TypeFinder;
import org.cellineage.type.TypeSearch;
import org.jspecify.annotations.Nullable;

/** The segmentation of a run in a form that can be sent to executors. */
public final class FrameSegmentation implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Null if labels are given; an Optional is not serializable. */
    private final @Nullable PreparedSegmentation prepared;

    /** Index of the channel of the cells if labels are given. */
    private final int channelOfGiven;

    /** Null if no channel is predicted. */
    private final @Nullable PredictionModel prediction;

    private final PredictionOptions predictionOptions;
    private final MeasurementOptions measurement;
    private final FlatFields flatFields;
    private final CellClasses classes;
    private final ExecutionConfiguration execution;

    private FrameSegmentation(
            @Nullable PreparedSegmentation prepared,
            int channelOfGiven,
            @Nullable PredictionModel prediction,
            CellClasses classes,
            FlatFields flatFields,
            PipelineConfiguration configuration) {
        this.prepared = prepared;
        this.channelOfGiven = channelOfGiven;
        this.prediction = prediction;
        this.predictionOptions = configuration.prediction();
        this.classes = classes;
        this.flatFields = flatFields;
        this.measurement = configuration.measurement();
        this.execution = configuration.execution();
    }

    /**
     * Prepares the configured method; none if labels are given. The channel that may be predicted before is part of it.
     *
     * @throws org.cellineage.problem.BadConfigurationException if a configured model or flat field is missing or invalid
     */
    public static FrameSegmentation read(Storage storage, RunRequest request) throws IOException {
        SegmentationOptions options = request.configuration().segmentation();
        PreparedSegmentation prepared = request.givenLabels().isPresent()
                ? null
                : SegmentationMethods.named(options.method()).prepare(storage, options);
        PredictionOptions predicted = request.configuration().prediction();
        PredictionModel prediction = predicted.isOn()
                ? PredictionModel.of(ModelBundle.of(ModelFiles.named(storage, predicted.model())))
                : null;
        CellClasses classes = CellClasses.open(storage, request.configuration().classification());
        FlatFields flatFields =
                FlatFields.read(storage, request.configuration().measurement().flatField());
        return new FrameSegmentation(
                prepared, options.channel(), prediction, classes, flatFields, request.configuration());
    }

    private Optional<PreparedSegmentation> prepared() {
        return Optional.ofNullable(prepared);
    }

    /** How cells are measured, found or given. */
    public MeasurementOptions measurement() {
        return measurement;
    }

    /** How intensities are corrected. */
    public FlatFields flatFields() {
        return flatFields;
    }

    /** Creates the classifier of cells, on an executor; empty if they are not classified. */
    public Optional<CellClassifier> classifier() {
        return classes.classifier(() -> TensorFlowSessions.shared(execution));
    }

    /** SHA-256 of the model that classifies cells, empty if there is none. */
    public String classModelHash() {
        return classes.modelHash();
    }

    /** SHA-256 of all models that may be used, empty if there are none. */
    public String modelHash() {
        String segmenting = prepared().map(PreparedSegmentation::modelHash).orElse("");
        return prediction == null
                ? segmenting
                : ModelFiles.sha256((segmenting + "\n" + prediction.hash()).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The channel that is predicted in a movie: one, or none if none is configured.
     *
     * @param where the movie, for messages
     * @param names of its channels
     * @param types what they show; empty if that is not known
     * @throws org.cellineage.problem.BadInputException if the movie lacks a channel that it is predicted from
     */
    public List<PredictedChannel> predicted(String where, List<String> names, List<ChannelType> types) {
        return prediction == null ? List.of() : List.of(prediction.plan(predictionOptions, where, names, types));
    }

    /** What the channel shows that is predicted in every movie; empty if none is. */
    public List<ChannelType> predictedTypes() {
        return prediction == null
                ? List.of()
                : List.of(ChannelType.given(prediction.output().shows()));
    }

    /** Opens what predicts channels, on an executor; only where the plan of a movie names a predicted channel. */
    public ChannelPredictor predictor() {
        return Optional.ofNullable(prediction)
                .orElseThrow()
                .predictor(predictionOptions, () -> TensorFlowSessions.shared(execution));
    }

    /** SHA-256 of a model that a plan names, empty if it has none. */
    public String modelHash(String model) {
        return model.isEmpty() ? "" : prepared().orElseThrow().modelHash(model);
    }

    /** How it is found what the channels of movies show, if their segmentation depends on it. */
    public Optional<TypeSearch> typeSearch() {
        return prepared().flatMap(PreparedSegmentation::typeSearch);
    }

    /** What the channels of a movie, a predicted one included, show according to the settings; empty if these do not say it. */
    public List<ChannelType> givenTypes(int channels) {
        return prepared().map(own -> own.givenTypes(channels)).orElse(List.of());
    }

    /**
     * How a movie is segmented; diameters are still unknown.
     *
     * @param where the movie, for messages
     * @param names of its channels
     * @param channels what they show, found or given
     * @throws org.cellineage.problem.BadInputException if that does not decide it
     */
    public FramePlan plan(String where, List<String> names, List<ChannelType> channels) {
        return prepared()
                .map(own -> own.plan(where, names, channels))
                .orElseGet(() -> FramePlan.of(channelOfGiven, Double.NaN));
    }

    /** How the diameter of what a model finds is found, if it must be determined from frames. */
    public Optional<DiameterSearch> diameterSearch(String model) {
        return prepared().flatMap(own -> own.diameterSearch(model));
    }

    /** Starts to segment tasks one after another, on an executor. */
    public <T, R> FramePipeline<T, R> start(Iterator<T> tasks, FramePipeline.Work<T, R> work) {
        return prepared().orElseThrow().start(tasks, work, () -> TensorFlowSessions.shared(execution));
    }

    /** Creates the finder of types, on an executor. */
    public TypeFinder typeFinder() {
        return typeSearch().orElseThrow().open(() -> TensorFlowSessions.shared(execution));
    }

    /** Creates the diameter finder of a model, on an executor. */
    public DiameterFinder diameterFinder(String model) {
        return diameterSearch(model).orElseThrow().open(() -> TensorFlowSessions.shared(execution));
    }
}
