package io.latchkey.intake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.json.CanonicalJson;
import io.latchkey.platform.time.Ids;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tokens of the form {@code id.secret} for Jira Automation, which can neither sign nor identify itself: 256 random bits,
 * shown once, stored as a SHA-256 hash (enough for a random secret; a password hash would only slow us down).
 */
@Component
public class AutomationTokens {

    private static final int SECRET_BYTES = 32;
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final TenantTransactions transactions;
    private final JdbcClient jdbc;
    private final Trail trail;
    private final SecureRandom random;
    private final Ids ids;
    private final Clock clock;
    private final Cache<UUID, Known> known = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(REMEMBERED)
            .build();

    AutomationTokens(
            TenantTransactions transactions, JdbcClient jdbc, Trail trail, SecureRandom random, Ids ids, Clock clock) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.trail = trail;
        this.random = random;
        this.ids = ids;
        this.clock = clock;
    }

    /** Makes a token and tells it, this once. */
    public Issued issue(TenantId tenant, String name, String accountId) {
        UUID id = ids.next();
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        byte[] hash = hash(secret);
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        transactions.writeOnly(tenant, () -> {
            jdbc.sql("insert into automation_token (tenant_id, id, name, secret_hash, created_by, created_at)"
                            + " values (?, ?, ?, ?, ?, ?)")
                    .params(tenant.value(), id, name, hash, accountId, now)
                    .update();
            jdbc.sql("insert into automation_token_lookup (token_id, tenant_id, secret_hash) values (?, ?, ?)")
                    .params(id, tenant.value(), hash)
                    .update();
            record(tenant, "automation-token.issued", id, accountId);
        });
        return new Issued(id, Secret.of(id + "." + secret));
    }

    /** Revokes a token; doing so again changes nothing. False when there is none. */
    public boolean revoke(TenantId tenant, UUID id, String accountId) {
        boolean found = transactions.write(tenant, () -> {
            int revoked = jdbc.sql("update automation_token set revoked_at = coalesce(revoked_at, ?)"
                            + " where tenant_id = ? and id = ?")
                    .params(clock.instant().atOffset(ZoneOffset.UTC), tenant.value(), id)
                    .update();
            if (revoked > 0) {
                jdbc.sql("delete from automation_token_lookup where token_id = ? and tenant_id = ?")
                        .params(id, tenant.value())
                        .update();
                record(tenant, "automation-token.revoked", id, accountId);
            }
            return revoked > 0;
        });
        known.invalidate(id);
        return found;
    }

    /** All tokens of a tenant, newest first. */
    public List<AutomationToken> list(TenantId tenant) {
        return transactions.read(
                tenant,
                () -> jdbc.sql("select id, name, created_by, created_at, revoked_at"
                                + " from automation_token where tenant_id = ? order by id desc limit 200")
                        .param(tenant.value())
                        .query((row, n) -> new AutomationToken(
                                row.getObject("id", UUID.class),
                                row.getString("name"),
                                row.getString("created_by"),
                                row.getObject("created_at", OffsetDateTime.class)
                                        .toInstant(),
                                Optional.ofNullable(row.getObject("revoked_at", OffsetDateTime.class))
                                        .map(OffsetDateTime::toInstant)
                                        .orElse(null)))
                        .list());
    }

    /** Whose token this is; empty for anything that is not one. Takes the same time for a wrong secret as for a right one. */
    Optional<Recognised> recognise(String token) {
        int dot = token.indexOf('.');
        if (dot != UUID_LENGTH || token.length() > LONGEST_TOKEN) {
            return Optional.empty();
        }
        try {
            UUID id = UUID.fromString(token.substring(0, dot));
            byte[] hash = hash(token.substring(dot + 1));
            return lookUp(id)
                    .filter(found -> MessageDigest.isEqual(found.hash, hash))
                    .map(found -> new Recognised(found.tenant, id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static final int UUID_LENGTH = 36;
    private static final int LONGEST_TOKEN = 128;

    private Optional<Known> lookUp(UUID id) {
        Known cached = known.getIfPresent(id);
        if (cached != null) {
            return Optional.of(cached);
        }
        Optional<Known> found = transactions.writeTenantless(() -> jdbc.sql(
                        "select tenant_id, secret_hash from automation_token_lookup where token_id = ?")
                .param(id)
                .query((row, n) ->
                        new Known(new TenantId(row.getObject("tenant_id", UUID.class)), row.getBytes("secret_hash")))
                .optional());
        found.ifPresent(token -> known.put(id, token));
        return found;
    }

    private void record(TenantId tenant, String kind, UUID token, String accountId) {
        var facts = JsonNodeFactory.instance
                .objectNode()
                .put("token", token.toString())
                .put("by", accountId);
        trail.record(new Entry(tenant, kind, tenant.toString(), facts, Map.of()));
    }

    private static byte[] hash(String secret) {
        return CanonicalJson.sha256(secret.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A new token.
     *
     * @param id its id
     * @param token {@code id.secret}, to be shown once
     */
    public record Issued(UUID id, Secret token) {}

    /**
     * A recognised token.
     *
     * @param tenant whose
     * @param id its id
     */
    record Recognised(TenantId tenant, UUID id) {}

    @SuppressWarnings("ArrayRecordComponent") // compared in constant time, never by equals
    private record Known(TenantId tenant, byte[] hash) {}
}
