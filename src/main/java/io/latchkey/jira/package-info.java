/**
 * Jira Cloud and Jira Service Management (JSM) as this product needs them: what a request holds and who approved it comes
 * in, comments and transitions go out, settings learn what a site has.
 *
 * <p>Every call names its tenant and is made as the app. What HTTP says is mapped once, in {@link
 * io.latchkey.jira.JiraFailure}. JQL: Jira query language. ADF: Atlassian Document Format.
 */
@ApplicationModule(
        displayName = "Jira",
        allowedDependencies = {"platform", "audit", "tenant", "work"})
@NullMarked
package io.latchkey.jira;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
