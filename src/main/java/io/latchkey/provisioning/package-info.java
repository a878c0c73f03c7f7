/**
 * An access request: is it approved, by whom, and still what was approved? What follows is planned, run, and told on the
 * ticket.
 *
 * <p>In come looks of kind {@code request}; out go runs of kind {@code request} and {@code note}, a row per decision, and
 * entries in the trail.
 */
@ApplicationModule(
        displayName = "Provisioning",
        allowedDependencies = {"platform", "audit", "tenant", "work", "jira", "okta", "recipe", "grants", "handover"})
@NullMarked
package io.latchkey.provisioning;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
