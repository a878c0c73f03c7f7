package io.latchkey.grants;

import io.latchkey.platform.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Holds grants whose time is over for a person; inside the open transaction. */
@Component
class Holding {

    private static final Logger log = LoggerFactory.getLogger(Holding.class);

    /** What an administrator puts right is noticed after that. */
    private static final Duration AGAIN = Duration.ofMinutes(30);

    private final GrantRows rows;
    private final GrantTrail trail;
    private final Clock clock;

    Holding(GrantRows rows, GrantTrail trail, Clock clock) {
        this.rows = rows;
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * Holds them; the trail is told once for each reason.
     *
     * @param mayPass whether it is tried again by itself
     */
    void hold(TenantId tenant, List<GrantRow> grants, String why, boolean mayPass) {
        if (grants.isEmpty()) {
            return;
        }
        rows.hold(
                tenant,
                grants.stream().map(GrantRow::id).toList(),
                why,
                mayPass ? Optional.of(clock.instant().plus(AGAIN)) : Optional.empty());
        List<GrantRow> told = grants.stream()
                .filter(grant -> !grant.why().equals(Optional.of(why)))
                .toList();
        trail.record(tenant, "grant.held", told, facts -> facts.put("why", why));
        if (!told.isEmpty()) {
            log.warn("{} grants of tenant {} whose time is over are held: {}", told.size(), tenant, why);
        }
    }
}
