package io.latchkey.sandbox.forge;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The claims of an invocation token, as the contract lists them.
 *
 * @param app the app's ARI
 * @param installationId the installation's ARI
 * @param cloudId of the site
 * @param apiBaseUrl where the site is called
 * @param environment {@code PRODUCTION}, {@code STAGING} or {@code DEVELOPMENT}
 * @param module the key of the module in the manifest
 * @param principal who looks at the page; null for events and schedules
 * @param extension what the page is about
 */
public record InvocationToken(
        String app,
        String installationId,
        String cloudId,
        String apiBaseUrl,
        String environment,
        String module,
        @Nullable String principal,
        Map<String, Object> extension) {

    private static final Duration LIFE = Duration.ofSeconds(25);

    /** Of an event or a schedule, in production. */
    public static InvocationToken of(String app, String installationId, String cloudId, String gateway, String module) {
        return new InvocationToken(
                app, installationId, cloudId, gateway + "/ex/jira/" + cloudId, "PRODUCTION", module, null, Map.of());
    }

    /** The same for somebody who looks at a page. */
    public InvocationToken by(String person) {
        return new InvocationToken(app, installationId, cloudId, apiBaseUrl, environment, module, person, extension);
    }

    /** The same on the page of an issue. */
    public InvocationToken on(String issueId, String issueKey) {
        return about(Map.of("issue", Map.of("id", issueId, "key", issueKey)));
    }

    /** The same below a request in the portal, which tells its key alone. */
    public InvocationToken onRequest(String key) {
        return about(Map.of("request", Map.of("key", key, "typeId", "1"), "portal", Map.of("id", "1")));
    }

    private InvocationToken about(Map<String, Object> what) {
        return new InvocationToken(app, installationId, cloudId, apiBaseUrl, environment, module, principal, what);
    }

    /** The claims, for now. */
    public JWTClaimsSet.Builder claims(Instant now) {
        Map<String, Object> context = new HashMap<>(Map.of("cloudId", cloudId, "moduleKey", module));
        if (principal != null) {
            context.put("accountId", principal);
            context.put("localId", installationId + "/" + module);
            context.put("extension", extension);
        }
        return new JWTClaimsSet.Builder()
                .issuer("forge/invocation-token")
                .audience(app)
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .jwtID(UUID.randomUUID().toString())
                .claim("principal", principal)
                .claim("context", context)
                .claim(
                        "app",
                        Map.of(
                                "id",
                                app,
                                "version",
                                "1",
                                "appVersion",
                                "1.0.0",
                                "installationId",
                                installationId,
                                "apiBaseUrl",
                                apiBaseUrl,
                                "environment",
                                Map.of("type", environment, "id", "ari:cloud:ecosystem::environment/sandbox"),
                                "module",
                                Map.of("type", "core:" + module, "key", module)));
    }
}
