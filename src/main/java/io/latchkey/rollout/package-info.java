/**
 * What follows in infrastructure: webhooks, which recipes call by name.
 *
 * <p>In come steps of the kind {@code rollout.call-webhook} and, from the panel, the webhooks of a tenant; out go signed
 * calls as Standard Webhooks describes them (https://www.standardwebhooks.com), to hosts of the operator's list alone, and
 * entries in the trail.
 *
 * <p>HMAC: keyed-hash message authentication code.
 */
@ApplicationModule(
        displayName = "Rollout",
        allowedDependencies = {"platform", "audit", "tenant", "work", "recipe", "provisioning"})
@NullMarked
package io.latchkey.rollout;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
