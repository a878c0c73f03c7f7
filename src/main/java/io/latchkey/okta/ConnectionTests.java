package io.latchkey.okta;

import io.latchkey.platform.TenantId;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Remembers how the last test of each connection ended. Everything here needs the tenant's open transaction. */
@Component
public class ConnectionTests {

    private final JdbcClient jdbc;
    private final Clock clock;

    ConnectionTests(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Notes how a test ended just now; nothing of a connection that has no app yet. */
    public void note(OktaConnection connection, ProbeReport report) {
        if (connection.clientId().isEmpty()) {
            return;
        }
        Optional<ProbeReport.Finding> first = report.findings().stream().findFirst();
        jdbc.sql("""
                        insert into okta_connection_test (tenant_id, id, client_id, tested_at, problem)
                        values (?, ?, ?, ?, ?)
                        on conflict (tenant_id, id) do update
                        set client_id = excluded.client_id, tested_at = excluded.tested_at, problem = excluded.problem
                        """)
                .params(java.util.Arrays.asList(
                        connection.tenant().value(),
                        connection.id().value(),
                        connection.clientId().get(),
                        clock.instant().atOffset(ZoneOffset.UTC),
                        first.map(finding -> finding.sentence() + " " + finding.remedy())
                                .orElse(report.works() ? null : "Nothing could be proven.")))
                .update();
    }

    /** The last test of each of these connections, where there was one of the app that it has now. */
    public Map<OktaConnectionId, ConnectionTest> of(TenantId tenant, List<OktaConnection> connections) {
        Map<OktaConnectionId, ConnectionTest> found = new HashMap<>();
        jdbc.sql("select id, client_id, tested_at, problem from okta_connection_test where tenant_id = ?")
                .param(tenant.value())
                .query((row, n) -> {
                    var id = new OktaConnectionId(row.getObject("id", UUID.class));
                    String clientId = row.getString("client_id");
                    var test = new ConnectionTest(
                            row.getObject("tested_at", OffsetDateTime.class).toInstant(),
                            Optional.ofNullable(row.getString("problem")));
                    connections.stream()
                            .filter(connection -> connection.id().equals(id)
                                    && connection.clientId().equals(Optional.of(clientId)))
                            .forEach(connection -> found.put(id, test));
                    return id;
                })
                .list();
        return found;
    }
}
