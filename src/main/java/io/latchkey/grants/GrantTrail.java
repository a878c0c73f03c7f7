package io.latchkey.grants;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.work.StepResult;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Writes what becomes of grants into the trail, under the request that they were given for; inside the open transaction. */
@Component
class GrantTrail {

    private final Trail trail;

    GrantTrail(Trail trail) {
        this.trail = trail;
    }

    void record(TenantId tenant, String kind, Collection<GrantRow> grants, Consumer<ObjectNode> more) {
        record(tenant, kind, grants, more, Map.of());
    }

    void record(
            TenantId tenant,
            String kind,
            Collection<GrantRow> grants,
            Consumer<ObjectNode> more,
            Map<String, Secret> personal) {
        if (!grants.isEmpty()) {
            trail.record(grants.stream()
                    .map(grant -> entry(tenant, kind, grant, more).withPersonal(personal))
                    .toList());
        }
    }

    /** That somebody has ended all there was: one entry, however many; each end is told when it comes. */
    void endAllAsked(TenantId tenant, int grants, String by, String why) {
        trail.record(Entry.of(tenant, "grants.end-asked", tenant.toString())
                .withFacts(StepResult.nothing().put("by", by).put("grants", grants))
                .withPersonal(Map.of("why", Secret.of(why))));
    }

    private static Entry entry(TenantId tenant, String kind, GrantRow grant, Consumer<ObjectNode> more) {
        ObjectNode facts = StepResult.nothing()
                .put("grant", grant.id().toString())
                .put("connection", grant.membership().connection().toString())
                .put("userId", grant.membership().userId())
                .put("groupId", grant.membership().groupId())
                .put("endsAt", grant.endsAt().toString());
        more.accept(facts);
        return Entry.of(tenant, kind, grant.issueId()).withFacts(facts);
    }
}
