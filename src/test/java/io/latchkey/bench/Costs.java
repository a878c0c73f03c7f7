package io.latchkey.bench;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
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

    private static final String NOW = """
            select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0'),
                   (select coalesce(sum(calls), 0) from pg_stat_user_functions
                    where funcname in ('lease_budget', 'report_budget')),
                   (select sum(n_tup_upd + n_tup_del) from pg_stat_user_tables where relname <> 'budget'),
                   (select n_tup_upd + n_tup_del from pg_stat_user_tables where relname = 'audit_unsealed_since'),
                   (select n_tup_upd + n_tup_del from pg_stat_user_tables where relname = 'budget'),
                   (select count(*) from audit_unsealed_since)
            """;

    /**
     * Read from the log itself: which transactions wrote into the product's tables, and which of them only into the
     * sealer's. One that leases a budget and writes nothing else is not in the log.
     */
    private static final String TRANSACTIONS = """
            select count(*) filter (where not sealing), count(*) filter (where sealing) from (
              select bool_and(relation.relname ~ '^audit_(seal|unsealed_since)') as sealing
              from pg_get_wal_block_info('0/0'::pg_lsn + ?, '0/0'::pg_lsn + ?, false) written
              join pg_class relation on pg_relation_filenode(relation.oid) = written.relfilenode
              where written.xid::text <> '0' and relation.relnamespace = 'public'::regnamespace
              group by written.xid::text) as transactions
            """;

    private final String url;

    Costs(String url) {
        this.url = url;
    }

    /**
     * Counted since the server began, or differences of that.
     *
     * @param transactions those that wrote something logged into the product's tables, without the sealer's
     * @param sealings the sealer's, each of which seals what there is of one tenant or takes its last mark away
     * @param leases those that only leased or reported a budget
     * @param wal bytes
     * @param dead rows that were updated or deleted, without the unlogged table's
     * @param unsealed those of them that were the sealer's marks
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

    /** From now on the log holds no images of whole pages, and is kept to be read. */
    void withoutFullPages() {
        execute("create extension pg_walinspect");
        execute("alter system set wal_keep_size = '2GB'");
        execute("alter system set full_page_writes = off");
        execute("select pg_reload_conf()");
    }

    /** As it was, for what is measured in time. */
    void withFullPages() {
        execute("alter system reset full_page_writes");
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
        return ask()[5] == 0;
    }

    /** As counted now, without transactions. */
    Of now() {
        double[] row = ask();
        return new Of(0, 0, row[1], row[0], row[2], row[3], row[4]);
    }

    /** What was counted since. */
    Of since(Of before) {
        Of now = now();
        double[] transactions = transactions(before.wal, now.wal);
        return new Of(
                transactions[0],
                transactions[1],
                now.leases - before.leases,
                now.wal - before.wal,
                now.dead - before.dead,
                now.unsealed - before.unsealed,
                now.budget - before.budget);
    }

    private double[] transactions(double from, double to) {
        try (Connection connection = Machine.administrator(url);
                PreparedStatement statement = connection.prepareStatement(TRANSACTIONS)) {
            statement.setBigDecimal(1, new BigDecimal(from));
            statement.setBigDecimal(2, new BigDecimal(to));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new double[] {row.getDouble(1), row.getDouble(2)};
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
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
