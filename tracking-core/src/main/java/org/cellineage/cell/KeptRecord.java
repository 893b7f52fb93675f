package org.cellineage.cell;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rounds the components of a record that are marked {@link Kept}, recursively in nested lists of records. */
final class KeptRecord {

    private static final ClassValue<KeptRecord> OF = new ClassValue<>() {
        @Override
        protected KeptRecord computeValue(Class<?> type) {
            return new KeptRecord(type);
        }
    };

    private final RecordComponent[] components;
    private final Constructor<?> constructor;

    private KeptRecord(Class<?> type) {
        components = type.getRecordComponents();
        try {
            constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type + " is not a record", e);
        }
    }

    @SuppressWarnings("unchecked")
    static <T extends Record> T round(T record) {
        return (T) OF.get(record.getClass()).rounded(record);
    }

    private Object rounded(Object record) {
        Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < values.length; i++) {
                values[i] = rounded(components[i], components[i].getAccessor().invoke(record));
            }
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a rounded " + record.getClass().getName(), e);
        }
    }

    private static Object rounded(RecordComponent component, Object value) {
        Kept kept = component.getAnnotation(Kept.class);
        if (kept != null) {
            return kept.value().round((Double) value);
        }
        if (value instanceof List<?> list) {
            List<Object> rounded = new ArrayList<>();
            list.forEach(one -> rounded.add(one instanceof Record record ? round(record) : one));
            return rounded;
        }
        return value;
    }
}
