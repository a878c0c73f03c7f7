/**
 * Who installed us: the tenant, the doors that lead to it (Connect and Forge), who calls an endpoint, and
 * how the tenant's Jira site is called back.
 *
 * <p>In: lifecycle callbacks of Atlassian Connect and events of Forge, and every request that carries their tokens. Out: {@link
 * io.latchkey.tenant.Caller}, {@link io.latchkey.tenant.SiteClients}, and events after the commit of what they tell. JWT:
 * JSON Web Token. qsh: query string hash, a claim that binds a token to one request.
 */
@ApplicationModule(
        displayName = "Tenant",
        allowedDependencies = {"platform", "audit"})
@NullMarked
package io.latchkey.tenant;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
