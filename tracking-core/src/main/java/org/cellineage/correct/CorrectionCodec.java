package org.cellineage.correct;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.cellineage.cell.MaskPixels;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.problem.BadInputException;

/**
 * Corrections as lines of JSON. Components are written under their names in snake case, the kind of a change as
 * {@code what}, times in ISO 8601, and masks as in the tables, in Base64. Every line says the version of the format.
 */
public final class CorrectionCodec {

    /** Raised when a component is removed, or changes its name, type or meaning, or a kind of change is added. */
    public static final int VERSION = 1;

    private static final String VERSION_FIELD = "version";

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "what")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Change.Undo.class, name = "undo"),
        @JsonSubTypes.Type(value = Edit.Link.class, name = "link"),
        @JsonSubTypes.Type(value = Edit.Cut.class, name = "cut"),
        @JsonSubTypes.Type(value = Edit.Swap.class, name = "swap"),
        @JsonSubTypes.Type(value = Edit.AddDivision.class, name = "add_division"),
        @JsonSubTypes.Type(value = Edit.RemoveDivision.class, name = "remove_division"),
        @JsonSubTypes.Type(value = Edit.RemoveCell.class, name = "remove_cell"),
        @JsonSubTypes.Type(value = Edit.MergeCells.class, name = "merge_cells"),
        @JsonSubTypes.Type(value = Edit.SplitByLine.class, name = "split_by_line"),
        @JsonSubTypes.Type(value = Edit.SplitBySeeds.class, name = "split_by_seeds"),
        @JsonSubTypes.Type(value = Edit.ReplaceMask.class, name = "replace_mask"),
        @JsonSubTypes.Type(value = Edit.NewCell.class, name = "new_cell"),
        @JsonSubTypes.Type(value = Edit.MarkRight.class, name = "mark_right")
    })
    private interface Named {}

    private static final ObjectMapper JSON = mapper();

    private CorrectionCodec() {}

    private static ObjectMapper mapper() {
        SimpleModule values = new SimpleModule()
                .addSerializer(RunLengthMask.class, new MaskWriter())
                .addDeserializer(RunLengthMask.class, new MaskReader())
                .addSerializer(Instant.class, new TimeWriter())
                .addDeserializer(Instant.class, new TimeReader());
        return JsonMapper.builder()
                .addModule(values)
                .addMixIn(Change.class, Named.class)
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build();
    }

    /** The correction as one line, without a line end. */
    public static String toLine(Correction correction) {
        ObjectNode line = JSON.createObjectNode();
        line.put(VERSION_FIELD, VERSION);
        line.setAll((ObjectNode) JSON.valueToTree(correction));
        return line.toString();
    }

    /**
     * Reads a line.
     *
     * @param where file and line, for messages
     * @throws BadInputException if it is damaged, or of a later version
     */
    public static Correction parse(String line, String where) {
        try {
            JsonNode node = JSON.readTree(line);
            int version = node.path(VERSION_FIELD).asInt(0);
            if (version > VERSION) {
                throw new BadInputException(
                        where,
                        "The correction was written by a later version of Cellineage.",
                        "Use that version or a later one.");
            }
            if (!(node instanceof ObjectNode object)) {
                throw new IllegalArgumentException("it is no JSON object");
            }
            object.remove(VERSION_FIELD);
            Correction correction = JSON.treeToValue(object, Correction.class);
            require(correction, where);
            return correction;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw damaged(where, e);
        }
    }

    /** A damaged mask would fail only when it is painted. */
    private static void require(Correction correction, String where) {
        try {
            for (CellRef ref : correction.change().cells()) {
                MaskPixels.decode(ref.mask().toBytes(), ref.box());
            }
            if (correction.change() instanceof Edit.ReplaceMask drawn) {
                MaskPixels.decode(drawn.mask().toBytes(), drawn.box());
            }
            if (correction.change() instanceof Edit.NewCell drawn) {
                MaskPixels.decode(drawn.mask().toBytes(), drawn.box());
            }
        } catch (IllegalArgumentException e) {
            throw damaged(where, e);
        }
    }

    private static BadInputException damaged(String where, Exception e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new BadInputException(
                where,
                "The correction is damaged: " + message + ".",
                "Restore the file from a backup, or remove it if its corrections are not needed.",
                e);
    }

    private static final class MaskWriter extends JsonSerializer<RunLengthMask> {
        @Override
        public void serialize(RunLengthMask mask, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(Base64.getEncoder().encodeToString(mask.toBytes()));
        }
    }

    private static final class MaskReader extends JsonDeserializer<RunLengthMask> {
        @Override
        public RunLengthMask deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return RunLengthMask.ofBytes(Base64.getDecoder().decode(in.getText()));
        }
    }

    private static final class TimeWriter extends JsonSerializer<Instant> {
        @Override
        public void serialize(Instant time, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(time.toString());
        }
    }

    private static final class TimeReader extends JsonDeserializer<Instant> {
        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            try {
                return Instant.parse(in.getText());
            } catch (DateTimeException e) {
                throw context.weirdStringException(in.getText(), Instant.class, "no time in ISO 8601");
            }
        }
    }
}
