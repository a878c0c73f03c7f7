package io.latchkey.tenant.store;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface InstallationRows extends JpaRepository<InstallationRow, RowKey> {

    Optional<InstallationRow> findByKeyTenantIdAndDoorAndExternalId(UUID tenant, String door, String externalId);

    List<InstallationRow> findByKeyTenantIdOrderByInstalledAtDesc(UUID tenant);
}
