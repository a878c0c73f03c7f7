package io.latchkey.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.awaitility.Awaitility;

/** What the database counts of a node's work. */
final class Costs {

    /** Every transaction that writes gets an id, also one that only leases a budget, which is counted apart. */
    private static final String NOW = """
            select pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
                   pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0'),
                   (select coalesce(sum(calls), 0) from pg_stat_user_functions
                    where funcname in ('lease_budget', 'report_budget')),
                   (select sum(n_tup_upd + n_tup_del) from pg_stat_user_tables where relname <> 'budget'),
                   (select n_tup_upd + n_tup_del from pg_stat_user_tables where relname = 'audit_unsealed'),
                   (select n_tup_upd + n_tup_del from pg_stat_user_tables where relname = 'budget'),
                   (select count(distinct (tenant_id, sealed_at)) from audit_seal),
                   (select count(*) from audit_unsealed)
            """;

    private final String url;

    Costs(String url) {
        this.url = url;
    }

    /**
     * Counted since the server began, or differences of that.
     *
     * @param transactions those that wrote something logged, without the sealer's
     * @param sealings the sealer's, each of which seals what there is of one tenant
     * @param leases those that only leased or reported a budget
     * @param wal bytes
     * @param dead rows that were updated or deleted, without the unlogged table's
     * @param unsealed those of them in the sealer's queue
     * @param budget updated rows of the unlogged table
     */
    record Of(
            double transactions,
            double sealings,
            double leases,
            double wal,
            double dead,
            double unsealed,
            double budget) {

        Of since(Of before) {
            return new Of(
                    transactions - before.transactions,
                    sealings - before.sealings,
                    leases - before.leases,
                    wal - before.wal,
                    dead - before.dead,
                    unsealed - before.unsealed,
                    budget - before.budget);
        }

        Of per(double times) {
            return new Of(
                    transactions / times,
                    sealings / times,
                    leases / times,
                    wal / times,
                    dead / times,
                    unsealed / times,
                    budget / times);
        }
    }

    /** The median of one of the counts. */
    static Spread spread(List<Of> rounds, ToDoubleFunction<Of> count) {
        List<Double> values = new ArrayList<>();
        rounds.forEach(round -> values.add(count.applyAsDouble(round)));
        return Spread.ofRounds(values);
    }

    /** From now on the log holds no images of whole pages. */
    void withoutFullPages() {
        execute("alter system set full_page_writes = off");
        execute("select pg_reload_conf()");
    }

    /** Waits until everything is sealed and the counters, which backends report late, have not moved for three seconds. */
    void awaitRest() {
        var last = new AtomicReference<>(now());
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(3))
                .until(() -> {
                    Of now = now();
                    return isSealed() && now.dead() == last.getAndSet(now).dead();
                });
    }

    private boolean isSealed() {
        return ask()[7] == 0;
    }

    /** As counted now. */
    Of now() {
        double[] row = ask();
        return new Of(row[0] - row[2] - row[6], row[6], row[2], row[1], row[3], row[4], row[5]);
    }

    private double[] ask() {
        try (Connection connection = Machine.administrator(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(NOW)) {
            row.next();
            double[] values = new double[row.getMetaData().getColumnCount()];
            for (int i = 0; i < values.length; i++) {
                values[i] = row.getDouble(i + 1);
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) {
        try (Connection connection = Machine.administrator(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
