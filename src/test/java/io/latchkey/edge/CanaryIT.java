package io.latchkey.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.latchkey.demo.Http;
import io.latchkey.demo.Setup;
import io.latchkey.sandbox.Sandbox;
import io.latchkey.sandbox.forge.ForgePlatform;
import io.latchkey.sandbox.http.Exchange;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.JiraSite;
import io.latchkey.sandbox.jira.Onboarding;
import io.latchkey.sandbox.jira.SiteFields;
import io.latchkey.testing.FreePort;
import io.latchkey.testing.PackagedJar;
import io.latchkey.testing.ReadyRecipes;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.Scratch;
import io.latchkey.testing.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The passwords that Okta was given, in every flow that a request can take, are looked for wherever they could have been left:
 * only Okta and the one comment that delivers one may have them. So are the tokens that Forge sends, which nothing may keep in
 * the open. The product is a process of its own, which logs as much as an
 * operator can make it.
 */
class CanaryIT {

    private static final String USERS = "/api/v1/users";
    private static final String USER = USERS + "/00u[^/]+";
    private static final String COMMENT = "/rest/api/3/issue/[0-9]+/comment";
    private static final String OPERATOR = "operator-token-of-the-canary";
    private static final JsonMapper JSON = new JsonMapper();

    private final URI address = URI.create("http://127.0.0.1:" + FreePort.any());
    private final String database = TestPostgres.shared().createDatabase();
    private final List<String> found = new ArrayList<>();
    private int newcomers = 500;

    @Test
    void aPasswordIsAtOktaAndInItsCommentAndNowhereElse() {
        try (Sandbox sandbox = Sandbox.start();
                JiraSite another = JiraSite.start(Sandbox.HOST, 0, sandbox.clock());
                ForgePlatform forge = ForgePlatform.start(another, sandbox.clock(), Sandbox.HOST);
                PackagedJar jar = PackagedJar.start(environment(sandbox, forge))) {
            jar.awaitHealth(address);
            Setup setup =
                    new Setup(address, sandbox.jira().uri(), sandbox.okta().uri()).complete();
            List<Canary> ofWebhooks = webhooks(sandbox, setup);
            List<Canary> ofForge = throughForge(sandbox, another, forge);
            Map<String, String> issues = flows(sandbox, setup);
            List<Canary> canaries = canaries(sandbox);
            assertThat(canaries).hasSizeGreaterThanOrEqualTo(issues.size());

            announce(sandbox, canaries.get(0));
            Map<String, String> asked = furtherRequests(setup);

            lookIntoMemory(jar, canaries);
            canaries.forEach(canary -> {
                lookIn("the log", jar.said(), canary);
                asked.forEach((path, answer) -> lookIn(path, answer, canary));
                tables().forEach((table, rows) -> lookIn("the table " + table, rows, canary));
                outgoing(sandbox).forEach((what, text) -> lookIn(what, text, canary));
            });
            ofWebhooks.forEach(canary -> {
                lookIn("the log, of a webhook", jar.said(), canary);
                asked.forEach((path, answer) -> lookIn(path, answer, canary));
                tables().forEach((table, rows) -> lookIn("the table " + table, rows, canary));
            });
            ofForge.forEach(canary -> {
                lookIn("the log, of Forge", jar.said(), canary);
                asked.forEach((path, answer) -> lookIn(path, answer, canary));
                tables().forEach((table, rows) -> lookIn("the table " + table, rows, canary));
            });
            lookIntoComments(sandbox, issues, canaries);
            lookIntoConnections(sandbox);
        }
        assertThat(found).isEmpty();
    }

    /** The secrets that sign, and what a receiver knows its callers by: told once, called with, and nowhere else. */
    private static List<Canary> webhooks(Sandbox sandbox, Setup setup) {
        String path = "/api/webhooks/alerts";
        String known = "Kn0wn-to-the-receiver-alone";
        String url = sandbox.webhooks().hook("alerts") + "?token=" + known;
        String first = setup.administrator()
                .put(path, Map.of("url", url))
                .path("secret")
                .asText();
        String second = setup.administrator()
                .post(path + "/secret", Map.of("overlapMinutes", 60))
                .path("secret")
                .asText();
        sandbox.webhooks().trust(second);
        sandbox.webhooks().server().faults().order(Fault.cutAfter("POST", "/hooks/alerts", 1));
        for (boolean arrives : List.of(false, true)) {
            assertThat(setup.administrator()
                            .post(path + "/test", Map.of())
                            .path("delivered")
                            .asBoolean())
                    .isEqualTo(arrives);
        }
        return Stream.of(first.replace("whsec_", ""), second.replace("whsec_", ""), known)
                .map(Canary::new)
                .toList();
    }

