package io.latchkey.panel;

import io.latchkey.tenant.HeldInstallation;
import io.latchkey.tenant.HeldInstallation.Decision;
import io.latchkey.tenant.HeldInstallations;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.stereotype.Component;

/** The operator's view of installations that were not let in: {@code /actuator/heldinstallations}. */
@Component
@Endpoint(id = "heldinstallations")
class HeldInstallationsEndpoint {

    private final HeldInstallations held;

    HeldInstallationsEndpoint(HeldInstallations held) {
        this.held = held;
    }

    /** All of them. */
    record All(List<View> held) {}

    /** One of them. */
    record View(
            String id,
            String door,
            String externalId,
            String cloudId,
            String tenant,
            String firstAt,
            String lastAt,
            int times,
            @Nullable String decision) {

        static View of(HeldInstallation one) {
            return new View(
                    one.id().toString(),
                    one.door().stored(),
                    one.externalId(),
                    one.cloudId(),
                    one.tenant().toString(),
                    one.firstAt().toString(),
                    one.lastAt().toString(),
                    one.times(),
                    one.decision() == null ? null : one.decision().name().toLowerCase(Locale.ROOT));
        }
    }

    @ReadOperation
    All all() {
        return new All(held.all().stream().map(View::of).toList());
    }

    /** What was decided; whether there is such an installation. */
    record Decided(boolean found) {}

    /**
     * Decides: {@code accepted} lets it take over the tenant when it installs again and closes the tenant's other doors;
     * {@code refused} keeps it out.
     */
    @WriteOperation
    Decided decide(@Selector UUID id, Decision decision) {
        return new Decided(held.decide(id, decision));
    }
}
