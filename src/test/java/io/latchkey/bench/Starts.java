package io.latchkey.bench;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.work.Work;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Measures starts, one request after the other: from the moment in which the transaction that asks for a look is committed
 * to the moment in which the look's handler is given the claimed item. The next one is asked for when the one before is closed.
 */
final class Starts {

    private static final AtomicLong NEXT = new AtomicLong(1_000_000);

    private final String customer;
    private final Map<String, Request> requests = new ConcurrentHashMap<>();

    private static final class Request {

        private final CompletableFuture<Long> started = new CompletableFuture<>();
        private final CompletableFuture<Long> closed = new CompletableFuture<>();
    }

    Starts(MemoryVendors vendors, String customer) {
        this.customer = customer;
        vendors.listen(this::heard);
        vendors.listenToLooks((tenant, subject) -> {
            Request request = requests.get(subject);
            if (request != null) {
                request.started.complete(System.nanoTime());
            }
        });
    }

    private void heard(MemoryVendors.Call call) {
        Request request = call.customer().equals(customer) ? requests.get(call.request()) : null;
        if (request != null && call.method().equals("POST") && call.path().endsWith("/transitions")) {
            request.closed.complete(call.ended());
        }
    }

    /** So many starts, in milliseconds each. */
    double[] measure(MemoryNode node, TenantId tenant, int times) {
        double[] taken = new double[times];
        for (int i = 0; i < times; i++) {
            taken[i] = one(node, tenant);
        }
        return taken;
    }

    private double one(MemoryNode node, TenantId tenant) {
        String number = String.valueOf(NEXT.incrementAndGet());
        var request = new Request();
        requests.put(number, request);
        var committed = new AtomicLong();
        node.bean(TenantTransactions.class).writeOnly(tenant, () -> {
            // Registered first, so that it is told before the node is.
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    committed.set(System.nanoTime());
                }
            });
            node.bean(Work.class).look(tenant, "request", number);
        });
        try {
            long started = request.started.get(60, TimeUnit.SECONDS);
            request.closed.get(60, TimeUnit.SECONDS);
            return (started - committed.get()) / 1e6;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("request " + number + " was not worked on", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            requests.remove(number);
        }
    }
}
