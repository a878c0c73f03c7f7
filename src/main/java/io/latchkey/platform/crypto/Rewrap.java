package io.latchkey.platform.crypto;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Wraps keysets anew that are not under the current master key. A keyset stays the same, so nothing that is sealed
 * changes; what nodes remember of it stays right. Any node may do it at any time.
 */
@Component
class Rewrap {

    private static final Logger log = LoggerFactory.getLogger(Rewrap.class);
    private static final int BATCH = 100;

    private final Wrapping wrapping;
    private final TenantTransactions transactions;
    private final JdbcClient jdbc;

    Rewrap(Wrapping wrapping, TenantTransactions transactions, JdbcClient jdbc) {
        this.wrapping = wrapping;
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /** Goes through all that are left once, each in a transaction of its own; answers how many it wrapped anew. */
    int pass() {
        int done = 0;
        Optional<Wrapping.Row> last = Optional.empty();
        List<Wrapping.Row> rows = next(last);
        while (!rows.isEmpty()) {
            for (Wrapping.Row row : rows) {
                done += rewrapped(row) ? 1 : 0;
            }
            last = Optional.of(rows.get(rows.size() - 1));
            rows = next(last);
        }
        if (done > 0) {
            log.info("{} keysets are now under master key {}", done, wrapping.current());
        }
        return done;
    }

    private List<Wrapping.Row> next(Optional<Wrapping.Row> last) {
        return jdbc.sql("""
                        select kind, tenant_id, keyset_id from keyset_lookup
                        where master_key_id is distinct from :current and (kind, keyset_id) > (:kind, :keyset)
                        order by kind, keyset_id limit :batch
                        """)
                .param("current", wrapping.current())
                .param("kind", last.map(Wrapping.Row::table).orElse(""))
                .param("keyset", last.map(Wrapping.Row::id).orElse(new UUID(0, 0)))
                .param("batch", BATCH)
                .query((row, n) -> new Wrapping.Row(
                        row.getString("kind"),
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        row.getObject("keyset_id", UUID.class)))
                .list();
    }

    private boolean rewrapped(Wrapping.Row row) {
        try {
            return transactions.write(row.tenant(), () -> rewrap(row));
        } catch (Wrapping.WrongMasterKey e) {
            // It says which; whoever has that master key wraps it anew.
            log.error("not wrapped under master key {}: {}", wrapping.current(), e.getMessage());
            return false;
        }
    }

    private boolean rewrap(Wrapping.Row row) {
        Optional<Wrapping.Wrapped> old = jdbc.sql("select wrapped, master_key_id from " + row.table()
                        + " where tenant_id = ? and id = ? and master_key_id is distinct from ? for update skip locked")
                .params(row.tenant().value(), row.id(), wrapping.current())
                .query((found, n) -> new Wrapping.Wrapped(found.getBytes("wrapped"), found.getString("master_key_id")))
                .optional();
        if (old.isEmpty()) {
            return false;
        }
        try {
            Wrapping.Wrapped wrapped = wrapping.wrap(wrapping.unwrap(old.get(), row), row);
            jdbc.sql("update " + row.table() + " set wrapped = ?, master_key_id = ? where tenant_id = ? and id = ?")
                    .params(wrapped.bytes(), wrapped.masterKeyId(), row.tenant().value(), row.id())
                    .update();
            return true;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the keyset " + row.id() + " could not be wrapped", e);
        }
    }
}
