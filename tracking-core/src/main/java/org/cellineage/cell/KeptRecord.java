package org.cellineage.cell;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rounds the numbers of a record that are marked {@link Kept}, and those of the records in its lists. */
final class KeptRecord {

    private static final ClassValue<KeptRecord> OF = new ClassValue<>() {
        @Override
        protected KeptRecord computeValue(Class<?> type) {
            return new KeptRecord(type);
        }
    };

    private final RecordComponent[] components;
    private final MethodHandle[] accessors;
    private final MethodHandle constructor;

    private KeptRecord(Class<?> type) {
        components = type.getRecordComponents();
        accessors = new MethodHandle[components.length];
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            for (int i = 0; i < components.length; i++) {
                accessors[i] = lookup.unreflect(components[i].getAccessor())
                        .asType(MethodType.methodType(Object.class, Object.class));
            }
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            constructor = lookup.unreflectConstructor(type.getDeclaredConstructor(types))
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type + " is no public record", e);
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
                Object value = accessors[i].invokeExact(record);
                values[i] = rounded(components[i], value);
            }
            Object made = constructor.invokeExact(values);
            return made;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
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
