package org.cellineage.cell;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** To what precision a measured number is kept; a number without it is kept as it was measured. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Kept {

    /** What is measured, which decides the step between two neighbouring values. */
    Quantity value();

    /** Kinds of numbers. */
    enum Quantity {
        /** A position or length, pixels. */
        PIXELS {
            @Override
            double round(double value) {
                return Precision.pixels(value);
            }
        },
        /** A ratio, or an angle in radians. */
        RATIO {
            @Override
            double round(double value) {
                return Precision.ratio(value);
            }
        },
        /** A mean or spread of pixel values. */
        INTENSITY {
            @Override
            double round(double value) {
                return Precision.intensity(value);
            }
        };

        abstract double round(double value);
    }
}
