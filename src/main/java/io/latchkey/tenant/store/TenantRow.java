package io.latchkey.tenant.store;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Tenant;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;

@Entity
@Table(name = "tenant")
class TenantRow {

    @EmbeddedId
    private RowKey key;

    @Column(name = "state")
    private String state;

    @Column(name = "created_at")
    private Instant createdAt;

    @SuppressWarnings("NullAway.Init") // JPA fills it
    protected TenantRow() {}

    TenantRow(TenantId tenant, Instant now) {
        this.key = RowKey.of(tenant, tenant.value());
        this.state = stored(Tenant.State.INSTALLED);
        this.createdAt = now;
    }

    void become(Tenant.State state) {
        this.state = stored(state);
    }

    Tenant toTenant() {
        return new Tenant(key.tenant(), Tenant.State.valueOf(state.toUpperCase(Locale.ROOT)), createdAt);
    }

    private static String stored(Tenant.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