    /**
     * A site that installed the app through Forge, with what its tokens are known by: what is the same in all of a kind, and the
     * last one of each whole, in every form.
     */
    private List<Canary> throughForge(Sandbox sandbox, JiraSite site, ForgePlatform forge) {
        forge.rememberTokens();
        var setup = new Setup(address, site.uri(), sandbox.okta().uri(), forge).complete();
        String key = site.raise(Onboarding.newcomer(newcomers++));
        site.approve(key, Cast.PAUL);
        awaitEnd(setup, site, key);
        assertThat(site.comments(key)).hasSize(1);
        // And one that Jira takes no token for, of the app nor of the person.
        forge.face().revokeSystemTokens();
        assertThat(forge.act(Cast.PAUL, site.idOf(key))).isEqualTo(200);
        assertThat(forge.invoke("latchkey-admin", Cast.PAUL, "GET", "/api/recipes", null)
                        .status())
                .isEqualTo(403);
        assertThat(forge.hour()).isEqualTo(200);
        List<String> tokens = forge.tokens();
        String signed = last(tokens, "eyJ");
        return Stream.of(
                        "sandbox-oauth-",
                        "sandbox-user-",
                        signed.substring(0, signed.indexOf('.')),
                        signed.substring(signed.lastIndexOf('.') + 1),
                        last(tokens, "sandbox-oauth-"),
                        last(tokens, "sandbox-user-"))
                .map(Canary::new)
                .toList();
    }

    private static String last(List<String> tokens, String prefix) {
        return tokens.stream()
                .filter(token -> token.startsWith(prefix))
                .reduce((before, after) -> after)
                .orElseThrow();
    }

    private void lookIn(String where, String text, Canary canary) {
        canary.in(text).forEach(form -> found.add(where + ": " + form));
    }

    /** As Jira does with each comment, here with long ones, many at once: more than are used again by what follows. */
    private void announce(Sandbox sandbox, Canary canary) {
        String path = "/connect/webhooks/issue-updated";
        IntStream.range(0, 16).parallel().forEach(number -> {
            HttpResponse<String> answer = Http.at(address)
                    .authorized("JWT " + sandbox.jira().jwt(RunningProduct.APP_KEY, "POST", path))
                    .send(
                            "POST",
                            path,
                            Map.of(
                                    "issue",
                                    Map.of("id", "9000" + number),
                                    "comment",
                                    Map.of("body", "x".repeat(5_000) + canary.secret())));
            assertThat(answer.statusCode()).isEqualTo(204);
        });
    }

    private void lookIntoMemory(PackagedJar jar, List<Canary> canaries) {
        Path file = Scratch.directory("heap").resolve("live.hprof");
        jar.dumpHeap(file);
        found.addAll(HeapDump.find(file, canaries));
    }

