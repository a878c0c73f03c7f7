package io.latchkey.tenant.store;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** Read by written queries: one that is derived from a name is parsed and translated again each time it is asked. */
interface InstallationRows extends JpaRepository<InstallationRow, RowKey> {

    @Query("select i from InstallationRow i where i.key.tenantId = :tenant and i.door = :door"
            + " and i.externalId = :externalId")
    Optional<InstallationRow> findByKeyTenantIdAndDoorAndExternalId(UUID tenant, String door, String externalId);

    /** As above, once every other transaction that changes it has ended: what a site tells in the background, too. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select i from InstallationRow i where i.key.tenantId = :tenant and i.door = :door"
            + " and i.externalId = :externalId")
    Optional<InstallationRow> lockByKeyTenantIdAndDoorAndExternalId(UUID tenant, String door, String externalId);

    @Query("select i from InstallationRow i where i.key.tenantId = :tenant order by i.installedAt desc")
    List<InstallationRow> findByKeyTenantIdOrderByInstalledAtDesc(UUID tenant);

    /** As they are once every other transaction that changes them has ended. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select i from InstallationRow i where i.key.tenantId = :tenant order by i.key.id")
    List<InstallationRow> findByKeyTenantIdOrderByKeyId(UUID tenant);
}
