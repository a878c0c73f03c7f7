package io.latchkey.tenant.store;

import io.latchkey.platform.crypto.Secret;
import io.latchkey.tenant.Door;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An installation that comes through one of the doors.
 *
 * @param toldAt Forge: when Atlassian signed the call; Connect: null, since there the same installation may come back at once
 * @param licensed Forge: whether the site has a licence or needs none; Connect: true, since there it is not asked
 * @param secret Connect: what signs; Forge: the token that calls, which comes with each call
 */
record Arrival(
        Door door,
        String externalId,
        URI baseUrl,
        @Nullable String site,
        @Nullable String productType,
        @Nullable Instant toldAt,
        boolean licensed,
        @Nullable Secret secret) {

    static Arrival of(ConnectInstall facts) {
        return new Arrival(
                Door.CONNECT,
                facts.clientKey(),
                facts.baseUrl(),
                facts.cloudId(),
                facts.productType(),
                null,
                true,
                facts.sharedSecret());
    }

    static Arrival of(ForgeInstall facts) {
        return new Arrival(
                Door.FORGE,
                facts.installationId(),
                facts.baseUrl(),
                facts.cloudId(),
                null,
                facts.toldAt(),
                facts.licensed(),
                facts.systemToken());
    }

    /** Empty when it is not told. */
    String cloudId() {
        return site == null ? "" : site;
    }
}
