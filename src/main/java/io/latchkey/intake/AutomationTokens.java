package io.latchkey.intake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.http.AddressRange;
import io.latchkey.platform.json.CanonicalJson;
import io.latchkey.platform.time.Ids;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/**
 * Tokens of the form {@code id.secret} for Jira Automation, which can neither sign nor identify itself: 256 random bits,
 * shown once, stored as a SHA-256 hash (enough for a random secret; a password hash would only slow us down).
 */
@Component
public class AutomationTokens {

    private static final int SECRET_BYTES = 32;
    private static final int UUID_LENGTH = 36;
    private static final int LONGEST_TOKEN = 128;
    /** A token that was changed elsewhere is seen here so soon; when a signal is stored, at once. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    /** Tokens that were known lately are read again without being counted as unknown. */
    private static final Duration FAMILIAR = Duration.ofDays(1);

    private final TenantTransactions transactions;
    private final JdbcClient jdbc;
    private final Trail trail;
    private final TokenRates rates;
    private final SecureRandom random;
    private final Ids ids;
    private final Clock clock;
    private final Cache<UUID, Known> known = remembered(REMEMBERED);
    private final Cache<UUID, Boolean> unknown = remembered(REMEMBERED);
    private final Cache<UUID, Boolean> familiar = remembered(FAMILIAR);

