package io.latchkey.panel;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Departure;
import io.latchkey.tenant.Departures;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.stereotype.Component;

/** The operator's view of tenants that have left: {@code /actuator/departures}. */
@Component
@Endpoint(id = "departures")
class DeparturesEndpoint {

    private final Departures departures;

    DeparturesEndpoint(Departures departures) {
        this.departures = departures;
    }

    /** All of them. */
    record All(List<View> departures) {}

    /** One of them; what remains is told of one alone. */
    record View(
            String tenant,
            String leftAt,
            String secretsKeptUntil,
            String dataKeptUntil,
            String stage,
            @Nullable List<InstallationController.RemainingView> remaining) {

        static View of(Departure one, @Nullable List<InstallationController.RemainingView> remaining) {
            return new View(
                    one.tenant().toString(),
                    one.leftAt().toString(),
                    one.keysUntil().toString(),
                    one.dataUntil().toString(),
                    one.stage().stored(),
                    remaining);
        }
    }

    @ReadOperation
    All all() {
        return new All(departures.all().stream().map(one -> View.of(one, null)).toList());
    }

    /** One, with what remains of it; 404 when the tenant has not left. */
    @ReadOperation
    @Nullable
    View one(@Selector UUID tenant) {
        var id = new TenantId(tenant);
        Optional<Departure> found = departures.find(id);
        return found.map(one -> View.of(
                        one,
                        departures.remaining(id).stream()
                                .map(InstallationController.RemainingView::of)
                                .toList()))
                .orElse(null);
    }

    /** What was asked for: whether the secrets are erased with the next look for what is due. */
    record Shortened(boolean due) {}

    /** Lets the tenant's secrets be erased now. */
    @DeleteOperation
    Shortened eraseKeysNow(@Selector UUID tenant) {
        return new Shortened(departures.eraseKeysNow(new TenantId(tenant)));
    }
}
