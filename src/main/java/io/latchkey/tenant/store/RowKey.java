package io.latchkey.tenant.store;

import io.latchkey.platform.TenantId;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.UUID;

/** The key of a tenant's row. */
@Embeddable
record RowKey(
        @Column(name = "tenant_id") UUID tenantId,
        @Column(name = "id") UUID id) {

    static RowKey of(TenantId tenant, UUID id) {
        return new RowKey(tenant.value(), id);
    }

    TenantId tenant() {
        return new TenantId(tenantId);
    }
}
