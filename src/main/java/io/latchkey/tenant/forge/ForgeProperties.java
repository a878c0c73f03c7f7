package io.latchkey.tenant.forge;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Forge door.
 *
 * @param appId the app's ARI (Atlassian resource identifier), the audience of its invocation tokens; without one the door is
 *     closed: every such token is refused and no key is fetched
 * @param environments the app's environments whose installations are served, as Forge names their types: {@code PRODUCTION},
 *     {@code STAGING}, {@code DEVELOPMENT}
 * @param jwksUrl where Atlassian publishes the keys of invocation tokens
 * @param keysFor how long fetched keys are used
 * @param leeway how far the clocks of Atlassian and ours may differ
 * @param gateway where sites are called; the address of each is checked against it
 */
@ConfigurationProperties("latchkey.forge")
record ForgeProperties(
        @Nullable String appId,
        @DefaultValue("PRODUCTION") Set<String> environments,

        @DefaultValue("https://forge.cdn.prod.atlassian-dev.net/.well-known/jwks.json")
        URI jwksUrl,

        @DefaultValue("15m") Duration keysFor,
        @DefaultValue("30s") Duration leeway,
        @DefaultValue("https://api.atlassian.com") URI gateway) {

    /** The app's id; empty while the door is closed. */
    Optional<String> app() {
        return Optional.ofNullable(appId).filter(id -> !id.isBlank());
    }
}
