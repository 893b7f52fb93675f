package org.cellineage.track;

import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.cellineage.classify.CellClassifier;
import org.cellineage.classify.ClassModel;
import org.cellineage.classify.ClassTransitions;
import org.cellineage.classify.ClassificationOptions;
import org.cellineage.format.Storage;
import org.cellineage.format.TrackSpan;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.problem.BadConfigurationException;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.ConfigProto;

/** How the classes of cells are found and smoothed, ready to be sent to where frames are segmented and movies tracked. */
public final class CellClasses implements Serializable {

    private static final long serialVersionUID = 1L;

    private final ClassificationOptions options;
    /** Null if no model classifies cells; an Optional is not serializable. */
    private final @Nullable ClassModel model;

    private CellClasses(ClassificationOptions options, @Nullable ClassModel model) {
        this.options = options;
        this.model = model;
    }

    /**
     * Opens the model that the options name, if any.
     *
     * @throws BadConfigurationException if it is missing or invalid, or the options name classes it does not know
     */
    public static CellClasses open(Storage storage, ClassificationOptions options) throws IOException {
        if (!options.isOn()) {
            return new CellClasses(options, null);
        }
        CellClasses classes =
                new CellClasses(options, ClassModel.of(ModelBundle.of(ModelFiles.named(storage, options.model()))));
        try {
            classes.transitions();
        } catch (IllegalArgumentException e) {
            throw new BadConfigurationException(
                    "classification.transitions", e.getMessage() + ".", "Name classes of the model, and add up.", e);
        }
        return classes;
    }

    private Optional<ClassModel> model() {
        return Optional.ofNullable(model);
    }

    /** Hash of the model; empty if there is none. */
    public String modelHash() {
        return model().map(ClassModel::hash).orElse("");
    }

    /** The settings. */
    public ClassificationOptions options() {
        return options;
    }

    /** Creates the classifier; empty if there is no model. */
    public Optional<CellClassifier> classifier(Supplier<ConfigProto> session) {
        return model().map(own -> own.classifier(options.keepEmbeddings(), session));
    }

    /**
     * The sink of a movie that smoothes classes along the lineage.
     *
     * @param given the tracks, if the lineage is given
     */
    public SmoothedClasses smoothing(TrackSink sink, List<TrackSpan> given) {
        Map<Integer, Integer> mothers = new HashMap<>();
        for (TrackSpan span : given) {
            if (span.parent() != TrackSpan.NO_PARENT) {
                mothers.put(span.track(), span.parent());
            }
        }
        List<String> names = model().map(own -> own.reading().classes()).orElse(List.of());
        return new SmoothedClasses(sink, names, transitions(), options.smoothingFrames(), mothers);
    }

    private ClassTransitions transitions() {
        return model().map(own ->
                        options.lineage(own.reading().classes(), own.reading().lineage()))
                .orElse(ClassTransitions.persistent(1));
    }
}
