package org.cellineage.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Meaning of a configuration key, as printed by {@code config} and in the default configuration file. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Doc {

    /** One sentence. */
    String value();

    /** The unit; empty if the name of the key contains it or there is none. */
    String unit() default "";
}
