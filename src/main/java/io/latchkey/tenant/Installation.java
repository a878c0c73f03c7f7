package io.latchkey.tenant;

import io.latchkey.platform.TenantId;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One door of a tenant, as the site described it when it installed us.
 *
 * @param tenant whose
 * @param door which
 * @param externalId Connect: the clientKey; Forge: the installationId
 * @param baseUrl where the site's REST interface is; on the list of Atlassian's hosts
 * @param displayUrl where people see it, as Jira itself says; null until it was asked
 * @param helpCenterUrl where customers see it, as Jira itself says; null until then, or when it says none
 * @param cloudId Atlassian's id of the site
 * @param installed whether the app is installed
 * @param enabled whether the site's administrator has it switched on
 * @param licensed whether the site has a licence, or needs none, as Forge said last
 * @param missingScopes what the site has not granted the app and a call needed, by Atlassian's names in their order
 * @param scopesMissingSince since when something is missing
 * @param appAccountId the account under which the app acts at the site, once known
 */
public record Installation(
        TenantId tenant,
        Door door,
        String externalId,
        URI baseUrl,
        @Nullable URI displayUrl,
        @Nullable URI helpCenterUrl,
        @Nullable String cloudId,
        boolean installed,
        boolean enabled,
        boolean licensed,
        Set<String> missingScopes,
        @Nullable Instant scopesMissingSince,
        @Nullable String appAccountId) {

    /** The app's own account at the site, once known. */
    public Optional<String> appAccount() {
        return Optional.ofNullable(appAccountId);
    }
}
