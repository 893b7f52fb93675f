package org.cellineage.jobs.cluster;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Serializes a record by its components and recreates it through its constructor, including validation. Kryo 4 supports
 * neither records, whose fields cannot be set from outside, nor the lists of {@code List.of}; list components arrive as
 * unmodifiable lists.
 */
public final class RecordSerializer<T extends Record> extends Serializer<T> {

    private final Class<?>[] types;
    private final Method[] accessors;
    private final Constructor<T> constructor;

    public RecordSerializer(Class<T> record) {
        RecordComponent[] components = record.getRecordComponents();
        types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        accessors = Arrays.stream(components).map(RecordComponent::getAccessor).toArray(Method[]::new);
        try {
            constructor = record.getDeclaredConstructor(types);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(record + " is not a record", e);
        }
        constructor.setAccessible(true);
        for (Method accessor : accessors) {
            accessor.setAccessible(true);
        }
        setImmutable(true);
    }

    @Override
    public void write(Kryo kryo, Output output, T record) {
        try {
            for (int i = 0; i < accessors.length; i++) {
                Object value = accessors[i].invoke(record);
                if (types[i] == List.class) {
                    List<?> list = (List<?>) value;
                    output.writeInt(list.size(), true);
                    list.forEach(one -> kryo.writeClassAndObject(output, one));
                } else {
                    kryo.writeClassAndObject(output, value);
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public T read(Kryo kryo, Input input, Class<T> type) {
        Object[] values = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            values[i] = types[i] == List.class ? list(kryo, input) : kryo.readClassAndObject(input);
        }
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("a " + type.getName() + " that its constructor refuses", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Object> list(Kryo kryo, Input input) {
        int size = input.readInt(true);
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            list.add(kryo.readClassAndObject(input));
        }
        return List.copyOf(list);
    }
}
