package io.latchkey.adversarial;

import io.latchkey.testing.RunningProduct;
import java.nio.file.Path;
import java.util.Map;

/** One campaign against one product. */
final class Adversary {

    private static final long SEED = Long.getLong("adversarial.seed", 20_261_126L);

    private Adversary() {}

    static void play(int tickets, Path report) {
        try (var product = RunningProduct.setUp(Map.of(
                "latchkey.jira.points-per-hour", 1_000_000_000L,
                "latchkey.jira.calls-per-second", 1_000_000L,
                "latchkey.work.slots-per-tenant", 12))) {
            product.jira().rules().set("quota-points", 1_000_000_000L);
            product.jira().rules().set("burst-per-second", 1_000_000L);
            new Campaign(product, SEED).run(tickets).write(report).demandNothingWrong();
        }
    }
}
