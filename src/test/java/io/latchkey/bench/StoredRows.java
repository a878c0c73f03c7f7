package io.latchkey.bench;

import io.latchkey.platform.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** How large the rows of a request are that was done, so that a script can store as large ones. */
final class StoredRows {

    /** A name in the script, and its size; one row each. */
    private static final String SIZES = """
            with run as (
                select w.* from work_item w where w.tenant_id = ?::uuid and w.state = 'done' order by w.id desc limit 1)
            select 'plan', octet_length(plan) from run
            union all select 'input', octet_length(input) from request_decision d join run on run.id = d.work_id
            union all select 'intent' || ordinal, octet_length(intent) from step_intent i join run on run.id = i.work_id
            union all select 'outcome' || ordinal, octet_length(outcome) from step_outcome o join run on run.id = o.work_id
            union all select 'event' || row_number() over (order by e.id) - 1, octet_length(body)
                from audit_event e join run on run.tenant_id = e.tenant_id and run.subject = e.subject
            union all select 'personal', octet_length(value) from audit_personal p
                join audit_event e on e.tenant_id = p.tenant_id and e.id = p.event_id
                join run on run.tenant_id = e.tenant_id and run.subject = e.subject
            """;

    /** A password of 24 characters with its tag, nonce and key id; it is erased when it was delivered. */
    private static final int SECRET = 57;

    private final Map<String, Integer> sizes = new LinkedHashMap<>();

    StoredRows(String url, TenantId tenant) {
        sizes.put("secret", SECRET);
        try (Connection connection = Machine.administrator(url);
                PreparedStatement select = connection.prepareStatement(SIZES)) {
            select.setString(1, tenant.toString());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    sizes.put(rows.getString(1), rows.getInt(2));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The script with all sizes. */
    Script fill(Script script) {
        Script filled = script;
        for (Map.Entry<String, Integer> size : sizes.entrySet()) {
            filled = new Script(filled.with(size.getKey(), String.valueOf(size.getValue())));
        }
        return filled;
    }
}
