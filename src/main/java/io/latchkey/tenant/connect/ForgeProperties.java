package io.latchkey.tenant.connect;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Forge door's tokens.
 *
 * @param appId the app's ARI, the audience of its invocation tokens; without one every such token is refused and no key
 *     is fetched
 * @param jwksUrl where Atlassian publishes the keys of invocation tokens
 * @param keysFor how long fetched keys are used
 * @param leeway how far the clocks of Atlassian and ours may differ
 */
@ConfigurationProperties("latchkey.forge")
record ForgeProperties(
        @Nullable String appId,

        @DefaultValue("https://forge.cdn.prod.atlassian-dev.net/.well-known/jwks.json")
        URI jwksUrl,

        @DefaultValue("15m") Duration keysFor,
        @DefaultValue("30s") Duration leeway) {}
