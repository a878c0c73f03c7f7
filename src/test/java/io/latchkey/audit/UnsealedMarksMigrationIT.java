package io.latchkey.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.TestPostgres;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What nodes of the version before left, or still leave, in the sealer's old to-do becomes marks. */
class UnsealedMarksMigrationIT {

    private static final String BEFORE = "202611220140";

    @Test
    void carriesOverWhatWaitsAndWhatIsStillPutThere() {
        String url = TestPostgres.shared().createDatabase();
        var owner = new DriverManagerDataSource(url, "latchkey_owner", TestPostgres.PASSWORD);
        var app = JdbcClient.create(new DriverManagerDataSource(url, "latchkey_app", TestPostgres.PASSWORD));
        migrate(owner, BEFORE);
        UUID one = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        put(app, one, new UUID(2, 0));
        put(app, one, new UUID(1, 0));
        put(app, other, new UUID(3, 0));

        migrate(owner, "latest");
        put(app, other, new UUID(4, 0));

        assertThat(marks(app, one)).containsExactly(new UUID(1, 0));
        assertThat(marks(app, other)).containsExactly(new UUID(3, 0), new UUID(4, 0));
        assertThat(app.sql("select count(*) from audit_unsealed")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private static void migrate(DriverManagerDataSource owner, String target) {
        Flyway.configure()
                .dataSource(owner)
                .locations("classpath:db/migration")
                .target(target)
                .load()
                .migrate();
    }

    private static void put(JdbcClient app, UUID tenant, UUID event) {
        app.sql("insert into audit_unsealed (tenant_id, event_id) values (?, ?)")
                .params(tenant, event)
                .update();
    }

    private static List<UUID> marks(JdbcClient app, UUID tenant) {
        return app.sql("select event_id from audit_unsealed_since where tenant_id = ? order by event_id")
                .param(tenant)
                .query(UUID.class)
                .list();
    }
}
