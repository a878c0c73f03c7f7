package io.latchkey.tenant;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An installed site calls this endpoint, with a Connect JWT in the {@code Authorization} header whose qsh claim binds it
 * to exactly this request: webhooks and lifecycle callbacks.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface CalledBySite {}
