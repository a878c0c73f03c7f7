package io.latchkey.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.latchkey.tenant.Public;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Signed webhooks about requests that nobody has heard of, through the whole edge of the product, while nobody takes up the
 * looks that they leave; beside an empty answer of the same server, and pgbench inserting the same row.
 */
@Timeout(600)
class SignalsBench {

    private static final int CLIENTS = 16;
    private static final int ROUNDS = 5;
    private static final int SECONDS = 4;

    private static final AtomicLong NEXT = new AtomicLong(5_000_000);

    /** Registered by hand, so that no scan finds it in a product. */
    static final class Nothing {

        @Public(because = "a benchmark asks for nothing")
        @ResponseStatus(HttpStatus.NO_CONTENT)
        public void nothing() {}
    }

    @Test
    void signalsAreAcknowledged() throws NoSuchMethodException {
        var findings = new Findings("signals");
        try (TestPostgres postgres = TestPostgres.onDisk();
                RunningProduct product = RunningProduct.measured(postgres, Map.of())) {
            String url = Machine.durable(product.database(), findings);
            register(product);
            product.context().getBean(Scheduler.class).pause();
            var bench = new PgBench(url, CLIENTS);
            findings.add(bench.description() + ": clients", Spread.once(CLIENTS));
            String insert = Script.of("signal.pgbench").with("tenant", tenant(product));
            List<Double> ratios = new ArrayList<>();
            List<Double> signals = new ArrayList<>();
            List<Double> empties = new ArrayList<>();
            List<Double> rows = new ArrayList<>();
            WarmUp.until(Duration.ofSeconds(150), () -> {
                empty(product, 1);
                signals(product, SECONDS);
            });
            bench.perSecond(insert, 1);
            for (int round = 0; round < ROUNDS; round++) {
                double empty = empty(product, SECONDS);
                double signal = signals(product, SECONDS);
                double row = bench.perSecond(insert, SECONDS);
                empties.add(empty);
                signals.add(signal);
                rows.add(row);
                ratios.add(signal / (1 / (1 / empty + 1 / row)));
            }
            findings.atLeast("acknowledged signals/s ÷ 1/(1/a + 1/b)", Spread.ofRounds(ratios), 0.5);
            findings.add("acknowledged signals/s (signed webhooks)", Spread.ofRounds(signals));
            findings.add("a: empty 204/s of the same server", Spread.ofRounds(empties));
            findings.add("b: " + bench.name() + " inserting the same row, per second", Spread.ofRounds(rows));
        }
        findings.write();
    }

    private static void register(RunningProduct product) throws NoSuchMethodException {
        var mapping = product.context().getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
        mapping.registerMapping(
                RequestMappingInfo.paths("/bench/nothing")
                        .options(mapping.getBuilderConfiguration())
                        .build(),
                new Nothing(),
                Nothing.class.getDeclaredMethod("nothing"));
    }

    private static String tenant(RunningProduct product) {
        return product.administrator().get("/api/installation").path("tenant").asText();
    }

    private static double empty(RunningProduct product, int seconds) {
        String request = "GET /bench/nothing HTTP/1.1\r\nHost: " + product.uri().getAuthority() + "\r\n\r\n";
        return KeepAlive.perSecond(product.uri(), CLIENTS, seconds, 204, () -> request);
    }

    private static double signals(RunningProduct product, int seconds) {
        String path = "/connect/webhooks/issue-updated";
        String token = product.jira().jwt(RunningProduct.APP_KEY, "POST", path);
        String head = "POST " + path + " HTTP/1.1\r\nHost: " + product.uri().getAuthority()
                + "\r\nContent-Type: application/json\r\nAuthorization: JWT " + token;
        long before = product.count("select count(*) from signal");
        var acknowledged = new AtomicLong();
        double perSecond = KeepAlive.perSecond(product.uri(), CLIENTS, seconds, 204, () -> {
            long number = NEXT.incrementAndGet();
            acknowledged.incrementAndGet();
            String body = "{\"issue\":{\"id\":\"" + number + "\",\"key\":\"ITH-" + number
                    + "\"},\"user\":{\"accountId\":\"557058:4f3d8d71-9d3e-4276-8d81-309f8e923d04\"}}";
            return head + "\r\nX-Atlassian-Webhook-Identifier: bench-" + number + "\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body;
        });
        assertThat(product.count("select count(*) from signal") - before)
                .as("every acknowledged signal is stored")
                .isEqualTo(acknowledged.get());
        return perSecond;
    }
}
