package io.latchkey.tenant.forge;

import com.nimbusds.jose.util.Resource;
import io.latchkey.platform.http.AllowedLoopback;
import io.latchkey.platform.http.HttpProperties;
import io.latchkey.sandbox.forge.InvocationKeys;
import io.latchkey.sandbox.forge.InvocationToken;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The verification of invocation tokens as a node does it, for whoever measures it: with keys whose downloads are counted. */
public final class MeasuredInvocations {

    private static final String APP = "ari:cloud:ecosystem::app/11111111-2222-3333-4444-555555555555";
    private static final String CLOUD = "5f1e3c1a-0000-4000-8000-000000000001";
    private static final String GATEWAY = "https://api.atlassian.com";

    private final InvocationKeys keys = new InvocationKeys();
    private final AtomicInteger downloads = new AtomicInteger();
    private final Invocations invocations;

    /** With the machine's clock. */
    public MeasuredInvocations() {
        var properties = new ForgeProperties(
                APP,
                Set.of("PRODUCTION"),
                URI.create("https://forge.cdn.prod.atlassian-dev.net/.well-known/jwks.json"),
                Duration.ofMinutes(15),
                Duration.ofSeconds(30),
                URI.create(GATEWAY));
        var addresses = new ForgeAddresses(properties, new AllowedLoopback(new HttpProperties(List.of())));
        invocations = new Invocations(
                properties,
                new InvocationClaims(properties, addresses),
                url -> {
                    downloads.incrementAndGet();
                    return new Resource(keys.published(), "application/json");
                },
                Clock.systemUTC(),
                System::nanoTime);
    }

    /** A token of an event, signed now. */
    public String token() {
        return keys.sign(
                InvocationToken.of(APP, "ari:cloud:ecosystem::installation/1", CLOUD, GATEWAY, "latchkey-issues")
                        .claims(Instant.now())
                        .build());
    }

    /** Verifies a token, or throws. */
    public void verify(String token) {
        invocations.verify(token);
    }

    /** How often the keys were fetched. */
    public int downloads() {
        return downloads.get();
    }
}
