package io.latchkey.tenant;

import io.latchkey.platform.TenantId;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Counts and deletes a tenant's rows in tables of the package that asks, whose names it gives as constants. Inside the
 * tenant's open transaction.
 */
public final class TenantTables {

    private final JdbcClient jdbc;

    /** Over the connection that the transaction holds. */
    public TenantTables(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How many rows of the tenant a table has. */
    public long count(TenantId tenant, String table) {
        return jdbc.sql("select count(*) from " + table + " where tenant_id = ?")
                .param(tenant.value())
                .query(Long.class)
                .single();
    }

    /**
     * Deletes rows of the tables, in their order, until there are no more or the most were deleted.
     *
     * @return how many
     */
    public int delete(TenantId tenant, int most, String... tables) {
        int deleted = 0;
        for (String table : tables) {
            if (deleted < most) {
                deleted += jdbc.sql("delete from " + table + " where tenant_id = ? and id in (select id from " + table
                                + " where tenant_id = ? limit ?)")
                        .params(tenant.value(), tenant.value(), most - deleted)
                        .update();
            }
        }
        return deleted;
    }
}
