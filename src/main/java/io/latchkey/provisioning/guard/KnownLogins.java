package io.latchkey.provisioning.guard;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Fingerprints;
import io.latchkey.platform.text.LookAlikes;
import io.latchkey.platform.time.Ids;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The logins that plans were admitted for, as keyed hashes of what they are and of what they look like; inside the
 * tenant's open transaction.
 */
@Component
public class KnownLogins {

    private final JdbcClient jdbc;
    private final Fingerprints fingerprints;
    private final Ids ids;

    KnownLogins(JdbcClient jdbc, Fingerprints fingerprints, Ids ids) {
        this.jdbc = jdbc;
        this.fingerprints = fingerprints;
        this.ids = ids;
    }

    /** A login by its hashes. */
    record Print(byte[] login, byte[] likeness) {

        boolean isSame(Print other) {
            return MessageDigest.isEqual(login, other.login);
        }

        boolean isAlike(Print other) {
            return MessageDigest.isEqual(likeness, other.likeness);
        }
    }

    Print print(TenantId tenant, String login) {
        return new Print(
                hash(tenant, "login", login.toLowerCase(Locale.ROOT)),
                hash(tenant, "likeness", LookAlikes.skeleton(login)));
    }

    /** The hash of a login in Base64, to keep beside the id of a protected person. */
    public String login(TenantId tenant, String login) {
        return Base64.getEncoder().encodeToString(print(tenant, login).login);
    }

    /** The hash of what a login looks like in Base64, as {@link #login}. */
    public String likeness(TenantId tenant, String login) {
        return Base64.getEncoder().encodeToString(print(tenant, login).likeness);
    }

    /** Whether a login that looks like this one, and is another, is known. */
    boolean knowsAnother(TenantId tenant, UUID connection, Print print) {
        return alike(tenant, connection, print)
                .filter(known -> !MessageDigest.isEqual(known, print.login))
                .isPresent();
    }

    /**
     * Remembers the login.
     *
     * @return false when another one that looks like it was remembered, be it at this very moment
     */
    boolean claim(TenantId tenant, UUID connection, Print print) {
        int added = jdbc.sql("insert into known_login (tenant_id, id, connection_id, likeness, login)"
                        + " values (?, ?, ?, ?, ?) on conflict do nothing")
                .params(tenant.value(), ids.next(), connection, print.likeness, print.login)
                .update();
        return added > 0 || !knowsAnother(tenant, connection, print);
    }

    private Optional<byte[]> alike(TenantId tenant, UUID connection, Print print) {
        return jdbc.sql("select login from known_login where tenant_id = ? and connection_id = ? and likeness = ?")
                .params(tenant.value(), connection, print.likeness)
                .query((row, n) -> row.getBytes("login"))
                .optional();
    }

    private byte[] hash(TenantId tenant, String column, String value) {
        return fingerprints.of(tenant, "known_login." + column, value.getBytes(StandardCharsets.UTF_8));
    }
}
