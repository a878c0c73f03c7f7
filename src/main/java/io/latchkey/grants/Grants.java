package io.latchkey.grants;

import io.latchkey.grants.Grant.State;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Access that ends, for the packages below; everything happens inside the tenant's open transaction. */
@Component
public class Grants {

    private static final int MOST = 500;

    private final GrantRows rows;
    private final Extension extension;
    private final HandOver handOver;
    private final GrantTrail trail;

    Grants(GrantRows rows, Extension extension, HandOver handOver, GrantTrail trail) {
        this.rows = rows;
        this.extension = extension;
        this.handOver = handOver;
        this.trail = trail;
    }

    /**
     * Grants, the newest first.
     *
     * @param olderThan the id of the last one of the page before; null for the first page
     * @param most how many at most, up to 500
     */
    public List<Grant> list(TenantId tenant, GrantFilter filter, @Nullable UUID olderThan, int most) {
        return rows.list(tenant, filter, olderThan, Math.min(most, MOST)).stream()
                .map(row -> rows.read(tenant, row))
                .toList();
    }

    /** How many stand how now. */
    public GrantCounts counts(TenantId tenant) {
        return rows.counts(tenant);
    }

    /** One grant. */
    public Optional<Grant> find(TenantId tenant, UUID id) {
        return rows.find(tenant, id).map(row -> rows.read(tenant, row));
    }

    /**
     * Lets a grant last longer. Asking for the end that it has already changes nothing.
     *
     * @param by who asked: an account id
     */
    public Extended extend(TenantId tenant, UUID id, Instant end, String by) {
        rows.lock(tenant);
        return extension.extend(tenant, id, end, facts -> facts.put("by", by));
    }

    /**
     * Ends a grant now: the account is taken out of the group, if that is ours to do and no other grant lasts. For one that is
     * held it is tried once more.
     *
     * @param by who asked: an account id
     * @param why in their words; kept in the trail, where it can be erased
     * @return false when it was over, or is being ended, already
     */
    public boolean endNow(TenantId tenant, UUID id, String by, String why) {
        rows.lock(tenant);
        List<GrantRow> grants =
                rows.find(tenant, id).filter(Grants::isOpen).map(List::of).orElse(List.of());
        end(tenant, grants, by, why);
        return !grants.isEmpty();
    }

    /**
     * Ends everything now that was given for a time and is not over, before the app is removed or when nobody knows any more
     * who should have what; for what is held it is tried once more. It is worked off in the order and in the portions in which ends that are due are.
     *
     * @param by who asked: an account id
     * @param why in their words; kept in the trail, where it can be erased
     * @return how many grants
     */
    public int endAllNow(TenantId tenant, String by, String why) {
        rows.lock(tenant);
        int ending = rows.endAllNow(tenant);
        trail.endAllAsked(tenant, ending, by, why);
        handOver.due(tenant);
        return ending;
    }

    /**
     * Ends everything that a request gave now, such as when it is withdrawn. What other requests gave lasts.
     *
     * @param why a stable code
     * @return how many grants
     */
    public int revokeOf(TenantId tenant, String issueId, String why) {
        rows.lock(tenant);
        List<GrantRow> grants =
                rows.ofIssue(tenant, issueId).stream().filter(Grants::isOpen).toList();
        trail.record(tenant, "grant.revoked", grants, facts -> facts.put("why", why));
        handOver.now(tenant, grants.stream().map(GrantRow::id).toList());
        return grants.size();
    }

    /**
     * A person has looked at a grant that is held and done in Okta what was right: nothing more is to be done.
     *
     * @param by who settled it: an account id
     * @return false when it is not held
     */
    public boolean settle(TenantId tenant, UUID id, String by) {
        rows.lock(tenant);
        Optional<GrantRow> held = rows.find(tenant, id).filter(grant -> grant.state() == State.HELD);
        held.ifPresent(grant -> {
            rows.end(tenant, List.of(id), State.ENDED, Why.SETTLED);
            trail.record(tenant, "grant.settled", List.of(grant), facts -> facts.put("by", by));
        });
        return held.isPresent();
    }

    private void end(TenantId tenant, List<GrantRow> grants, String by, String why) {
        trail.record(
                tenant,
                "grant.end-asked",
                grants,
                facts -> facts.put("by", by),
                java.util.Map.of("why", Secret.of(why)));
        handOver.now(tenant, grants.stream().map(GrantRow::id).toList());
    }

    private static boolean isOpen(GrantRow grant) {
        return grant.endedAt().isEmpty() && grant.state() != State.ENDING;
    }
}
