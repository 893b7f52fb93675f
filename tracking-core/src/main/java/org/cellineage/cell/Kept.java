package org.cellineage.cell;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The precision to which a measurement is rounded for storage; components without this annotation are stored as
 * measured.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Kept {

    /** What is measured, which determines the rounding step. */
    Quantity value();

    /** Kinds of measurements. */
    enum Quantity {
        /** A position or length in pixels. */
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
        /** A mean or standard deviation of pixel values. */
        INTENSITY {
            @Override
            double round(double value) {
                return Precision.intensity(value);
            }
        };

        abstract double round(double value);
    }
}
