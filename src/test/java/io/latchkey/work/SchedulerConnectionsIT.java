package io.latchkey.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.platform.db.DatabaseOutage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;

/** The scheduler's threads wait for a database that is away, and for nothing else. */
class SchedulerConnectionsIT extends WorkTest {

    @Autowired
    DataSource pool;

    @Autowired
    DatabaseOutage outage;

    /** A pool that fails so, one after the other, before it gives connections. */
    private final class Failing extends AbstractDataSource {

        private final Deque<SQLException> failures;

        Failing(SQLException... failures) {
            this.failures = new ArrayDeque<>(List.of(failures));
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (!failures.isEmpty()) {
                throw failures.pop();
            }
            return pool.getConnection();
        }

        @Override
        public Connection getConnection(String name, String secret) throws SQLException {
            return getConnection();
        }
    }

    @Test
    void waitsWhileNoConnectionCanBeHad() throws SQLException {
        var failing = new Failing(
                new SQLException("the server is away", "08001"), new SQLException("the server starts", "57P03"));

        try (Connection connection = new SchedulerConnections(failing, outage).getConnection()) {
            assertThat(connection.isValid(5)).isTrue();
        } finally {
            outage.over();
        }
        assertThat(failing.failures).isEmpty();
    }

    @Test
    void throwsWhatIsNoOutage() {
        var failing = new Failing(new SQLException("no such role", "28000"));

        assertThatThrownBy(() -> new SchedulerConnections(failing, outage).getConnection())
                .hasMessage("no such role");
    }

    @Test
    void joinsTheTransactionThatIsOpen() {
        var connections = new SchedulerConnections(pool, outage);

        transactions.writeOnly(tenant, () -> {
            String own = backend(DataSourceUtils.getConnection(pool));
            try (Connection joined = connections.getConnection()) {
                assertThat(backend(joined)).isEqualTo(own);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static String backend(Connection connection) {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
