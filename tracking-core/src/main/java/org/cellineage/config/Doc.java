package org.cellineage.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a configuration key means; shown by {@code --print-config} and in the default configuration file. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Doc {

    /** One sentence. */
    String value();

    /** The unit, empty where the key bears it in its name or has none. */
    String unit() default "";
}
