package io.latchkey.recipe;

import io.latchkey.platform.TenantId;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.UUID;

/** The key of every row of a tenant. */
@Embeddable
record RowId(
        @Column(name = "tenant_id") UUID tenantId,
        @Column(name = "id") UUID id) {

    static RowId of(TenantId tenant, UUID id) {
        return new RowId(tenant.value(), id);
    }
}
