package io.latchkey.tenant;

import io.latchkey.platform.TenantId;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A column that names who did something, in a table of the package that asks, and the column that says when; their names are
 * given as constants. An account that was erased leaves a word in its place. Inside the tenant's open transaction.
 */
public final class AccountColumn {

    private static final String ERASED = "erased";

    private final JdbcClient jdbc;
    private final String table;
    private final String column;
    private final String since;
    private final String erased;

    /** Over the connection that the transaction holds. */
    public AccountColumn(JdbcClient jdbc, String table, String column, String since) {
        this(jdbc, table, column, since, ERASED);
    }

    private AccountColumn(JdbcClient jdbc, String table, String column, String since, String erased) {
        this.jdbc = jdbc;
        this.table = table;
        this.column = column;
        this.since = since;
        this.erased = erased;
    }

    /** As it is, with another word for erased accounts, where two columns of a row must not be the same. */
    public AccountColumn leaving(String word) {
        return new AccountColumn(jdbc, table, column, since, word);
    }

    /** The accounts that it names, each since it first did so. */
    public List<HeldAccount> accounts(TenantId tenant) {
        return jdbc.sql("select " + column + ", min(" + since + ") from " + table + " where tenant_id = ? and " + column
                        + " <> ? group by " + column)
                .params(tenant.value(), erased)
                .query((row, n) -> new HeldAccount(
                        row.getString(1), row.getObject(2, OffsetDateTime.class).toInstant()))
                .list();
    }

    /**
     * Erases an account.
     *
     * @return how many rows named it
     */
    public int erase(TenantId tenant, String accountId) {
        return jdbc.sql("update " + table + " set " + column + " = ? where tenant_id = ? and " + column + " = ?")
                .params(erased, tenant.value(), accountId)
                .update();
    }
}
