/**
 * Signals: authenticated, deduplicated, stored, acknowledged. A signal means "look at this issue" and nothing else; its
 * body is read for the id and forgotten.
 *
 * <p>In come Connect's webhook, Forge's events, Jira Automation's web request and the sweep; out goes a look of kind {@code request} in
 * the ledger of work. JQL: Jira query language.
 */
@ApplicationModule(
        displayName = "intake",
        allowedDependencies = {"platform", "audit", "tenant", "work", "jira", "recipe", "provisioning"})
@NullMarked
package io.latchkey.intake;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
