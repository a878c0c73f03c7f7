package io.latchkey.tenant.store;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;

interface InstallationRows extends JpaRepository<InstallationRow, RowKey> {

    Optional<InstallationRow> findByKeyTenantIdAndDoorAndExternalId(UUID tenant, String door, String externalId);

    List<InstallationRow> findByKeyTenantIdOrderByInstalledAtDesc(UUID tenant);

    /** As they are once every other transaction that changes them has ended. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    List<InstallationRow> findByKeyTenantIdOrderByKeyId(UUID tenant);
}
