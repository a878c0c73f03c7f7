package io.latchkey;

import io.latchkey.demo.Onboarding;
import io.latchkey.demo.RecipeDemo;
import io.latchkey.demo.RecipeStories;
import io.latchkey.demo.Report;
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
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Starts the product with an embedded PostgreSQL and the sandbox, for anyone to click through; with {@code --demo} runs
 * the story once and ends, with {@code --demo=offboard} that of this ready recipe; with {@code --sandbox-only} starts the sandbox alone, for a product that runs elsewhere.
 */
public final class TryLatchkey {

    private static final int PRODUCT_PORT = 8080;
    private static final int JIRA_PORT = 8081;
    private static final int OKTA_PORT = 8082;
    private static final int WEBHOOK_PORT = 8083;
    private static final String OPERATOR_TOKEN = "operator";
    private static final String DEMO = "--demo";
    private static final String NAMED_DEMO = DEMO + "=";
    private static final int MISUSED = 2;

    private TryLatchkey() {}

    /** Starts what the arguments ask for; whatever cannot start ends the process, the sandbox included. */
    public static void main(String[] arguments) {
        Set<String> wanted = Set.of(arguments);
        Optional<String> named = wanted.stream()
                .filter(argument -> argument.startsWith(NAMED_DEMO))
                .map(argument -> argument.substring(NAMED_DEMO.length()))
                .findFirst();
        if (named.filter(name -> !RecipeStories.names().contains(name)).isPresent()) {
            say(List.of("There is no demo called \"" + named.get() + "\". There are: "
                    + String.join(", ", RecipeStories.names())
                    + "; and " + DEMO + " without a name."));
            System.exit(MISUSED);
        }
        try {
            Sandbox sandbox = Sandbox.start(
                    FreePort.preferably(JIRA_PORT), FreePort.preferably(OKTA_PORT), FreePort.preferably(WEBHOOK_PORT));
            if (wanted.contains("--sandbox-only")) {
                Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close));
                say(sandboxOnly(sandbox));
            } else {
                tryProduct(sandbox, wanted.contains(DEMO), named);
            }
        } catch (RuntimeException e) {
            // Printed with its trace, and the process ends with 1.
            say(List.of("", "It did not work: " + e));
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static void tryProduct(Sandbox sandbox, boolean demo, Optional<String> named) {
        TestPostgres postgres = TestPostgres.start();
        SpringApplication.getShutdownHandlers().add(() -> {
            sandbox.close();
            postgres.close();
        });
        var product = URI.create("http://127.0.0.1:" + FreePort.preferably(PRODUCT_PORT));
        var transactions = new CountedTransactions();
        boolean quiet = demo || named.isPresent();
        ConfigurableApplicationContext context = start(product, sandbox, postgres, transactions, quiet);
        Setup setup = new Setup(product, sandbox.jira().uri(), sandbox.okta().uri());
        if (!quiet) {
            setup.complete().automate();
            say(whereToLook(product, sandbox));
            return;
        }
        Demo play = named.map(name -> recipe(name, setup, sandbox)).orElseGet(() -> onboarding(setup, sandbox));
        play.prepare().run();
        awaitPaidBack(context.getBean(JdbcClient.class));
        transactions.awaitQuiet();
        transactions.reset();
        named.ifPresent(name -> say(List.of(
                "",
                "Playing " + name
                        + ". Nothing is printed until it is over: within a minute, for extend-access after two, for"
                        + " break-glass after six, since its agent is looked for every five.")));
        int exit = told(play, play.play().get(), transactions);
        context.close();
        System.exit(exit);
    }

    /**
     * A demonstration.
     *
     * @param prepare sets everything up
     * @param play what is told
     * @param isMeasured whether its cost has a limit
     */
    private record Demo(Runnable prepare, Supplier<Report> play, boolean isMeasured) {}

    private static Demo onboarding(Setup setup, Sandbox sandbox) {
        var onboarding =
                new Onboarding(setup, sandbox.jira().uri(), sandbox.okta().uri());
        var issue = new StringBuilder();
        return new Demo(
                () -> {
                    setup.complete();
                    issue.append(onboarding.raise());
                },
                () -> onboarding.play(issue.toString()),
                true);
    }

    private static Demo recipe(String name, Setup setup, Sandbox sandbox) {
        var recipe = new RecipeDemo(
                name,
                setup,
                sandbox.jira().uri(),
                sandbox.okta().uri(),
                sandbox.webhooks().uri());
        return new Demo(recipe::prepare, recipe::play, false);
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

    private static int told(Demo demo, Report report, CountedTransactions transactions) {
        block("What the approver reads on " + report.issueKey() + " before the approval", report.preview());
        say(Timeline.of(report));
        say(demo.isMeasured ? Totals.of(report, transactions) : Totals.counted(report, transactions));
        block("The ticket afterwards", report.ticket());
        block("Read back as expected", report.right());
        block("Not as expected", report.wrong());
        return report.wrong().isEmpty() ? 0 : 1;
    }

    private static void block(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            say(List.of("", title + ":"));
            say(lines.stream().map(line -> "  " + line).toList());
        }
    }

    private static ConfigurableApplicationContext start(
            URI product, Sandbox sandbox, TestPostgres postgres, CountedTransactions transactions, boolean quiet) {
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
            // So that time can pass: POST /sandbox/clock moves it for all three.
            context.getBeanFactory().registerSingleton("clock", sandbox.clock());
        });
        return quiet
                ? application.run("--logging.level.root=WARN", "--spring.main.banner-mode=off")
                : application.run();
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
                "  Latchkey in Jira   the links on that page: its settings, and its panels on each request",
                "  the Okta org       " + sandbox.okta().uri() + "/sandbox/   accounts, groups, log, mails",
                "  a webhook          " + sandbox.webhooks().uri() + "/sandbox/deliveries   what recipes have told it",
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
