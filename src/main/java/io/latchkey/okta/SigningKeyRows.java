package io.latchkey.okta;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** Rows of {@code okta_signing_key}. */
interface SigningKeyRows extends JpaRepository<SigningKeyRow, RowId> {

    @Query("select k from SigningKeyRow k where k.key.tenantId = :tenantId and k.retiredAt is null"
            + " order by k.createdAt desc")
    List<SigningKeyRow> findByKeyTenantIdAndRetiredAtIsNullOrderByCreatedAtDesc(UUID tenantId);

    List<SigningKeyRow> findTop50ByKeyTenantIdOrderByCreatedAtDesc(UUID tenantId);
}
