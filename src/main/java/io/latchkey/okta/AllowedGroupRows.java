package io.latchkey.okta;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** Rows of {@code okta_allowed_group}. */
interface AllowedGroupRows extends JpaRepository<AllowedGroupRow, RowId> {

    @Query("select g from AllowedGroupRow g where g.key.tenantId = :tenantId and g.connectionId = :connectionId"
            + " order by g.groupName")
    List<AllowedGroupRow> findByKeyTenantIdAndConnectionIdOrderByGroupName(UUID tenantId, UUID connectionId);

    @Query("select count(g) > 0 from AllowedGroupRow g where g.key.tenantId = :tenantId"
            + " and g.connectionId = :connectionId and g.groupId = :groupId")
    boolean existsByKeyTenantIdAndConnectionIdAndGroupId(UUID tenantId, UUID connectionId, String groupId);

    long deleteByKeyTenantIdAndConnectionIdAndGroupId(UUID tenantId, UUID connectionId, String groupId);
}
