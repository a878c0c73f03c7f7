/**
 * The HTTP API of settings and panels, for administrators of the Jira site: every endpoint takes the context token of a
 * page inside Jira and asks Jira whether the person is an administrator. It sees all packages and none sees it.
 *
 * <p>API: application programming interface. Answers are JSON; refusals are {@code application/problem+json}.
 */
@ApplicationModule(
        displayName = "Panel",
        allowedDependencies = {
            "platform",
            "audit",
            "tenant",
            "work",
            "jira",
            "okta",
            "recipe",
            "grants",
            "handover",
            "provisioning",
            "provisioning :: guard",
            "intake",
            "rollout"
        })
@NullMarked
package io.latchkey.panel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
