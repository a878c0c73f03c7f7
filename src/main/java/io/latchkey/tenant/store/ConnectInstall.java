package io.latchkey.tenant.store;

import io.latchkey.platform.crypto.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What a verified {@code installed} callback tells.
 *
 * @param clientKey the site's key at this door
 * @param sharedSecret signs everything from now on
 * @param baseUrl on the list of Atlassian's hosts
 * @param cloudId Atlassian's id of the site
 * @param productType {@code jira}
 */
public record ConnectInstall(
        String clientKey,
        Secret sharedSecret,
        URI baseUrl,
        @Nullable String cloudId,
        @Nullable String productType) {}