    AutomationTokens(
            TenantTransactions transactions,
            JdbcClient jdbc,
            Trail trail,
            TokenRates rates,
            SecureRandom random,
            Ids ids,
            Clock clock) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.trail = trail;
        this.rates = rates;
        this.random = random;
        this.ids = ids;
        this.clock = clock;
    }

    /** Makes a token and tells it, this once. */
    public Issued issue(TenantId tenant, String name, String accountId) {
        return issue(tenant, name, List.of(), accountId);
    }

    /**
     * Makes a token and tells it, this once.
     *
     * @param sources where signals with it may come from; empty for anywhere
     */
    public Issued issue(TenantId tenant, String name, List<AddressRange> sources, String accountId) {
        UUID id = ids.next();
        String secret = secret();
        transactions.writeOnly(tenant, () -> {
            jdbc.sql("insert into automation_token (tenant_id, id, name, secret_hash, created_by, created_at, sources)"
                            + " values (?, ?, ?, ?, ?, ?, ?)")
                    .params(tenant.value(), id, name, hash(secret), accountId, time(clock.instant()), texts(sources))
                    .update();
            jdbc.sql("insert into automation_token_lookup (token_id, tenant_id) values (?, ?)")
                    .params(id, tenant.value())
                    .update();
            record(tenant, "automation-token.issued", id, accountId, facts -> sources(facts, sources));
        });
        return new Issued(id, Secret.of(id + "." + secret));
    }

    /**
     * Gives a token a new secret and tells it, this once; the old one stays valid for a while. An older one that still
     * overlapped ends at once.
     *
     * @param overlap how long the old secret stays valid; zero ends it at once
     * @return empty when there is no such token, or it was revoked
     */
    public Optional<Issued> rotate(TenantId tenant, UUID id, Duration overlap, String accountId) {
        String secret = secret();
        Instant until = clock.instant().plus(overlap);
        boolean found = transactions.write(tenant, () -> {
            int rotated = jdbc.sql("""
                            update automation_token
                            set previous_hash = case when :overlaps then secret_hash end,
                                previous_until = case when :overlaps then :until::timestamptz end,
                                secret_hash = :hash, generation = generation + 1
                            where tenant_id = :tenant and id = :id and revoked_at is null
                            """)
                    .param("overlaps", !overlap.isZero())
                    .param("until", time(until))
                    .param("hash", hash(secret))
                    .param("tenant", tenant.value())
                    .param("id", id)
                    .update();
            if (rotated > 0) {
                record(
                        tenant,
                        "automation-token.rotated",
                        id,
                        accountId,
                        facts -> facts.put("oldValidUntil", until.toString()));
            }
            return rotated > 0;
        });
        known.invalidate(id);
        return found ? Optional.of(new Issued(id, Secret.of(id + "." + secret))) : Optional.empty();
    }

    /**
     * Says where signals with a token may come from.
     *
     * @param sources empty for anywhere
     * @return false when there is no such token
     */
    public boolean limit(TenantId tenant, UUID id, List<AddressRange> sources, String accountId) {
        boolean found = transactions.write(tenant, () -> {
            int limited = jdbc.sql("update automation_token set sources = ? where tenant_id = ? and id = ?")
                    .params(texts(sources), tenant.value(), id)
                    .update();
            if (limited > 0) {
                record(tenant, "automation-token.limited", id, accountId, facts -> sources(facts, sources));
            }
            return limited > 0;
        });
        known.invalidate(id);
        return found;
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
                record(tenant, "automation-token.revoked", id, accountId, facts -> {});
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
                () -> jdbc.sql("select id, name, created_by, created_at, revoked_at, previous_until, sources"
                                + " from automation_token where tenant_id = ? order by id desc limit 200")
                        .param(tenant.value())
                        .query((row, n) -> new AutomationToken(
                                row.getObject("id", UUID.class),
                                row.getString("name"),
                                row.getString("created_by"),
                                row.getObject("created_at", OffsetDateTime.class)
                                        .toInstant(),
                                instant(row, "revoked_at"),
                                instant(row, "previous_until"),
                                List.of((String[]) row.getArray("sources").getArray())))
                        .list());
    }

    /**
     * Whose token this is. Takes the same time for a wrong secret as for a right one.
     *
     * @param sender who shows it
     */
    Recognition recognise(String token, Sender sender) {
        int dot = token.indexOf('.');
        if (dot != UUID_LENGTH || token.length() > LONGEST_TOKEN) {
            return new Recognition.Unknown();
        }
        try {
            UUID id = UUID.fromString(token.substring(0, dot));
            return recognise(id, hash(token.substring(dot + 1)), sender);
        } catch (IllegalArgumentException e) {
            return new Recognition.Unknown();
        }
    }

    private Recognition recognise(UUID id, byte[] hash, Sender sender) {
        if (unknown.getIfPresent(id) != null) {
            return new Recognition.Unknown();
        }
        Known cached = known.getIfPresent(id);
        Optional<Integer> generation = cached == null ? Optional.empty() : cached.generation(hash, clock.instant());
        if (generation.isEmpty()) {
            // Unknown here, or with a secret that is wrong, or newer than what is remembered.
            boolean renewed = cached == null && familiar.getIfPresent(id) != null;
            Optional<Duration> wait = renewed ? Optional.empty() : rates.stranger(sender);
            if (wait.isPresent()) {
                return new Recognition.TooMany(wait.get());
            }
            cached = lookUp(id).orElse(null);
            generation = cached == null ? Optional.empty() : cached.generation(hash, clock.instant());
        }
        if (cached == null || generation.isEmpty()) {
            rates.missed(sender);
            return new Recognition.Unknown();
        }
        if (!cached.allows(sender)) {
            return new Recognition.SourceRefused();
        }
        Optional<Duration> wait = rates.signal(id);
        return wait.isPresent()
                ? new Recognition.TooMany(wait.get())
                : new Recognition.Recognised(cached.tenant, id, generation.get());
    }

    private Optional<Known> lookUp(UUID id) {
        Optional<Known> found = transactions.writeTenantless(
                () -> jdbc.sql("select tenant_id from automation_token_lookup where token_id = ?")
                        .param(id)
                        .query(UUID.class)
                        .optional()
                        .map(TenantId::new)
                        .flatMap(tenant -> {
                            transactions.enter(tenant);
                            return read(tenant, id);
                        }));
        found.ifPresentOrElse(
                token -> {
                    known.put(id, token);
                    familiar.put(id, true);
                },
                () -> {
                    familiar.invalidate(id);
                    unknown.put(id, true);
                });
        return found;
    }

    private Optional<Known> read(TenantId tenant, UUID id) {
        return jdbc.sql("select secret_hash, generation, previous_hash, previous_until, sources"
                        + " from automation_token where tenant_id = ? and id = ? and revoked_at is null")
                .params(tenant.value(), id)
                .query((row, n) -> new Known(
                        tenant,
                        row.getBytes("secret_hash"),
                        row.getInt("generation"),
                        row.getBytes("previous_hash"),
                        instant(row, "previous_until"),
                        Arrays.stream((String[]) row.getArray("sources").getArray())
                                .flatMap(text -> AddressRange.parse(text).stream())
                                .toList()))
                .optional();
    }

    private void record(TenantId tenant, String kind, UUID token, String accountId, Consumer<ObjectNode> more) {
        var facts = JsonNodeFactory.instance
                .objectNode()
                .put("token", token.toString())
                .put("by", accountId);
        more.accept(facts);
        trail.record(new Entry(tenant, kind, tenant.toString(), facts, Map.of()));
    }

    private static void sources(ObjectNode facts, List<AddressRange> sources) {
        sources.forEach(source -> facts.withArray("sources").add(source.toString()));
    }

    private static SqlArrayValue texts(List<AddressRange> sources) {
        return new SqlArrayValue(
                "text", sources.stream().map(AddressRange::toString).toArray());
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static <K, V> Cache<K, V> remembered(Duration time) {
        return Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(time).build();
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

    @SuppressWarnings("ArrayRecordComponent") // compared in constant time, never by equals
    private record Known(
            TenantId tenant,
            byte[] hash,
            int generation,
            byte @Nullable [] previousHash,
            @Nullable Instant previousUntil,
            List<AddressRange> sources) {

        /** Which of its secrets has this hash; both are compared, whichever it is. */
        Optional<Integer> generation(byte[] shown, Instant now) {
            boolean newest = MessageDigest.isEqual(hash, shown);
            boolean before = MessageDigest.isEqual(previousHash == null ? new byte[hash.length] : previousHash, shown)
                    && previousUntil != null
                    && now.isBefore(previousUntil);
            if (newest) {
                return Optional.of(generation);
            }
            return before ? Optional.of(generation - 1) : Optional.empty();
        }

        boolean allows(Sender sender) {
            return sources.isEmpty() || sender.isIn(sources);
        }
    }
}
