package io.latchkey.audit;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Place;
import io.latchkey.platform.crypto.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** A row of {@code audit_personal}: one erasable value of one event, sealed. */
@SuppressWarnings("ArrayRecordComponent") // a carrier between the table and its reader, never compared
record Personal(UUID id, UUID event, String name, byte[] salt, Sealed value) {

    /** A value is written once, so its version never rises. */
    static final int VERSION = 1;

    static Place place(TenantId tenant, UUID id) {
        return new Place(tenant, "audit_personal", "value", id, VERSION);
    }

    static Personal read(ResultSet row, int number) throws SQLException {
        return new Personal(
                row.getObject("id", UUID.class),
                row.getObject("event_id", UUID.class),
                row.getString("name"),
                row.getBytes("salt"),
                new Sealed(
                        row.getObject("value_key_id", UUID.class), row.getInt("value_version"), row.getBytes("value")));
    }
}
