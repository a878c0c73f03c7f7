package io.latchkey.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** What waking a slot means for others that wake it at the same time. */
class WakeSlotIT {

    private final String url = migrated();
    private final UUID tenant = UUID.randomUUID();

    @Test
    void signalsOfOneSlotDoNotWaitForEachOthersCommits() throws SQLException {
        try (Connection first = open();
                Connection second = open()) {
            ask(first, "1", "now()");
            first.commit();

            ask(first, "2", "now()");
            ask(second, "3", "now()");
            second.commit();
            first.commit();

            assertThat(number(first, "select count(*) from work_item")).isEqualTo(3);
        }
    }

    @Test
    void aSlotThatIsDueLaterIsMadeRunnable() throws SQLException {
        try (Connection connection = open()) {
            ask(connection, "1", "now() + interval '1 hour'");
            connection.commit();

            ask(connection, "2", "now()");
            connection.commit();

            assertThat(number(connection, "select count(*) from scheduled_tasks where execution_time <= now()"))
                    .isEqualTo(1);
        }
    }

    private static String migrated() {
        String url = TestPostgres.shared().createDatabase();
        Flyway.configure()
                .dataSource(url, "latchkey_owner", TestPostgres.PASSWORD)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        return url;
    }

    private Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection(url, "latchkey_app", TestPostgres.PASSWORD);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set lock_timeout = '2s'");
            statement.execute("select set_config('latchkey.tenant_id', '" + tenant + "', false)");
        }
        connection.setAutoCommit(false);
        return connection;
    }

    private void ask(Connection connection, String subject, String due) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select enqueue_look('" + tenant + "', gen_random_uuid(), 'test', '" + subject + "', 1, "
                    + due + ")");
        }
    }

    private static long number(Connection connection, String select) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(select)) {
            row.next();
            return row.getLong(1);
        }
    }
}
