package io.latchkey.tenant.store;

import org.springframework.data.jpa.repository.JpaRepository;

interface TenantRows extends JpaRepository<TenantRow, RowKey> {}
