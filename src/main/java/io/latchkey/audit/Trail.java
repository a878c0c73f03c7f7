package io.latchkey.audit;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The trail of every tenant. Writing needs the tenant's open transaction, so that an entry exists exactly when what it
 * reports does; reading opens its own.
 */
@Component
public class Trail {

    private final TrailWriter writer;
    private final TrailReader reader;
    private final TenantTransactions transactions;
    private final JdbcClient jdbc;

    Trail(TrailWriter writer, TrailReader reader, TenantTransactions transactions, JdbcClient jdbc) {
        this.writer = writer;
        this.reader = reader;
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /**
     * Adds one entry in one statement, inside the tenant's open transaction.
     *
     * @return the event's id
     * @throws org.springframework.transaction.IllegalTransactionStateException when no transaction is open
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public UUID record(Entry entry) {
        return writer.write(List.of(entry)).get(0);
    }

    /**
     * Adds several entries of one tenant, in their order and at one time, in one statement, inside the tenant's open
     * transaction. No entries: no statement.
     *
     * @return the events' ids, in the same order
     * @throws IllegalArgumentException when they belong to more than one tenant
     * @throws org.springframework.transaction.IllegalTransactionStateException when no transaction is open
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<UUID> record(List<Entry> entries) {
        return writer.write(entries);
    }

    /** One page of a tenant's trail, oldest first, in a transaction of its own. */
    public TrailPage read(TenantId tenant, TrailFilter filter) {
        return transactions.read(tenant, () -> reader.read(tenant, filter));
    }

    /**
     * Erases the personal values of everything that was recorded about a subject, inside the tenant's open transaction.
     * The events stay and still verify. Erasing twice erases nothing more. Whoever erases records why.
     *
     * @return how many values went
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public int erase(TenantId tenant, String subject) {
        return jdbc.sql("""
                        delete from audit_personal p using audit_event e
                        where p.tenant_id = ? and e.tenant_id = p.tenant_id and e.id = p.event_id and e.subject = ?
                        """).params(tenant.value(), subject).update();
    }

    /** As {@link #erase(TenantId, String)}, for single events. */
    @Transactional(propagation = Propagation.MANDATORY)
    public int erase(TenantId tenant, Collection<UUID> events) {
        return jdbc.sql("delete from audit_personal where tenant_id = ? and event_id = any(?)")
                .params(tenant.value(), new SqlArrayValue("uuid", events.toArray()))
                .update();
    }

    /**
     * Erases personal values of a tenant that has left, whatever they are about, inside the tenant's open transaction. The
     * events stay and still verify.
     *
     * @param most how many at most
     * @return how many values went; 0 when there are none left
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public int erasePersonal(TenantId tenant, int most) {
        return jdbc.sql("delete from audit_personal where tenant_id = ? and id in"
                        + " (select id from audit_personal where tenant_id = ? limit ?)")
                .params(tenant.value(), tenant.value(), most)
                .update();
    }

    /** The keysets of the tenant by which personal values are sealed, inside the tenant's open transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Set<UUID> keysInUse(TenantId tenant) {
        return Set.copyOf(jdbc.sql("select distinct value_key_id from audit_personal where tenant_id = ?")
                .param(tenant.value())
                .query(UUID.class)
                .list());
    }

    /** How many events the tenant's trail has, inside the tenant's open transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public long count(TenantId tenant) {
        return count(tenant, "audit_event");
    }

    /** How many personal values were not erased, inside the tenant's open transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public long countPersonal(TenantId tenant) {
        return count(tenant, "audit_personal");
    }

    private long count(TenantId tenant, String table) {
        return jdbc.sql("select count(*) from " + table + " where tenant_id = ?")
                .param(tenant.value())
                .query(Long.class)
                .single();
    }
}
