package io.latchkey.platform.db;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.stereotype.Component;

/**
 * Gives the pool connections that come back clean. The pool itself forgets what the driver knows of (autocommit, isolation),
 * not what a statement has set for the session: a tenant that outlived its transaction, or a role, would be the next
 * borrower's. What the product does is transaction-local and costs no statement here.
 */
@Component
class CleanConnections implements BeanPostProcessor {

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool && pool.getDataSource() == null) {
            pool.setDataSource(new Source(new DriverDataSource(
                    pool.getJdbcUrl(),
                    pool.getDriverClassName(),
                    pool.getDataSourceProperties(),
                    pool.getUsername(),
                    pool.getPassword())));
        }
        return bean;
    }

    /** Where the pool gets its physical connections. */
    private static final class Source extends DelegatingDataSource {

        Source(DataSource driver) {
            super(driver);
        }

        @Override
        public Connection getConnection() throws SQLException {
            return clean(super.getConnection());
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return clean(super.getConnection(user, password));
        }

        private static Connection clean(Connection physical) {
            return (Connection) Proxy.newProxyInstance(
                    CleanConnections.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    new CleanConnection(physical));
        }
    }
}
