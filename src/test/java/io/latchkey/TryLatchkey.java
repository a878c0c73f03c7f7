package io.latchkey;

import io.latchkey.demo.Onboarding;
import io.latchkey.demo.Setup;
import io.latchkey.demo.Timeline;
import io.latchkey.sandbox.Sandbox;
import io.latchkey.testing.CountedTransactions;
import io.latchkey.testing.FreePort;
import io.latchkey.testing.Scratch;
import io.latchkey.testing.TestPostgres;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Starts the product with an embedded PostgreSQL and the sandbox, for anyone to click through; with {@code --demo} runs
 * the story once and ends; with {@code --sandbox-only} starts the sandbox alone, for a product that runs elsewhere.
 */
public final class TryLatchkey {

    private static final int PRODUCT_PORT = 8080;
    private static final int JIRA_PORT = 8081;
    private static final int OKTA_PORT = 8082;
    private static final String OPERATOR_TOKEN = "operator";

    private TryLatchkey() {}

    /** Starts what the arguments ask for; whatever cannot start ends the process, the sandbox included. */
    public static void main(String[] arguments) {
        Set<String> wanted = Set.of(arguments);
        try {
            Sandbox sandbox = Sandbox.start(FreePort.preferably(JIRA_PORT), FreePort.preferably(OKTA_PORT));
            if (wanted.contains("--sandbox-only")) {
                Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close));
                say(sandboxOnly(sandbox));
            } else {
                tryProduct(sandbox, wanted.contains("--demo"));
            }
        } catch (RuntimeException e) {
            // Printed with its trace, and the process ends with 1.
            say(List.of("", "It did not work: " + e));
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static void tryProduct(Sandbox sandbox, boolean demo) {
        TestPostgres postgres = TestPostgres.start();
        SpringApplication.getShutdownHandlers().add(() -> {
            sandbox.close();
            postgres.close();
        });
        var product = URI.create("http://127.0.0.1:" + FreePort.preferably(PRODUCT_PORT));
        var transactions = new CountedTransactions();
        ConfigurableApplicationContext context = start(product, sandbox, postgres, transactions, demo);
        Setup setup = new Setup(product, sandbox.jira().uri(), sandbox.okta().uri()).complete();
        if (!demo) {
            setup.automate();
            say(whereToLook(product, sandbox));
            return;
        }
        awaitPaidBack(context.getBean(JdbcClient.class));
        int exit = demo(setup, sandbox, transactions);
        context.close();
        System.exit(exit);
    }

    /** The setup's calls went ahead of the org's rate limits; the story begins when they delay nobody any more. */
    private static void awaitPaidBack(JdbcClient database) {
        Awaitility.await("the setup's calls are paid back")
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofMinutes(1))
                .until(() -> database.sql("select not exists (select from budget where spent_until > lease_now())")
                        .query(Boolean.class)
                        .single());
    }

    private static int demo(Setup setup, Sandbox sandbox, CountedTransactions transactions) {
        var onboarding =
                new Onboarding(setup, sandbox.jira().uri(), sandbox.okta().uri());
        transactions.awaitQuiet();
        transactions.reset();
        Onboarding.Report report = onboarding.play();
        say(Timeline.of(report));
        say(Totals.of(report, transactions));
        if (report.wrong().isEmpty()) {
            say(List.of(
                    "", "Read back as expected: account, groups, the single comment, the closed ticket, the trail."));
            return 0;
        }
        say(List.of("", "Not as expected:"));
        say(report.wrong().stream().map(sentence -> "  - " + sentence).toList());
        return 1;
    }

    private static ConfigurableApplicationContext start(
            URI product, Sandbox sandbox, TestPostgres postgres, CountedTransactions transactions, boolean demo) {
        Map<String, Object> properties = new HashMap<>(sandbox.properties());
        properties.putAll(postgres.properties());
        properties.put("server.address", product.getHost());
        properties.put("server.port", product.getPort());
        properties.put("server.tomcat.basedir", Scratch.directory("tomcat").toString());
        properties.put("latchkey.base-url", product.toString());
        properties.put("latchkey.crypto.master-key", masterKey());
        properties.put("latchkey.edge.operator-token", OPERATOR_TOKEN);
        var application = new SpringApplication(Latchkey.class);
        application.addInitializers(context -> {
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("try", properties));
            context.getBeanFactory().registerSingleton("countedTransactions", transactions);
        });
        return demo ? application.run("--logging.level.root=WARN", "--spring.main.banner-mode=off") : application.run();
    }

    private static String masterKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    private static List<String> whereToLook(URI product, Sandbox sandbox) {
        return List.of(
                "",
                "Latchkey is running and installed into the sandbox's site.",
                "  the service desk   " + sandbox.jira().uri() + "/   raise a request, approve it, watch the ticket",
                "  the Okta org       " + sandbox.okta().uri() + "/sandbox/   accounts, groups, log, mails",
                "  the product        " + product + "/actuator/health   health; its API is under /api",
                "  as the operator    curl -H 'Authorization: Bearer " + OPERATOR_TOKEN + "' " + product
                        + "/actuator/health",
                "  as the admin       TOKEN=$(curl -s " + sandbox.jira().uri()
                        + "/sandbox/apps/io.latchkey/context-token | sed 's/.*\"jwt\" *: *\"\\([^\"]*\\)\".*/\\1/')",
                "                     curl -H \"Authorization: JWT $TOKEN\" " + product + "/api/installation",
                "",
                "Stop it with Ctrl-C; nothing is kept.");
    }

    private static List<String> sandboxOnly(Sandbox sandbox) {
        return List.of(
                "",
                "The sandbox is running, without a product.",
                "  the service desk   " + sandbox.jira().uri() + "/",
                "  the Okta org       " + sandbox.okta().uri() + "/sandbox/",
                "",
                "A product that shall use it needs:",
                "  LATCHKEY_ALLOWED_LOOPBACK=" + sandbox.properties().get("latchkey.http.allowed-loopback"),
                "  LATCHKEY_CONNECT_INSTALL_KEYS_URL=" + sandbox.properties().get("latchkey.connect.install-keys-url"),
                "  LATCHKEY_BASE_URL=http://127.0.0.1:PORT, SERVER_ADDRESS=127.0.0.1, SERVER_PORT=PORT",
                "  and a database and a master key of its own, see the README.",
                "Install it with: POST " + sandbox.jira().uri()
                        + "/sandbox/apps {\"descriptorUrl\":\"http://127.0.0.1:PORT/atlassian-connect.json\"}");
    }

    @SuppressWarnings("SystemOut") // a command for people
    private static void say(List<String> lines) {
        lines.forEach(System.out::println);
    }
}
