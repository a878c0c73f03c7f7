package io.latchkey.okta;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

/** Rows of {@code okta_signing_key}. */
interface SigningKeyRows extends JpaRepository<SigningKeyRow, RowId> {

    List<SigningKeyRow> findByKeyTenantIdAndRetiredAtIsNullOrderByCreatedAtDesc(UUID tenantId);

    List<SigningKeyRow> findTop50ByKeyTenantIdOrderByCreatedAtDesc(UUID tenantId);
}
