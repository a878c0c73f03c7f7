package io.latchkey.rollout;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Place;
import io.latchkey.platform.crypto.Sealed;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.crypto.Vault;
import io.latchkey.platform.time.Ids;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@code webhook}. Everything here needs the tenant's open transaction. */
@Component
class WebhookRows {

    private static final String SECRET = "secret";
    private static final String PREVIOUS = "previous_secret";
    private static final int FIRST = 1;

    private final JdbcClient jdbc;
    private final Vault vault;
    private final Ids ids;
    private final Clock clock;

    WebhookRows(JdbcClient jdbc, Vault vault, Ids ids, Clock clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.ids = ids;
        this.clock = clock;
    }

    /** A row with its ciphertexts. */
    record Row(
            UUID id,
            String name,
            Sealed url,
            Sealed secret,
            @Nullable Sealed previous,
            @Nullable Instant previousUntil,
            Instant createdAt,
            Instant changedAt) {

        boolean overlaps(Instant now) {
            return previous != null && previousUntil != null && now.isBefore(previousUntil);
        }
    }

    /** Adds one; false when there is one of this name already. */
    boolean add(TenantId tenant, String name, URI url, Secret secret) {
        UUID id = ids.next();
        Sealed sealedUrl = vault.seal(place(tenant, "url", id, FIRST), Secret.of(url.toString()));
        Sealed sealedSecret = vault.seal(place(tenant, SECRET, id, FIRST), secret);
        OffsetDateTime now = now();
        return jdbc.sql("insert into webhook (tenant_id, id, name, url, url_key_id, url_version,"
                                + " secret, secret_key_id, secret_version, created_at, changed_at)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (tenant_id, name) do nothing")
                        .params(
                                tenant.value(),
                                id,
                                name,
                                sealedUrl.ciphertext(),
                                sealedUrl.keyId(),
                                sealedUrl.version(),
                                sealedSecret.ciphertext(),
                                sealedSecret.keyId(),
                                sealedSecret.version(),
                                now,
                                now)
                        .update()
                > 0;
    }

    void changeUrl(TenantId tenant, Row row, URI url) {
        Sealed sealed = vault.seal(place(tenant, "url", row.id(), row.url().version() + 1), Secret.of(url.toString()));
        jdbc.sql("update webhook set url = ?, url_key_id = ?, url_version = ?, changed_at = ?"
                        + " where tenant_id = ? and id = ?")
                .params(sealed.ciphertext(), sealed.keyId(), sealed.version(), now(), tenant.value(), row.id())
                .update();
    }

    /** Replaces the secret; the old one goes on signing until then, or ends at once. One that still overlapped ends. */
    void changeSecret(TenantId tenant, Row row, Secret secret, Optional<Instant> until) {
        int version = row.secret().version() + 1;
        Sealed sealed = vault.seal(place(tenant, SECRET, row.id(), version), secret);
        Optional<Sealed> previous = until.map(time -> vault.seal(
                place(tenant, PREVIOUS, row.id(), version),
                vault.open(place(tenant, SECRET, row.id(), row.secret().version()), row.secret())));
        jdbc.sql("""
                        update webhook set secret = ?, secret_key_id = ?, secret_version = ?, previous_secret = ?,
                            previous_secret_key_id = ?, previous_secret_version = ?, previous_until = ?, changed_at = ?
                        where tenant_id = ? and id = ?
                        """)
                .params(
                        sealed.ciphertext(),
                        sealed.keyId(),
                        sealed.version(),
                        previous.map(Sealed::ciphertext).orElse(null),
                        previous.map(Sealed::keyId).orElse(null),
                        previous.map(Sealed::version).orElse(null),
                        until.map(time -> time.atOffset(ZoneOffset.UTC)).orElse(null),
                        now(),
                        tenant.value(),
                        row.id())
                .update();
    }

    void delete(TenantId tenant, Row row) {
        jdbc.sql("delete from webhook where tenant_id = ? and id = ?")
                .params(tenant.value(), row.id())
                .update();
    }

    Optional<Row> find(TenantId tenant, String name) {
        return jdbc.sql("select * from webhook where tenant_id = ? and name = ?")
                .params(tenant.value(), name)
                .query(WebhookRows::read)
                .optional();
    }

    /** As {@link #find}; nobody else changes it until the transaction ends. */
    Optional<Row> hold(TenantId tenant, String name) {
        return jdbc.sql("select * from webhook where tenant_id = ? and name = ? for update")
                .params(tenant.value(), name)
                .query(WebhookRows::read)
                .optional();
    }

    List<Row> list(TenantId tenant) {
        return jdbc.sql("select * from webhook where tenant_id = ? order by name")
                .param(tenant.value())
                .query(WebhookRows::read)
                .list();
    }

    URI url(TenantId tenant, Row row) {
        return URI.create(vault.open(place(tenant, "url", row.id(), row.url().version()), row.url())
                .reveal());
    }

    /** The present secret, and the one before while it overlaps. */
    List<Secret> secrets(TenantId tenant, Row row) {
        List<Secret> secrets = new ArrayList<>();
        secrets.add(vault.open(place(tenant, SECRET, row.id(), row.secret().version()), row.secret()));
        Sealed previous = row.previous();
        if (previous != null && row.overlaps(clock.instant())) {
            secrets.add(vault.open(place(tenant, PREVIOUS, row.id(), previous.version()), previous));
        }
        return List.copyOf(secrets);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Place place(TenantId tenant, String column, UUID id, int version) {
        return new Place(tenant, "webhook", column, id, version);
    }

    private static Row read(ResultSet row, int number) throws SQLException {
        UUID previousKey = row.getObject("previous_secret_key_id", UUID.class);
        OffsetDateTime until = row.getObject("previous_until", OffsetDateTime.class);
        return new Row(
                row.getObject("id", UUID.class),
                row.getString("name"),
                new Sealed(row.getObject("url_key_id", UUID.class), row.getInt("url_version"), row.getBytes("url")),
                new Sealed(
                        row.getObject("secret_key_id", UUID.class),
                        row.getInt("secret_version"),
                        row.getBytes("secret")),
                previousKey == null
                        ? null
                        : new Sealed(
                                previousKey, row.getInt("previous_secret_version"), row.getBytes("previous_secret")),
                until == null ? null : until.toInstant(),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("changed_at", OffsetDateTime.class).toInstant());
    }
}
