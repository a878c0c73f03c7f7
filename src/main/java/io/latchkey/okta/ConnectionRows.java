package io.latchkey.okta;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

/** Rows of {@code okta_connection}; each query names the tenant although the database would hide the others' rows. */
interface ConnectionRows extends JpaRepository<ConnectionRow, RowId> {

    Optional<ConnectionRow> findByKeyTenantIdAndName(UUID tenantId, String name);

    List<ConnectionRow> findByKeyTenantIdOrderByName(UUID tenantId);
}
