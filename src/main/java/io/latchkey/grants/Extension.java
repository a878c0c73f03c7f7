package io.latchkey.grants;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.platform.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Lets a grant last longer; inside the tenant's open transaction, whose lock is held. */
@Component
class Extension {

    private final GrantRows rows;
    private final GrantTrail trail;
    private final GrantsProperties properties;
    private final Clock clock;

    Extension(GrantRows rows, GrantTrail trail, GrantsProperties properties, Clock clock) {
        this.rows = rows;
        this.trail = trail;
        this.properties = properties;
        this.clock = clock;
    }

    /** Only ever later; asking for the end that it has changes nothing. */
    Extended extend(TenantId tenant, UUID id, Instant end, Consumer<ObjectNode> more) {
        Optional<GrantRow> grant = rows.find(tenant, id);
        if (grant.isEmpty() || grant.get().state() != Grant.State.ACTIVE) {
            return new Extended.Refused("grants.not-running", "the access is not running any more; ask for it anew");
        }
        if (grant.get().endsAt().equals(end)) {
            return new Extended.Until(end);
        }
        Instant now = clock.instant();
        if (!end.isAfter(grant.get().endsAt()) || !end.isAfter(now)) {
            return new Extended.Refused(
                    "grants.not-later",
                    "the access ends on " + grant.get().endsAt() + " already; an extension has to end later, found "
                            + end);
        }
        rows.extend(
                tenant,
                id,
                end,
                Reminders.at(properties, now, end),
                Looks.at(grant.get().knownAt(), end));
        trail.record(tenant, "grant.extended", List.of(grant.get()), facts -> {
            facts.put("extendedTo", end.toString());
            more.accept(facts);
        });
        return new Extended.Until(end);
    }
}
