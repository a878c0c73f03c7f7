package io.latchkey.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import io.latchkey.browser.Chromium;
import io.latchkey.browser.Jira;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.testing.RunningProduct;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How heavy and how quick the panels are, in Chromium with a processor throttled to a quarter: our own JavaScript on first
 * paint as it is sent; the time from the frame's navigation to its first enabled control, paired with a static page that has a
 * button and the same bridge in the same frame; how much moves after the first paint; and the longest interaction on a list
 * with 100,000 rows.
 */
@Timeout(1_200)
class PanelBench {

    private static final int ROUNDS = 9;
    private static final int ROWS = 100_000;
    private static final double THROTTLE = 4;

    /** One process for all frames, so that the throttle holds for each of them. */
    private static final List<String> ONE_PROCESS =
            List.of("--disable-site-isolation-trials", "--disable-features=IsolateOrigins,site-per-process");

    /** In every frame, before its own scripts: when its first enabled control was there, what moved, how long interactions took. */
    private static final String WATCH = """
            window.__shift = 0; window.__longest = 0;
            const look = () => {
              if (!window.__first && document.querySelector('button:not([disabled]), input:not([disabled]), a[href], summary')) {
                window.__first = performance.now();
              }
              if (!window.__first) requestAnimationFrame(look);
            };
            requestAnimationFrame(look);
            new PerformanceObserver(list => list.getEntries().forEach(one => {
              if (!one.hadRecentInput) window.__shift += one.value;
            })).observe({ type: 'layout-shift', buffered: true });
            new PerformanceObserver(list => list.getEntries().forEach(one => {
              if (one.interactionId) window.__longest = Math.max(window.__longest, one.duration);
            })).observe({ type: 'event', buffered: true, durationThreshold: 16 });
            """;

