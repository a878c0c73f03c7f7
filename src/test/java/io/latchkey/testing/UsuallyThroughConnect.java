package io.latchkey.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/** Stories that run through Connect in the ordinary build, and through Forge in that of the profile {@code other-door}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("usually-connect")
public @interface UsuallyThroughConnect {}
