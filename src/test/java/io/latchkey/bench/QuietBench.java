package io.latchkey.bench;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.testing.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How soon a quiet customer's requests start on a node where another has 100,000 queued, beside a node of its own database
 * where nobody has. The flooding customer's vendors take 150 ms for a call, so that what is measured is our queue and not
 * the machine's processors; beside it, with vendors that answer at once.
 */
@Timeout(900)
class QuietBench {

    private static final int ROUNDS = 4;
    private static final int STARTS = 100;
    private static final int QUEUED = 100_000;

    @Test
    void aFloodDelaysNobodyElse() {
        var findings = new Findings("quiet");
        try (TestPostgres postgres = TestPostgres.onDisk()) {
            Map<String, Object> idleDatabase = postgres.properties();
            Map<String, Object> fullDatabase = postgres.properties();
            Machine.durable(idleDatabase, findings);
            var idleVendors = new MemoryVendors();
            var fullVendors = new MemoryVendors();
            try (var idle = new MemoryNode(idleVendors, idleDatabase);
                    var full = new MemoryNode(fullVendors, fullDatabase)) {
                TenantId alone = new Customers(idle).install("quiet");
                TenantId beside = new Customers(full).install("quiet");
                TenantId flooding = new Customers(full).install("flooding");
                new Customers(full).awaitQuiet();
                var idleStarts = new Starts(idleVendors, "quiet");
                var fullStarts = new Starts(fullVendors, "quiet");
                idleStarts.measure(idle, alone, STARTS);
                fullStarts.measure(full, beside, STARTS);
                full.pause();
                fullVendors.answerAfter("flooding", Duration.ofMillis(150));
                flood(full, flooding);
                postgres.vacuum(String.valueOf(fullDatabase.get("spring.datasource.url")), "work_item");
                compare(findings, "a call takes 150 ms", idle, alone, idleStarts, full, beside, fullStarts);
                fullVendors.answerAfter("flooding", Duration.ZERO);
                compare(findings, "a call takes no time", idle, alone, idleStarts, full, beside, fullStarts);
                findings.add("still queued at the end", Spread.once(queued(full, flooding)));
            }
        }
        findings.write();
    }

    private static void compare(
            Findings findings,
            String how,
            MemoryNode idle,
            TenantId alone,
            Starts idleStarts,
            MemoryNode full,
            TenantId beside,
            Starts fullStarts) {
        List<double[]> idles = new ArrayList<>();
        List<double[]> fulls = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            full.pause();
            idles.add(idleStarts.measure(idle, alone, STARTS));
            full.resume();
            fulls.add(fullStarts.measure(full, beside, STARTS));
            ratios.add(Spread.percentile(99, fulls.get(round)) / Spread.percentile(99, idles.get(round)));
        }
        full.pause();
        Spread idleP99 = Spread.percentile(99, idles);
        Spread fullP99 = Spread.percentile(99, fulls);
        Spread rounds = Spread.ofRounds(ratios);
        findings.atMost(
                how + ": p99 start of a quiet tenant beside 100,000 queued ÷ its idle p99",
                new Spread(fullP99.value() / idleP99.value(), rounds.low(), rounds.high()),
                1.5);
        findings.add(how + ": idle p50, ms", Spread.percentile(50, idles));
        findings.add(how + ": idle p99, ms", idleP99);
        findings.add(how + ": beside 100,000 queued, p50, ms", Spread.percentile(50, fulls));
        findings.add(how + ": beside 100,000 queued, p99, ms", fullP99);
    }

    private static void flood(MemoryNode node, TenantId tenant) {
        for (int first = 1; first <= QUEUED; first += 5_000) {
            int from = first;
            node.bean(TenantTransactions.class)
                    .writeOnly(
                            tenant,
                            () -> node.bean(JdbcClient.class)
                                    .sql("select enqueue_look(?, gen_random_uuid(), 'request', (20000000 + n)::text, 4,"
                                            + " now()) from generate_series(?, ?) n")
                                    .params(tenant.value(), from, from + 4_999)
                                    .query((row, n) -> true)
                                    .list());
        }
    }

    private static long queued(MemoryNode node, TenantId tenant) {
        return node.bean(TenantTransactions.class)
                .read(
                        tenant,
                        () -> node.bean(JdbcClient.class)
                                .sql("select count(*) from work_item where tenant_id = ? and state = 'waiting'")
                                .param(tenant.value())
                                .query(Long.class)
                                .single());
    }
}
