package io.latchkey.tenant.connect;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Connect door.
 *
 * @param installKeysUrl where Atlassian publishes the public keys of signed installs; the key's id is appended. Pinned:
 *     the library would choose it by the base address that an unverified body names
 * @param leeway how far the clocks of Atlassian and ours may differ
 * @param maxTokenLifetime the longest time from {@code iat} to {@code exp} that a token may claim; Atlassian's tokens
 *     live for minutes
 */
@ConfigurationProperties("latchkey.connect")
record ConnectProperties(
        @DefaultValue("https://connect-install-keys.atlassian.com")
        URI installKeysUrl,

        @DefaultValue("10s") Duration leeway,
        @DefaultValue("15m") Duration maxTokenLifetime) {}
