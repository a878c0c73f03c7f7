package io.latchkey.faults.oracle;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;

/** Recomputes the trail's chain: SHA-256(previous || position || event id || SHA-256(body)), from 32 zero bytes on. */
final class ChainCheck {

    private final Tables tables;
    private final UUID tenant;

    ChainCheck(Tables tables, UUID tenant) {
        this.tables = tables;
        this.tenant = tenant;
    }

    void check(List<String> wrong) {
        byte[] previous = new byte[32];
        long position = 0;
        for (Row seal : tables.rows(
                "select s.position, s.event_id, s.previous_hash, s.hash, e.body from audit_seal s"
                        + " left join audit_event e on e.tenant_id = s.tenant_id and e.id = s.event_id"
                        + " where s.tenant_id = ? order by s.position",
                tenant)) {
            position++;
            byte[] body = seal.bytes("body");
            byte[] hash = link(previous, position, seal.id("event_id"), sha256(body));
            byte[] stored = seal.bytes("hash");
            if (seal.number("position") != position
                    || !MessageDigest.isEqual(stored, hash)
                    || !MessageDigest.isEqual(seal.bytes("previous_hash"), previous)) {
                wrong.add("the trail breaks at position " + position);
                return;
            }
            previous = stored;
        }
        long events = tables.count("select count(*) from audit_event where tenant_id = ?", tenant);
        if (events != position) {
            wrong.add("the trail has " + events + " events and " + position + " seals");
        }
    }

    private static byte[] link(byte[] previous, long position, UUID event, byte[] body) {
        return sha256(ByteBuffer.allocate(previous.length + 24 + body.length)
                .put(previous)
                .putLong(position)
                .putLong(event.getMostSignificantBits())
                .putLong(event.getLeastSignificantBits())
                .put(body)
                .array());
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
