package io.latchkey.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a start costs at least where one thread takes an execution and another its item, with nothing of ours: two handovers
 * between threads, each followed by the commit of one changed row. How busy the machine is shows here too.
 */
final class Handover implements AutoCloseable {

    private final ExecutorService first = Executors.newSingleThreadExecutor();
    private final ExecutorService second = Executors.newSingleThreadExecutor();
    private final Connection one;
    private final Connection other;

    Handover(String url) {
        try {
            one = Machine.administrator(url);
            other = Machine.administrator(url);
            one.createStatement().execute("create table bench_handover as select 1 as id, 0::bigint as times");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** So many of them, in milliseconds each. */
    double[] measure(int times) {
        double[] taken = new double[times];
        for (int i = 0; i < times; i++) {
            taken[i] = once();
        }
        return taken;
    }

    private double once() {
        var done = new CompletableFuture<Long>();
        long begun = System.nanoTime();
        first.execute(() -> {
            commit(one);
            second.execute(() -> {
                commit(other);
                done.complete(System.nanoTime());
            });
        });
        try {
            return (done.get(60, TimeUnit.SECONDS) - begun) / 1e6;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void commit(Connection connection) {
        try (PreparedStatement update =
                connection.prepareStatement("update bench_handover set times = times + 1 where id = 1")) {
            update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        first.shutdown();
        second.shutdown();
        try {
            one.close();
            other.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
