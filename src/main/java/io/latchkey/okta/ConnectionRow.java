package io.latchkey.okta;

import io.latchkey.tenant.Tenant;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.Formula;
import org.jspecify.annotations.Nullable;

/** A row of {@code okta_connection}. */
@Entity
@Table(name = "okta_connection")
class ConnectionRow {

    @EmbeddedId
    private RowId key;

    @Version
    private @Nullable Integer revision;

    private String name;
    private String orgUrl;
    private @Nullable String clientId;
    private Instant createdAt;
    private Instant updatedAt;

    /** Read with the row, so that whoever reads a connection knows it without asking; null in a row that was just made. */
    @Formula("tenant_state(tenant_id)")
    private @Nullable String tenantState;

    @SuppressWarnings("NullAway.Init") // filled by JPA
    protected ConnectionRow() {}

    ConnectionRow(RowId key, String name, OrgUrl orgUrl, Instant now) {
        this.key = key;
        this.name = name;
        this.orgUrl = orgUrl.value();
        this.createdAt = now;
        this.updatedAt = now;
    }

    void setClientId(String value, Instant now) {
        clientId = value;
        updatedAt = now;
    }

    OktaConnection read() {
        return new OktaConnection(
                key.tenant(),
                new OktaConnectionId(key.id()),
                name,
                new OrgUrl(orgUrl),
                Optional.ofNullable(clientId),
                revision == null ? 0 : revision,
                Tenant.State.stored(tenantState));
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }
}
