package io.latchkey.tenant;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An administrator of a site calls this endpoint from our administrators' page of a Forge installation that is held: the site is
 * known through another installation. Jira is asked, at that very site, whether the person is an administrator. Such a caller
 * belongs to no tenant yet.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface CalledOnArrival {}
