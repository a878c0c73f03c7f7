package io.latchkey.audit;

import io.latchkey.audit.Verified.Breach;
import io.latchkey.audit.Verified.Broken;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Recomputes a tenant's chain from what is stored. Works page by page, each in a short transaction of its own, so that
 * neither memory nor a snapshot grows with the trail; rows never change, so the pages fit together.
 */
@Component
public class Verification {

    /** With bodies of at most 256 KiB a page stays below 26 MiB. */
    private static final int PAGE = 100;

    private final TenantTransactions transactions;
    private final JdbcClient jdbc;
    private final TrailReader reader;
    private final SealCheck check;

    Verification(TenantTransactions transactions, JdbcClient jdbc, TrailReader reader, SealCheck check) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.reader = reader;
        this.check = check;
    }

    /** Checks every seal up to the head of this moment, or to the first that does not hold. Opens its own transactions. */
    public Verified verify(TenantId tenant) {
        Begin begin = transactions.read(tenant, () -> begin(tenant));
        long sealed = 0;
        SealedEvent last = null;
        List<SealedEvent> page;
        do {
            long after = last == null ? Long.MIN_VALUE : last.position();
            page = transactions.read(tenant, () -> page(tenant, after, begin.head));
            for (SealedEvent seal : page) {
                Optional<Broken> broken = check.check(last, seal);
                if (broken.isPresent()) {
                    return new Verified(sealed, begin.notSealedYet, broken);
                }
                sealed++;
                last = seal;
            }
        } while (!page.isEmpty());
        return new Verified(sealed, begin.notSealedYet, begin.stray());
    }

    private Begin begin(TenantId tenant) {
        return jdbc.sql("""
                        with bare as (
                          select e.id from audit_event e where e.tenant_id = :tenant and not exists (
                            select from audit_seal s where s.tenant_id = e.tenant_id and s.event_id = e.id))
                        select
                          (select coalesce(max(position), 0) from audit_seal where tenant_id = :tenant) as head,
                          (select count(*) from bare) as unsealed,
                          (select id from bare where not exists (
                             select from audit_unsealed_since u where u.tenant_id = :tenant and u.event_id <= bare.id)
                           order by id limit 1) as stray
                        """)
                .param("tenant", tenant.value())
                .query((row, n) ->
                        new Begin(row.getLong("head"), row.getLong("unsealed"), row.getObject("stray", UUID.class)))
                .single();
    }

    private List<SealedEvent> page(TenantId tenant, long after, long head) {
        List<SealedEvent> seals = jdbc.sql("""
                        select s.position, s.event_id, s.previous_hash, s.hash, e.body, e.kind, e.subject, e.occurred_at
                        from audit_seal s left join audit_event e on e.tenant_id = s.tenant_id and e.id = s.event_id
                        where s.tenant_id = ? and s.position > ? and s.position <= ? order by s.position limit ?
                        """)
                .params(tenant.value(), after, head, PAGE)
                .query(SealedEvent::read)
                .list();
        Map<UUID, List<Personal>> personal =
                reader.personal(tenant, seals.stream().map(SealedEvent::event).toList());
        return seals.stream()
                .map(seal -> seal.with(check.hashes(tenant, personal.getOrDefault(seal.event(), List.of()))))
                .toList();
    }

    private record Begin(
            long head, long notSealedYet, @Nullable UUID strayEvent) {

        Optional<Broken> stray() {
            return Optional.ofNullable(strayEvent).map(event -> new Broken(head + 1, event, Breach.NOT_WAITING));
        }
    }
}
