package org.cellineage.segment.postprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bad setting is named with its key and value, whichever it is. */
class PostprocessorOptionsTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                SemanticOptions.class,
                DistanceOptions.class,
                StarDistOptions.class,
                InstanceOptions.class,
                NuclearOptions.class
            })
    void everyNumberHasItsBounds(Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            if (components[i].getType() == int.class) {
                assertRefused(type, i, -1);
            } else if (components[i].getType() == double.class) {
                assertRefused(type, i, -0.01);
                assertRefused(type, i, Double.NaN);
            }
        }
    }

    private static void assertRefused(Class<?> type, int component, Object value) throws ReflectiveOperationException {
        String key = type.getRecordComponents()[component]
                .getName()
                .replaceAll("([A-Z])", "_$1")
                .toLowerCase(Locale.ROOT);
        assertThatThrownBy(() -> withValue(type, component, value))
                .as(key)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(key + " ")
                .hasMessageEndingWith("but is " + value);
    }

    private static Object withValue(Class<?> type, int component, Object value) throws Throwable {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        Object defaults = type.getField("DEFAULTS").get(null);
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = i == component ? value : components[i].getAccessor().invoke(defaults);
        }
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Test
    void upperBoundsHoldToo() throws ReflectiveOperationException {
        for (int share : new int[] {0, 1}) {
            assertRefused(SemanticOptions.class, share, 1.01);
        }
        assertRefused(StarDistOptions.class, 0, 2);
        assertRefused(StarDistOptions.class, 0, 100_000);
        assertRefused(StarDistOptions.class, 1, 1.5);
        assertRefused(StarDistOptions.class, 2, 1.5);
        assertRefused(StarDistOptions.class, 3, 0);
        assertRefused(DistanceOptions.class, 4, 1e6);
        for (int share : new int[] {0, 1, 2, 4}) {
            assertRefused(InstanceOptions.class, share, 1.01);
        }
        for (int share : new int[] {0, 1, 4, 5}) {
            assertRefused(NuclearOptions.class, share, 1.01);
        }
        assertRefused(NuclearOptions.class, 2, 0);
        assertRefused(NuclearOptions.class, 3, 0);
    }

    /** Spark sends options to its executors. */
    @Test
    void optionsSurviveSerialization() throws IOException, ClassNotFoundException {
        for (Object options : new Object[] {
            SemanticOptions.DEFAULTS,
            DistanceOptions.DEFAULTS,
            StarDistOptions.DEFAULTS,
            InstanceOptions.DEFAULTS,
            NuclearOptions.DEFAULTS
        }) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(options);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                assertThat(in.readObject()).isEqualTo(options);
            }
        }
    }
}
