package io.latchkey.okta;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** Rows of {@code okta_connection}; each query names the tenant although the database would hide the others' rows. */
interface ConnectionRows extends JpaRepository<ConnectionRow, RowId> {

    @Query("select c from ConnectionRow c where c.key.tenantId = :tenantId order by c.name")
    List<ConnectionRow> findByKeyTenantIdOrderByName(UUID tenantId);
}
