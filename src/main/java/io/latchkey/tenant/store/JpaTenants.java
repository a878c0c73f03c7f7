package io.latchkey.tenant.store;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Tenant;
import io.latchkey.tenant.Tenants;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

@Component
class JpaTenants implements Tenants {

    private final JoinedTransactions transactions;
    private final TenantRows rows;
    private final InstallationLookup lookup;

    JpaTenants(JoinedTransactions transactions, TenantRows rows, InstallationLookup lookup) {
        this.transactions = transactions;
        this.rows = rows;
        this.lookup = lookup;
    }

    @Override
    public Optional<Tenant> find(TenantId tenant) {
        return transactions.read(
                tenant, () -> rows.findById(RowKey.of(tenant, tenant.value())).map(TenantRow::toTenant));
    }

    @Override
    public List<TenantId> all() {
        return lookup.tenants();
    }
}
