package io.latchkey.bench;

import io.latchkey.platform.TenantId;
import io.latchkey.testing.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whole requests, from the signal to the closed ticket, by 16 clients of 16 customers, each raising the next when the one
 * before is closed; beside pgbench with a script of the same nine transactions, of plain SQL on the same tables with rows
 * of the same sizes.
 */
@Timeout(900)
class RequestsBench {

    private static final int CLIENTS = 16;
    private static final int ROUNDS = 5;
    private static final int SECONDS = 6;

    private static final AtomicLong NEXT = new AtomicLong(2_000_000);

    private final MemoryVendors vendors = new MemoryVendors();
    private final Map<String, CompletableFuture<Void>> open = new ConcurrentHashMap<>();

    @Test
    void requestsAreDone() {
        var findings = new Findings("requests");
        try (TestPostgres postgres = TestPostgres.onDisk()) {
            Map<String, Object> database = postgres.properties();
            String url = Machine.durable(database, findings);
            String other = migrated(postgres);
            try (var node = new MemoryNode(vendors, database)) {
                var customers = new Customers(node);
                List<TenantId> tenants = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    tenants.add(customers.install("customer" + i));
                }
                customers.awaitQuiet();
                vendors.listen(this::heard);
                WarmUp.until(Duration.ofSeconds(60), () -> requests(node, tenants, SECONDS));
                // Counted first: ten minutes after a comment its credential is looked after, which is no more at rest.
                customers.awaitQuiet();
                costs(node, tenants, customers, new Costs(url), findings);
                WarmUp.until(Duration.ofSeconds(240), () -> requests(node, tenants, SECONDS));
                customers.awaitQuiet();
                findings.add("requests before the first round", Spread.once(NEXT.get() - 2_000_000));
                var rows = new StoredRows(url, tenants.get(0));
                var bench = new PgBench(other, CLIENTS);
                String script = rows.fill(Script.of("request.pgbench"))
                        .with(
                                "tenant",
                                "('00000000-0000-7000-8000-' || lpad((:client_id::bigint)::text, 12, '0'))::uuid");
                bench.perSecond(script, 2);
                speed(node, tenants, bench, script, findings);
            }
        }
        findings.write();
    }

    private static String migrated(TestPostgres postgres) {
        String url = postgres.createDatabase();
        Flyway.configure()
                .dataSource(url, "latchkey_owner", TestPostgres.PASSWORD)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        return url;
    }

    private void speed(MemoryNode node, List<TenantId> tenants, PgBench bench, String script, Findings findings) {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            double requests = requests(node, tenants, SECONDS);
            double scripts = bench.perSecond(script, SECONDS);
            ours.add(requests);
            theirs.add(scripts);
            ratios.add(requests / scripts);
        }
        findings.atLeast(
                "requests/s ÷ " + bench.name() + " of the same transactions per second", Spread.ofRounds(ratios), 0.4);
        findings.add("requests/s, " + CLIENTS + " clients", Spread.ofRounds(ours));
        findings.add(
                bench.description() + ", " + CLIENTS + " clients: the script's nine transactions per second",
                Spread.ofRounds(theirs));
    }

    /** Without full-page images, which depend on when the last checkpoint was. */
    private void costs(MemoryNode node, List<TenantId> tenants, Customers customers, Costs costs, Findings findings) {
        costs.withoutFullPages();
        List<Costs.Of> rounds = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            costs.awaitRest();
            Costs.Of before = costs.now();
            long first = NEXT.get();
            requests(node, tenants, SECONDS);
            customers.awaitQuiet();
            costs.awaitRest();
            rounds.add(costs.since(before).per(NEXT.get() - first));
        }
        costs.withFullPages();
        findings.atMost(
                "writing transactions per request, without the sealer's and leases of budgets",
                Costs.spread(rounds, Costs.Of::transactions),
                9);
        findings.add("the sealer's transactions per request", Costs.spread(rounds, Costs.Of::sealings));
        findings.add("leases of budgets per request (unlogged)", Costs.spread(rounds, Costs.Of::leases));
        findings.atMost(
                "kB of WAL per request, without full-page images", Costs.spread(rounds, one -> one.wal() / 1000), 20);
        findings.atMost(
                "dead tuples per request (updated and deleted rows of logged tables, the sealer's and HOT included)",
                Costs.spread(rounds, Costs.Of::dead),
                5);
        findings.add("of these the sealer's marks (audit_unsealed_since)", Costs.spread(rounds, Costs.Of::unsealed));
        findings.add("updated rows per request of the unlogged budget", Costs.spread(rounds, Costs.Of::budget));
    }

    private void heard(MemoryVendors.Call call) {
        if (call.method().equals("POST") && call.path().endsWith("/transitions")) {
            CompletableFuture<Void> request = open.remove(call.request());
            if (request != null) {
                request.complete(null);
            }
        }
    }

    private double requests(MemoryNode node, List<TenantId> tenants, int seconds) {
        ExecutorService threads = Executors.newFixedThreadPool(tenants.size());
        try {
            long begun = System.nanoTime();
            long until = begun + TimeUnit.SECONDS.toNanos(seconds);
            List<CompletableFuture<Long>> clients = new ArrayList<>();
            tenants.forEach(
                    tenant -> clients.add(CompletableFuture.supplyAsync(() -> client(node, tenant, until), threads)));
            long done = clients.stream().mapToLong(CompletableFuture::join).sum();
            return done / ((System.nanoTime() - begun) / 1e9);
        } finally {
            threads.shutdown();
        }
    }

    private long client(MemoryNode node, TenantId tenant, long until) {
        long done = 0;
        while (System.nanoTime() < until) {
            String number = String.valueOf(NEXT.incrementAndGet());
            var closed = new CompletableFuture<Void>();
            open.put(number, closed);
            node.signal(tenant, number);
            closed.orTimeout(60, TimeUnit.SECONDS).join();
            done++;
        }
        return done;
    }
}
