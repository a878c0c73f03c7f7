package io.latchkey.bench;

import io.latchkey.platform.TenantId;
import io.latchkey.testing.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From the commit that asks for a look to the look, on the node that committed it and on another. */
@Timeout(600)
class StartBench {

    private static final int ROUNDS = 4;
    private static final int HERE = 120;
    private static final int ELSEWHERE = 30;

    @Test
    void workStartsSoonAfterItsCommit() {
        var findings = new Findings("start");
        var vendors = new MemoryVendors();
        try (TestPostgres postgres = TestPostgres.onDisk()) {
            Map<String, Object> database = postgres.properties();
            String url = Machine.durable(database, findings);
            // The migrations want an empty schema, so that the other table comes after them.
            try (var one = new MemoryNode(vendors, database);
                    var two = new MemoryNode(vendors, database);
                    var handover = new Handover(url)) {
                var customers = new Customers(one);
                TenantId tenant = customers.install("quiet");
                customers.awaitQuiet();
                two.pause();
                Starts starts = new Starts(vendors, "quiet");
                starts.measure(one, tenant, HERE);
                List<double[]> least = new ArrayList<>();
                List<double[]> here = new ArrayList<>();
                List<double[]> elsewhere = new ArrayList<>();
                for (int round = 0; round < ROUNDS; round++) {
                    least.add(handover.measure(HERE));
                    here.add(starts.measure(one, tenant, HERE));
                    one.pause();
                    two.resume();
                    elsewhere.add(starts.measure(one, tenant, ELSEWHERE));
                    two.pause();
                    one.resume();
                }
                findings.atMost("commit to start on this node, p50, ms", Spread.percentile(50, here), 5);
                findings.atMost("commit to start on this node, p99, ms", Spread.percentile(99, here), 25);
                findings.add("two handovers and two commits without us, p50, ms", Spread.percentile(50, least));
                findings.add("two handovers and two commits without us, p99, ms", Spread.percentile(99, least));
                findings.add("commit to start on another node, p50, ms", Spread.percentile(50, elsewhere));
                findings.atMost("commit to start on another node, p99, ms", Spread.percentile(99, elsewhere), 250);
                findings.atMost("commit to start on another node, longest, ms", Spread.percentile(100, elsewhere), 250);
            }
        }
        findings.write();
    }
}
