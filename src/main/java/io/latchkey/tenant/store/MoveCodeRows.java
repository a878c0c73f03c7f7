package io.latchkey.tenant.store;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.tenant.MoveCodes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The code of each tenant, as a hash: 125 random bits cannot be guessed from it. Inside the tenant's open transaction. */
@Component
class MoveCodeRows {

    /** The wrong codes that are the last ones of {@link #WINDOW}. */
    static final int MOST_WRONG = 5;

    static final Duration WINDOW = Duration.ofMinutes(10);

    private final JdbcClient jdbc;
    private final Clock clock;

    MoveCodeRows(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Keeps a code in place of the one before; wrong ones that were entered still count. */
    Instant keep(TenantId tenant, String cloudId, Secret code) {
        Instant now = clock.instant();
        Instant expiresAt = now.plus(MoveCodes.KEPT);
        jdbc.sql("""
                        insert into move_code (tenant_id, id, code_hash, cloud_id, expires_at, wrong_since)
                        values (?, ?, ?, ?, ?, ?)
                        on conflict (tenant_id, id) do update set code_hash = excluded.code_hash,
                            cloud_id = excluded.cloud_id, expires_at = excluded.expires_at
                        """)
                .params(tenant.value(), tenant.value(), hash(code), cloudId, time(expiresAt), time(now))
                .update();
        return expiresAt;
    }

    /** Whether so many wrong ones were entered that none is looked at for a while. Others that ask wait for this transaction. */
    boolean tooManyWrong(TenantId tenant) {
        Instant now = clock.instant();
        int wrong = jdbc.sql("""
                        insert into move_code as code (tenant_id, id, wrong_since) values (?, ?, ?)
                        on conflict (tenant_id, id) do update set
                            wrong = case when code.wrong_since <= ? then 0 else code.wrong end,
                            wrong_since = case when code.wrong_since <= ? then excluded.wrong_since else code.wrong_since end
                        returning wrong
                        """)
                .params(tenant.value(), tenant.value(), time(now), time(now.minus(WINDOW)), time(now.minus(WINDOW)))
                .query(Integer.class)
                .single();
        return wrong >= MOST_WRONG;
    }

    /** Uses the code up, if it is the tenant's, for this site, and not too old; a wrong one counts. */
    boolean use(TenantId tenant, String cloudId, Secret code) {
        boolean right = jdbc.sql("""
                        update move_code set code_hash = null
                        where tenant_id = ? and code_hash = ? and cloud_id = ? and expires_at > ?
                        """)
                        .params(tenant.value(), hash(code), cloudId, time(clock.instant()))
                        .update()
                == 1;
        if (!right) {
            jdbc.sql("update move_code set wrong = wrong + 1 where tenant_id = ?")
                    .param(tenant.value())
                    .update();
        }
        return right;
    }

    /** However it was copied: without what separates its groups, and in any case. */
    private static byte[] hash(Secret code) {
        String plain = code.reveal().toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "");
        try {
            return MessageDigest.getInstance("SHA-256").digest(plain.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
