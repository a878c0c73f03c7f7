package io.latchkey.okta;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;
import org.springframework.data.domain.Persistable;

/** A row of {@code okta_allowed_group}; inserted or deleted, never changed. */
@Entity
@Table(name = "okta_allowed_group")
class AllowedGroupRow implements Persistable<RowId> {

    @EmbeddedId
    private RowId key;

    private UUID connectionId;
    private String groupId;
    private String groupName;

    @SuppressWarnings("NullAway.Init") // filled by JPA
    protected AllowedGroupRow() {}

    AllowedGroupRow(RowId key, OktaConnectionId connection, OktaGroup group) {
        this.key = key;
        this.connectionId = connection.value();
        this.groupId = group.id();
        this.groupName = group.name();
    }

    UUID connectionId() {
        return connectionId;
    }

    AllowedGroup read() {
        return new AllowedGroup(groupId, groupName);
    }

    @Override
    public RowId getId() {
        return key;
    }

    /** Only ever saved once, so that no select goes before the insert. */
    @Override
    public boolean isNew() {
        return true;
    }
}
