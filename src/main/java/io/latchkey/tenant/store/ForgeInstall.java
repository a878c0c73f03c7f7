package io.latchkey.tenant.store;

import io.latchkey.platform.crypto.Secret;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a verified call of Forge tells of an installation.
 *
 * @param installationId Forge's id of it; another one after each installation
 * @param baseUrl where the site is called, on Atlassian's gateway
 * @param cloudId Atlassian's id of the site
 * @param toldAt when Atlassian signed the call
 * @param licensed false when the app is paid for and the site has not
 * @param systemToken calls the site as the app for at least two hours; null when the call brought none
 */
public record ForgeInstall(
        String installationId,
        URI baseUrl,
        String cloudId,
        Instant toldAt,
        boolean licensed,
        @Nullable Secret systemToken) {}
