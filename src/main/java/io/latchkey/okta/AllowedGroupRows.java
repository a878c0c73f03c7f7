package io.latchkey.okta;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

/** Rows of {@code okta_allowed_group}. */
interface AllowedGroupRows extends JpaRepository<AllowedGroupRow, RowId> {

    List<AllowedGroupRow> findByKeyTenantIdAndConnectionIdOrderByGroupName(UUID tenantId, UUID connectionId);

    boolean existsByKeyTenantIdAndConnectionIdAndGroupId(UUID tenantId, UUID connectionId, String groupId);

    long deleteByKeyTenantIdAndConnectionIdAndGroupId(UUID tenantId, UUID connectionId, String groupId);
}