    /** Issues by what becomes of them. */
    private Map<String, String> flows(Sandbox sandbox, Setup setup) {
        Map<String, String> issues = new LinkedHashMap<>();
        issues.put("delivered", approved(sandbox));
        awaitEnd(setup, sandbox, issues.get("delivered"));
        sandbox.okta().server().faults().order(Fault.cutAfter("POST", USERS, 1));
        issues.put("created with a lost answer", approved(sandbox));
        awaitEnd(setup, sandbox, issues.get("created with a lost answer"));
        sandbox.jira().server().faults().order(Fault.cutAfter("POST", COMMENT, 1));
        issues.put("told with a lost answer", approved(sandbox));
        awaitEnd(setup, sandbox, issues.get("told with a lost answer"));
        sandbox.jira().server().faults().order(Fault.answer("POST", COMMENT, 2, 503, "{\"errorMessages\":[\"busy\"]}"));
        issues.put("told late", approved(sandbox));
        awaitEnd(setup, sandbox, issues.get("told late"));
        sandbox.okta()
                .server()
                .faults()
                .order(Fault.answer(
                        "POST",
                        USERS,
                        1,
                        400,
                        "{\"errorCode\":\"E0000001\",\"errorSummary\":\"Api validation failed: password\","
                                + "\"errorLink\":\"E0000001\",\"errorId\":\"x\",\"errorCauses\":["
                                + "{\"errorSummary\":\"Password requirements were not met.\"}]}"));
        issues.put("refused by Okta", approved(sandbox));
        awaitEnd(setup, sandbox, issues.get("refused by Okta"));
        // The note that says so is a comment, too, and must not meet the next fault.
        RunningProduct.await()
                .until(() ->
                        !sandbox.jira().comments(issues.get("refused by Okta")).isEmpty());
        sandbox.jira().server().faults().order(Fault.answer("POST", COMMENT, 1, 400, "{\"errorMessages\":[\"no\"]}"));
        issues.put("never told", approved(sandbox));
        awaitEnd(setup, sandbox, issues.get("never told"));
        letPasswordsBeReset(sandbox, setup);
        issues.put("reset", reset(sandbox));
        awaitEnd(setup, sandbox, issues.get("reset"));
        sandbox.okta().server().faults().order(Fault.cutAfter("POST", USER, 1));
        issues.put("reset with a lost answer", reset(sandbox));
        awaitEnd(setup, sandbox, issues.get("reset with a lost answer"));
        sandbox.jira()
                .server()
                .faults()
                .order(Fault.answer("POST", COMMENT, 50, 503, "{\"errorMessages\":[\"busy\"]}"));
        issues.put("cut short by an uninstall", approved(sandbox));
        RunningProduct.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> canaries(sandbox).size() >= issues.size());
        sandbox.jira().uninstallApp(RunningProduct.APP_KEY);
        sandbox.jira().server().faults().clear();
        setup.install();
        return issues;
    }

    /** The shipped recipe for somebody else's password, with one that is written on the ticket. */
    private static void letPasswordsBeReset(Sandbox sandbox, Setup setup) {
        String recipe = ReadyRecipes.document("reset-password");
        String comment = recipe.replace("method: link", "method: temporary")
                .replace("delivery: { method: activation }", "delivery: { method: comment }");
        assertThat(comment).contains("temporary", "method: comment");
        setup.administrator().postYaml("/api/recipes", comment);
        String olga = sandbox.okta().createPerson("Olga", "Owner", Cast.OLGA.email(), "Kn0wn-Before-Us", List.of());
        setup.administrator()
                .put(
                        "/api/okta-connections/main/approver-accounts/" + Cast.OLGA.accountId(),
                        Map.of("oktaUserId", olga));
    }

    private static String reset(Sandbox sandbox) {
        String key = sandbox.jira()
                .raise("Reset somebody's password", Map.of(SiteFields.ACCOUNT, JiraSite.people(Cast.OLGA)));
        sandbox.jira().approve(key, Cast.PAUL);
        return key;
    }

    private String approved(Sandbox sandbox) {
        String key = sandbox.jira().raise(Onboarding.newcomer(newcomers++));
        sandbox.jira().approve(key, Cast.PAUL);
        return key;
    }

    /** However it ends: where its password has been is what counts here. */
    private static void awaitEnd(Setup setup, Sandbox sandbox, String key) {
        awaitEnd(setup, sandbox.jira(), key);
    }

    private static void awaitEnd(Setup setup, JiraSite site, String key) {
        String id = site.idOf(key);
        RunningProduct.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(
                                RunningProduct.newestRun(setup.administrator().get("/api/requests/" + id))
                                        .path("state")
                                        .asText())
                        .isIn("done", "parked"));
    }

    /** Whether it makes an account, or sets the password of one. */
    private static boolean mayCarry(Exchange call) {
        return call.method().equals("POST")
                && (call.path().equals(USERS) || call.path().matches(USER));
    }

    /** Every password that Okta was ever sent. */
    private static List<Canary> canaries(Sandbox sandbox) {
        return sandbox.okta().server().traffic().matching(CanaryIT::mayCarry).stream()
                .map(call -> read(call).at("/credentials/password/value").asText())
                .filter(password -> !password.isEmpty())
                .distinct()
                .map(Canary::new)
                .toList();
    }

    private static JsonNode read(Exchange call) {
        try {
            return JSON.readTree(call.requestBody());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A hundred, which use what the flows used; and all metrics. */
    private Map<String, String> furtherRequests(Setup setup) {
        Map<String, String> answers = new LinkedHashMap<>();
        List<String> paths = List.of(
                "/api/installation",
                "/api/okta-connections",
                "/api/recipes",
                "/api/automation-tokens",
                "/api/webhooks",
                "/api/audit?limit=500",
                "/api/audit/verification",
                "/api/service-desks/fields");
        for (int i = 0; i < 100; i++) {
            String path = paths.get(i % paths.size());
            answers.put(path, setup.administrator().send("GET", path, null).body());
        }
        for (int i = 0; i < 5; i++) {
            setup.administrator().send("POST", "/api/okta-connections/main/test", Map.of());
        }
        Http operator = Http.at(address).authorized("Bearer " + OPERATOR);
        operator.get("/actuator/metrics").path("names").forEach(name -> {
            String path = "/actuator/metrics/" + name.asText();
            answers.put(path, operator.send("GET", path, null).body());
        });
        return answers;
    }

    /** The answer shows the comment, and a connection keeps the end of its last answer until a longer one comes. */
    private void lookIntoConnections(Sandbox sandbox) {
        sandbox.jira().server().traffic().matching(call -> call.path().matches(COMMENT)).stream()
                .filter(call -> !List.of("close").equals(call.requestHeaders().get("connection")))
                .forEach(call -> found.add("a connection that is used again: " + call.method() + " " + call.path()));
    }

    /** What the product sent, apart from the calls that have to carry a password. */
    private static Map<String, String> outgoing(Sandbox sandbox) {
        Map<String, String> sent = new LinkedHashMap<>();
        Pattern comment = Pattern.compile(COMMENT);
        List<Exchange> calls = new ArrayList<>(sandbox.okta().server().traffic().all());
        calls.addAll(sandbox.jira().server().traffic().all());
        for (Exchange call : calls) {
            boolean carries = mayCarry(call)
                    || (call.method().equals("POST")
                            && comment.matcher(call.path()).matches());
            // What it carries it carries in the body.
            sent.merge(
                    call.vendor() + " " + call.method() + " " + call.path(),
                    call.query() + call.requestHeaders() + (carries ? "" : call.requestText()),
                    String::concat);
        }
        return sent;
    }

    private Map<String, String> tables() {
        var superuser = new JdbcTemplate(new DriverManagerDataSource(database + "?user=postgres"));
        return superuser
                .queryForList("select tablename from pg_tables where schemaname = 'public'", String.class)
                .stream()
                .collect(Collectors.toMap(
                        table -> table,
                        table -> String.join(
                                "\n", superuser.queryForList("select t::text from " + table + " t", String.class))));
    }

    /** One comment tells one password, and says who has it by mail. */
    private void lookIntoComments(Sandbox sandbox, Map<String, String> issues, List<Canary> canaries) {
        issues.forEach((what, key) -> {
            List<String> telling = sandbox.jira().comments(key).stream()
                    .map(JsonNode::toString)
                    .filter(comment -> canaries.stream()
                            .anyMatch(canary -> !canary.in(comment).isEmpty()))
                    .toList();
            if (telling.size() > 1) {
                found.add(telling.size() + " comments of the request that was " + what);
            }
            telling.stream()
                    .filter(comment -> !comment.contains("by mail"))
                    .forEach(comment -> found.add("a comment without a warning of the copies by mail: " + what));
        });
    }

    private Map<String, String> environment(Sandbox sandbox, ForgePlatform forge) {
        Map<String, String> environment = PackagedJar.environment(database, address);
        environment.putAll(PackagedJar.environment(sandbox));
        environment.merge(
                "LATCHKEY_ALLOWED_LOOPBACK", forge.uri().getAuthority(), (before, more) -> before + "," + more);
        environment.put("LATCHKEY_FORGE_APP_ID", forge.app());
        environment.put("LATCHKEY_FORGE_JWKS_URL", forge.keySet().toString());
        environment.put("LATCHKEY_FORGE_GATEWAY", forge.uri().toString());
        environment.put("LATCHKEY_OPERATOR_TOKEN", OPERATOR);
        environment.put("SERVER_ADDRESS", address.getHost());
        environment.put("SERVER_PORT", String.valueOf(address.getPort()));
        environment.put("SERVER_TOMCAT_BASEDIR", Scratch.directory("tomcat").toString());
        environment.put("LATCHKEY_WORK_FIRSTBACKOFF", "200ms");
        environment.put("LATCHKEY_OKTA_SETTLEWITHIN", "5s");
        environment.put("LOGGING_LEVEL_ROOT", "DEBUG");
        environment.put("LOGGING_LEVEL_IO_LATCHKEY", "TRACE");
        environment.put("LOGGING_LEVEL_ORG_SPRINGFRAMEWORK_WEB", "TRACE");
        environment.put("LOGGING_LEVEL_ORG_APACHE_HC", "TRACE");
        environment.put("LOGGING_LEVEL_COM_OKTA", "TRACE");
        return environment;
    }
}