    /** What was drawn is seen, and how long that took is told to those who watch. */
    private static final String PAINTED =
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))";

    private static final String STATIC = """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>static</title>
            <script src="https://connect-cdn.atl-paas.net/all.js"></script></head>
            <body><div class="ac-content"><button type="button">A button</button></div></body></html>
            """;

    @Test
    void panelsAreLightAndQuick() throws IOException {
        var findings = new Findings("panel");
        HttpServer plain = plain();
        try (var product = RunningProduct.setUp(Map.of());
                var chromium = Chromium.start(ONE_PROCESS)) {
            String key = product.jira().raise(RunningProduct.newcomer());
            product.jira().approve(key, Cast.PAUL);
            product.awaitRun(key, "done");

            weigh(findings, chromium, product, Jira.TICKET, key, "ticket panel", 170);
            weigh(findings, chromium, product, Jira.PORTAL, key, "portal panel", 170);
            weigh(findings, chromium, product, Jira.ADMIN, key, "admin panel", 270);
            String address = "http://127.0.0.1:" + plain.getAddress().getPort() + "/";
            pair(findings, chromium, product, Jira.TICKET, key, address);
            pair(findings, chromium, product, Jira.ADMIN, key, address);
            interact(findings, chromium, product);
        } finally {
            plain.stop(0);
        }
        findings.write();
    }

    private static HttpServer plain() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        byte[] page = STATIC.getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static Jira open(Chromium chromium, RunningProduct product) {
        Jira jira = Jira.open(chromium.browser(), product.jira().uri(), product.uri());
        jira.page().addInitScript(WATCH);
        return jira;
    }

    /** The scripts that are fetched until something is there to read, as they are sent. */
    private static void weigh(
            Findings findings,
            Chromium chromium,
            RunningProduct product,
            String module,
            String key,
            String name,
            int goal) {
        try (Jira jira = open(chromium, product)) {
            var sizes = new ConcurrentLinkedQueue<Integer>();
            jira.page().onRequestFinished(request -> {
                if (request.url().contains("/panel/assets/") && request.url().endsWith(".js")) {
                    sizes.add(request.sizes().responseBodySize);
                }
            });
            jira.go(module, Cast.ADA, key);
            jira.frame().locator("main h1").first().waitFor();
            double kilobytes = sizes.stream().mapToInt(Integer::intValue).sum() / 1_000.0;

            assertThat(kilobytes).isPositive();
            findings.atMost("gzipped JavaScript on first paint, " + name + ", kB", Spread.once(kilobytes), goal);
            findings.atMost(
                    "layout shift after the first paint, " + name,
                    Spread.once(((Number) jira.ours().evaluate("() => window.__shift")).doubleValue()),
                    0);
        }
    }

    private static void pair(
            Findings findings, Chromium chromium, RunningProduct product, String module, String key, String plain) {
        List<Double> ratios = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            double panel = timed(chromium, product, module, key, "");
            double page = timed(chromium, product, module, key, plain);
            // The first one warms the product up.
            if (round > 0) {
                ours.add(panel);
                theirs.add(page);
                ratios.add(panel / page);
            }
        }
        findings.add("first enabled control, " + module + ", ms", Spread.ofRounds(ours));
        findings.add("first enabled control, a static page in its place, ms", Spread.ofRounds(theirs));
        findings.atMost("first enabled control, " + module + " ÷ a static page", Spread.ofRounds(ratios), 1.5);
    }

    private static double timed(Chromium chromium, RunningProduct product, String module, String key, String instead) {
        try (Jira jira = open(chromium, product)) {
            throttle(jira.page());
            if (instead.isEmpty()) {
                jira.go(module, Cast.ADA, key);
                return firstControl(jira.page(), "/panel/");
            }
            jira.allow(java.net.URI.create(instead));
            jira.go(module, Cast.ADA, key, instead);
            return firstControl(jira.page(), instead);
        }
    }

    private static void throttle(Page page) {
        CDPSession session = page.context().newCDPSession(page);
        var rate = new com.google.gson.JsonObject();
        rate.addProperty("rate", THROTTLE);
        session.send("Emulation.setCPUThrottlingRate", rate);
    }

    /** When the first enabled control was in a frame, in milliseconds after its navigation began. */
    private static double firstControl(Page page, String address) {
        page.waitForCondition(
                () -> page.frames().stream().anyMatch(frame -> frame.url().contains(address)));
        Frame frame = page.frames().stream()
                .filter(one -> one.url().contains(address))
                .findFirst()
                .orElseThrow();
        frame.waitForFunction("() => window.__first");
        return ((Number) frame.evaluate("() => window.__first")).doubleValue();
    }

    private static void interact(Findings findings, Chromium chromium, RunningProduct product) {
        fill(product);
        try (Jira jira = open(chromium, product)) {
            jira.go(Jira.ADMIN, Cast.ADA, "");
            jira.frame().locator("nav >> text=Requests").click();
            Locator rows = jira.frame().locator(".lk-tbody [role=row]");
            rows.first().waitFor();
            jira.ours().evaluate("() => { window.__longest = 0 }");
            Locator body = jira.frame().locator(".lk-tbody");
            body.focus();
            for (int page = 0; page < 40; page++) {
                jira.page().keyboard().press("PageDown");
                jira.ours().evaluate(PAINTED);
            }
            jira.frame().getByLabel("Key or reason code").pressSequentially("BIG-4");
            jira.frame().locator(".lk-tbody >> text=BIG-4").first().waitFor();
            jira.frame().getByLabel("Order").selectOption("key");
            jira.frame().getByLabel("State").selectOption("held");
            jira.frame().locator(".lk-tbody >> text=Held").first().waitFor();
            jira.ours().evaluate(PAINTED);

            findings.atMost(
                    "longest interaction to next paint, a list of " + ROWS + " rows, ms",
                    Spread.once(((Number) jira.ours().evaluate("() => window.__longest")).doubleValue()),
                    100);
        }
    }

    /** As many requests as a large site has in a year. */
    private static void fill(RunningProduct product) {
        TenantId tenant = TenantId.of(
                product.administrator().get("/api/installation").path("tenant").asText());
        product.context()
                .getBean(TenantTransactions.class)
                .write(
                        tenant,
                        () -> product.context()
                                .getBean(JdbcClient.class)
                                .sql(
                                        "insert into request_standing (tenant_id, id, issue_id, issue_key, state, reason_code, reason,"
                                                + " work_id, changed_at) select ?, gen_random_uuid(), (900000 + n)::text, 'BIG-' || n,"
                                                + " (array['held', 'refused', 'done', 'parked'])[1 + n % 4], 'request.approved', 'Approved.',"
                                                + " gen_random_uuid(), now() - n * interval '5 minutes' from generate_series(1, ?) n")
                                .params(tenant.value(), ROWS)
                                .update());
    }
}
