package io.latchkey.okta;

import io.latchkey.platform.TenantId;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** The primary key of every table here. */
@Embeddable
record RowId(
        @Column(name = "tenant_id") UUID tenantId,
        @Column(name = "id") UUID id) implements Serializable {

    static RowId of(TenantId tenant, UUID id) {
        return new RowId(tenant.value(), id);
    }

    TenantId tenant() {
        return new TenantId(tenantId);
    }
}
