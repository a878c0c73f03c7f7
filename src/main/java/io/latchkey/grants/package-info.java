/**
 * Access that ends: who was put into which group until when, for which request and why; and its end.
 *
 * <p>In come the steps {@code grants.give} and {@code grants.extend} of a plan, and {@link io.latchkey.grants.Grants}; out go
 * runs that take memberships back, which need no Jira and go on after the site has removed the app, and a reminder on the
 * ticket. Grants of one membership may overlap: it is taken back when the last one ends, if it was ours to give.
 */
@ApplicationModule(
        displayName = "Grants",
        allowedDependencies = {"platform", "audit", "tenant", "work", "jira", "okta", "recipe"})
@NullMarked
package io.latchkey.grants;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
