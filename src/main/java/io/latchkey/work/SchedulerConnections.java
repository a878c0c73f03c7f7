package io.latchkey.work;

import io.latchkey.platform.db.DatabaseOutage;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What the scheduler reads and writes through. It joins the transaction that is open, so that a slot goes idle in the one
 * that saw it empty. Its own threads, which have none, wait while the database is away: the scheduler would otherwise log
 * a stack trace at each poll, and leave an execution that could not be completed to be found dead.
 */
final class SchedulerConnections extends DelegatingDataSource {

    private final DataSource joining;
    private final DatabaseOutage outage;

    SchedulerConnections(DataSource pool, DatabaseOutage outage) {
        super(pool);
        this.joining = new TransactionAwareDataSourceProxy(pool);
        this.outage = outage;
    }

    /** Each round takes as long as the pool waits for a connection; an interrupt or the pool's end breaks off. */
    @Override
    public Connection getConnection() throws SQLException {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return joining.getConnection();
        }
        while (true) {
            try {
                return obtainTargetDataSource().getConnection();
            } catch (SQLException e) {
                if (!outage.noticed(e)) {
                    throw e;
                }
            }
        }
    }
}
