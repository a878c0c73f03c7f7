package io.latchkey.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.http.Problem;
import io.latchkey.sandbox.forge.InvocationKeys;
import io.latchkey.sandbox.forge.InvocationToken;
import io.latchkey.tenant.store.SystemTokens;
import io.latchkey.work.RunGate;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Installations, events, schedules and people that come through Forge, over real HTTP. */
class ForgeDoorIT extends ForgeDoorTest {

    @Autowired
    DataSource database;

    @Autowired
    RunGate gate;

    @Autowired
    SystemTokens tokens;

    @Nested
    class Lifecycle {

        @Test
        void anInstallationIsATenantWhoseSiteIsCalledWithTheTokenThatCame() {
            SITE.answerJson(app.rest("/rest/api/3/asked"), "{}");

            assertTaken(installed(app, "system-one"));

            Installation open = installations.open(tenant(app)).orElseThrow();
            assertThat(open.door()).isEqualTo(Door.FORGE);
            assertThat(open.cloudId()).isEqualTo(app.cloudId());
            assertThat(open.baseUrl()).isEqualTo(URI.create(SITE.address() + "/ex/jira/" + app.cloudId()));
            ask(tenant(app));
            assertThat(sentTo(app)).isEqualTo("Bearer system-one");
        }

        @Test
        void deliveringItAgainChangesNothing() {
            assertTaken(installed(app, "system-one"));
            TenantId tenant = tenant(app);

            assertTaken(installed(app, "system-two"));

            assertThat(tenant(app)).isEqualTo(tenant);
            assertThat(rows(
                            tenant,
                            "select count(*) from audit_event where tenant_id = ? and kind = 'tenant.installed'"))
                    .isEqualTo(1);
        }

        @Test
        void aLostEventIsMadeUpForByTheSchedule() {
            assertTaken(schedule(app, "system-one"));

            assertThat(installations.open(tenant(app))).isPresent();
        }

        @Test
        void removingItForgetsTheTokenAndClosesTheDoor() {
            installed(app, "system-one");
            TenantId tenant = tenant(app);

            assertTaken(forge("/forge/uninstalling", app.token("latchkey-uninstalling"), "{}", null));

            assertThat(rows(tenant, "select count(*) from system_token where tenant_id = ? and token is not null"))
                    .isZero();
            assertThatThrownBy(() -> clients.asApp(tenant)).isInstanceOf(TenantFailure.NotInstalled.class);
            assertForbidden(event(app, EVENT.formatted(1, ""), null), 403, "forge.unknown-installation");
            assertForbidden(
                    page("/api/overview", app.token("latchkey-admin").by("ada"), null),
                    403,
                    "forge.unknown-installation");
            // What is late or sent again does not bring it back.
            assertTaken(schedule(app, "system-two"));
            assertTaken(installed(app, "system-two"));
            assertTaken(forge("/forge/upgraded", app.token("latchkey-upgraded"), "{}", "system-two"));
            assertThat(installations.open(tenant)).isEmpty();
            assertThat(departures(tenant)).isEqualTo(1);
        }

        /** An administrator began to remove it, and it is there still: Forge goes on to call every hour. */
        @Test
        void oneThatWasNotRemovedAfterAllGoesOnWithTheSchedule() {
            installed(app, "system-one");
            TenantId tenant = tenant(app);
            forge("/forge/uninstalling", app.token("latchkey-uninstalling"), "{}", null);
            transactions.writeOnly(
                    tenant,
                    () -> jdbc.sql("update installation set updated_at = updated_at - interval '11 minutes'")
                            .update());

            assertTaken(schedule(app, "system-two"));

            assertThat(installations.open(tenant).orElseThrow().externalId()).isEqualTo(app.installationId());
            assertThat(clients.waiting(tenant)).isEmpty();
            assertThat(departures(tenant)).isZero();
        }

        private long departures(TenantId tenant) {
            return rows(tenant, "select count(*) from departure where tenant_id = ?");
        }

        /** Each installation has another id, so that the site is recognised by its cloud id, and nobody's word is taken for it. */
        @Test
        void oneThatComesBackIsHeldUntilAnOperatorLetsItIn() {
            installed(app, "system-one");
            TenantId tenant = tenant(app);
            forge("/forge/uninstalling", app.token("latchkey-uninstalling"), "{}", null);
            App again = App.at(app.cloudId());

            assertTaken(installed(again, "system-two"));

            assertThat(hosts.byInstallationId(again.installationId())).isEmpty();
            assertForbidden(
                    page("/api/overview", again.token("latchkey-admin").by("ada"), null),
                    403,
                    "tenant.installation-held");
            HeldInstallation waiting = held.of(tenant).get(0);
            assertThat(waiting.externalId()).isEqualTo(again.installationId());

            held.decide(waiting.id(), HeldInstallation.Decision.ACCEPTED);
            assertTaken(schedule(again, "system-three"));

            assertThat(installations.open(tenant).orElseThrow().externalId()).isEqualTo(again.installationId());
        }

        /** The tenant keeps everything; what was its door is closed. */
        @Test
        void aSiteOfConnectMovesOnceAnOperatorHasLetItIn() {
            Site site = installed();
            TenantId tenant = hosts.byClientKey(site.clientKey())
                    .orElseThrow()
                    .installation()
                    .tenant();
            App moved = App.at(site.cloudId());
            assertTaken(installed(moved, "system-one"));

            held.decide(held.of(tenant).get(0).id(), HeldInstallation.Decision.ACCEPTED);
            assertTaken(installed(moved, "system-one"));

            assertThat(tenant(moved)).isEqualTo(tenant);
            assertThat(installations.open(tenant).orElseThrow().door()).isEqualTo(Door.FORGE);
            assertRefused(get("/try/person", contextToken(site, "ada")), 401, "connect.unknown-site");
        }
    }

    @Nested
    class WrongCallers {

        @ParameterizedTest
        @CsvSource({
            "installed, latchkey-installed",
            "upgraded, latchkey-upgraded",
            "schedule, latchkey-hourly",
            "uninstalling, latchkey-uninstalling",
            "issue-events, latchkey-issues",
            "post-function, latchkey-post-function",
            "automation-action, latchkey-look"
        })
        void nobodyWithoutATrueTokenIsLetIn(String route, String module) {
            assertRefused(post("/forge/" + route, "{}", null), 401, "forge.token-missing");
            assertRefused(post("/forge/" + route, "{}", "Bearer a.b.c"), 401, "forge.token-refused");
            var stranger = new InvocationKeys();
            String forged =
                    stranger.sign(app.token(module).claims(Instant.now()).build());
            // Whether its key is not there or was looked for too often, the answer is never yes.
            assertThat(post("/forge/" + route, "{}", "Bearer " + forged).statusCode())
                    .isIn(401, 503);
            assertThat(hosts.byInstallationId(app.installationId())).isEmpty();
        }

        /** Whoever looks at a page chooses the path of a call. A rule and a transition may name who caused them. */
        @ParameterizedTest
        @CsvSource({
            "installed, latchkey-installed",
            "upgraded, latchkey-upgraded",
            "schedule, latchkey-hourly",
            "uninstalling, latchkey-uninstalling",
            "issue-events, latchkey-issues",
            "post-function, latchkey-look",
            "automation-action, latchkey-post-function"
        })
        void aPersonIsNotForge(String route, String module) {
            ForgeDoorIT.this.installed(app, "system-one");

            for (InvocationToken token : new InvocationToken[] {
                app.token("latchkey-panel").by("mallory"),
                app.token("latchkey-panel"),
                app.token(module).by("mallory"),
                app.token(module).by("unidentified"),
                app.token(module).by(" "),
                app.token(module).by("x".repeat(129)),
            }) {
                assertForbidden(forge("/forge/" + route, token, "{}", "malicious"), 403, "forge.module");
            }

            SITE.answerJson(app.rest("/rest/api/3/asked"), "{}");
            ask(tenant(app));
            assertThat(sentTo(app)).isEqualTo("Bearer system-one");
        }

        /** Atlassian waits five seconds for an answer, and takes 401 for a verdict on the token. */
        @Test
        void aKeySetThatHangsHoldsUpNoAnswer() throws Exception {
            ForgeDoorIT.this.installed(app, "system-one");
            var hangs = new CountDownLatch(1);
            SITE.answers.put("/forge/jwks.json", exchange -> {
                try {
                    hangs.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                TinySite.send(exchange, 200, KEYS.published());
            });
            try {
                String unknownKey = new InvocationKeys()
                        .sign(app.token("latchkey-issues").claims(Instant.now()).build());
                long before = System.nanoTime();
                List<CompletableFuture<HttpResponse<String>>> forged = IntStream.range(0, 4)
                        .mapToObj(i -> CompletableFuture.supplyAsync(
                                () -> post("/forge/issue-events", "{}", "Bearer " + unknownKey)))
                        .toList();

                for (var answer : forged) {
                    assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isIn(401, 503);
                }
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
                assertTaken(event(app, EVENT.formatted(3, ""), null));
            } finally {
                hangs.countDown();
            }
        }

        /** 401 only where the token is none: what is true and cannot be served is 403. */
        @Test
        void aTokenThatDoesNotHoldIsRefusedAndOneOfAnotherEnvironmentForbidden() {
            ForgeDoorIT.this.installed(app, "system-one");
            Instant now = Instant.now();
            InvocationToken token = app.token("latchkey-issues");

            refused(token.claims(now).audience("ari:cloud:ecosystem::app/" + UUID.randomUUID()));
            refused(token.claims(now.minusSeconds(60)));
            refused(token.claims(now.plusSeconds(60)));
            refused(token.claims(now).claim("icLabel", "ic-1"));
            var development = new InvocationToken(
                    FORGE_APP,
                    app.installationId(),
                    app.cloudId(),
                    SITE.address() + "/ex/jira/" + app.cloudId(),
                    "DEVELOPMENT",
                    "latchkey-issues",
                    null,
                    Map.of());
            assertForbidden(
                    forge("/forge/issue-events", development, EVENT.formatted(4, ""), null), 403, "forge.environment");
            assertTaken(event(app, EVENT.formatted(4, ""), null));
        }

        private void refused(com.nimbusds.jwt.JWTClaimsSet.Builder claims) {
            assertRefused(
                    post("/forge/issue-events", EVENT.formatted(4, ""), "Bearer " + KEYS.sign(claims.build())),
                    401,
                    "forge.token-refused");
        }

        @Test
        void anEventBeforeTheInstallationIsForbiddenAndTakenAfterwards() {
            String body = EVENT.formatted(2, "");

            assertForbidden(event(app, body, "system-one"), 403, "forge.unknown-installation");
            ForgeDoorIT.this.installed(app, "system-one");

            // What was not known is forgotten at once when it is opened here.
            assertTaken(event(app, body, "system-one"));
        }

        /** Whoever makes up sites of Connect needs no signature of Atlassian's; the same is not true of installations. */
        @Test
        void aFloodOfMadeUpSitesHoldsNoInstallationUp() throws Exception {
            var flooding = new AtomicBoolean(true);
            var spent = new CountDownLatch(1);
            var flood = new Thread(() -> {
                while (flooding.get()) {
                    try {
                        hosts.byClientKey(UUID.randomUUID().toString());
                    } catch (Problem tooMany) {
                        spent.countDown();
                    }
                }
            });
            flood.start();
            try {
                assertThat(spent.await(30, TimeUnit.SECONDS)).isTrue();

                assertTaken(ForgeDoorIT.this.installed(app, "system-one"));
            } finally {
                flooding.set(false);
                flood.join();
            }
        }

        @Test
        void anInstallationOfAnotherSiteIsForbidden() {
            ForgeDoorIT.this.installed(app, "system-one");
            var elsewhere = new App(app.installationId(), UUID.randomUUID().toString());

            assertForbidden(event(elsewhere, EVENT.formatted(3, ""), null), 403, "forge.other-site");
            assertForbidden(schedule(elsewhere, "system-two"), 403, "forge.other-site");
            assertForbidden(
                    page("/api/overview", elsewhere.token("latchkey-admin").by("ada"), null), 403, "forge.other-site");
        }

        /** Its events are taken, so that they are not sent again, and dropped; its work waits, but for what ends access. */
        @Test
        void anUnlicensedSiteIsNotWorkedFor() throws Exception {
            ForgeDoorIT.this.installed(app, "system-one");
            TenantId tenant = tenant(app);
            String signals = "select count(*) from signal where tenant_id = ?";
            assertThat(gate.closed(tenant, Purpose.REQUEST)).isEmpty();

            assertForbidden(
                    get("/api/overview", unlicensed(app.token("latchkey-admin").by("ada"))), 403, "forge.unlicensed");
            assertTaken(post("/forge/issue-events", EVENT.formatted(30, ""), unlicensed(app.token("latchkey-issues"))));
            assertThat(rows(tenant, signals)).isZero();
            assertThat(gate.closed(tenant, Purpose.REQUEST)).containsInstanceOf(TenantFailure.Unlicensed.class);
            assertThat(gate.closed(tenant, Purpose.EXPIRY)).isEmpty();
            assertTaken(post("/forge/schedule", "{}", unlicensed(app.token("latchkey-hourly"))));
            assertThat(gate.closed(tenant, Purpose.REQUEST)).containsInstanceOf(TenantFailure.Unlicensed.class);

            assertTaken(schedule(app, "system-two"));
            assertThat(gate.closed(tenant, Purpose.REQUEST)).isEmpty();
            assertTaken(event(app, EVENT.formatted(30, ""), null));
            assertThat(rows(tenant, signals)).isEqualTo(1);

            assertTaken(post("/forge/uninstalling", "{}", unlicensed(app.token("latchkey-uninstalling"))));
            assertThat(installations.open(tenant)).isEmpty();
        }

        @Test
        void anUnlicensedInstallationIsKnownAsSuch() throws Exception {
            assertTaken(post("/forge/installed", "{}", unlicensed(app.token("latchkey-installed"))));

            assertThat(installations.open(tenant(app)).orElseThrow().licensed()).isFalse();
        }

        private String unlicensed(InvocationToken token) throws Exception {
            var claims = token.claims(Instant.now());
            Map<String, Object> content = new HashMap<>(claims.build().getJSONObjectClaim("app"));
            content.put("license", Map.of("isActive", false));
            return "Bearer " + KEYS.sign(claims.claim("app", content).build());
        }

        /** A token of Forge counts where Forge calls and nowhere else. */
        @Test
        void aTokenOfForgeIsNothingElsewhere() {
            ForgeDoorIT.this.installed(app, "system-one");

            assertRefused(
                    get("/try/person", bearer(app.token("latchkey-admin").by("ada"))), 403, "connect.token-missing");
            assertRefused(
                    post("/connect/enabled", "{}", bearer(app.token("latchkey-installed"))),
                    403,
                    "connect.token-missing");
        }

        /** 401 would tell Atlassian that the token is none; whoever looks at a page chooses the address. */
        @Test
        void aTrueTokenBesideOneInTheAddressIsForbidden() {
            ForgeDoorIT.this.installed(app, "system-one");

            assertRefused(
                    get(
                            "/api/overview?jwt=a.b.c",
                            bearer(app.token("latchkey-admin").by("ada"))),
                    403,
                    "connect.token-in-address");
            assertRefused(get("/api/overview?jwt=a.b.c", null), 401, "connect.token-in-address");
        }
    }

    @Nested
    class Events {

        /** Atlassian gives an answer five seconds, and sends an event again that got none of 2xx. */
        @Test
        void oneIsAnsweredInTimeAlsoWhileNoConnectionIsFree() throws Exception {
            ForgeDoorIT.this.installed(app, "system-one");
            List<Connection> taken = new ArrayList<>();
            try {
                takeAll(taken);
                long before = System.nanoTime();

                HttpResponse<String> answer = event(app, EVENT.formatted(11, ""), "system-two");

                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
                assertForbidden(answer, 503, "database.unavailable");
            } finally {
                for (Connection connection : taken) {
                    connection.close();
                }
            }
            assertTaken(event(app, EVENT.formatted(11, ""), "system-two"));
            assertThat(signals()).isEqualTo(1);
        }

        private void takeAll(List<Connection> taken) throws SQLException {
            try {
                while (taken.size() < 1_000) {
                    taken.add(database.getConnection());
                }
            } catch (SQLTransientConnectionException none) {
                assertThat(taken).isNotEmpty();
            }
        }

        @Test
        void oneThatIsSentAgainIsStoredOnce() {
            ForgeDoorIT.this.installed(app, "system-one");

            assertTaken(event(app, EVENT.formatted(10, ""), null));
            assertTaken(event(
                    app,
                    EVENT.formatted(10, ",\"retryContext\":{\"retryCount\":1,\"retryReason\":\"TIMEOUT_ERROR\"}"),
                    null));
            assertTaken(event(app, "{\"payload\":" + EVENT.formatted(10, "") + "}", null));
            assertThat(signals()).isEqualTo(1);

            assertTaken(event(app, EVENT.formatted(11, ""), null));
            assertThat(signals()).isEqualTo(2);
        }

        @ParameterizedTest
        @ValueSource(strings = {"[]", "{", "{\"issue\":{\"id\":\"x\"}}", "{\"payload\":[]}"})
        void oneThatNamesNoIssueIsRefused(String body) {
            ForgeDoorIT.this.installed(app, "system-one");

            assertThat(event(app, body, null).statusCode()).isEqualTo(400);
            assertThat(signals()).isZero();
        }

        /** Thousands of them a second are possible, and each has to be answered within five seconds. */
        @Test
        void oneIsStoredInOneTransactionAndNothingElseIsAsked() {
            ForgeDoorIT.this.installed(app, "system-one");
            event(app, EVENT.formatted(12, ""), "system-of-event");
            int downloads = SITE.askedAt("/forge/jwks.json").size();
            counted.reset();

            assertTaken(event(app, EVENT.formatted(13, ""), "system-of-event"));

            assertThat(counted.committed(one -> one.thread().contains("exec")))
                    .singleElement()
                    .satisfies(one -> assertThat(one.touches("into signal")).isTrue());
            assertThat(SITE.askedAt("/forge/jwks.json")).hasSize(downloads);
        }

        @Test
        void aTransitionIsAHintAndEachOneAnother() {
            ForgeDoorIT.this.installed(app, "system-one");
            String body = "{\"issue\":{\"id\":10042,\"key\":\"ITH-7\"},\"atlassianId\":\"ada\","
                    + "\"transition\":{\"executionId\":\"%s\"}}";

            for (String execution : new String[] {"e-1", "e-1", "e-2"}) {
                assertTaken(forge(
                        "/forge/post-function",
                        app.token("latchkey-post-function").by("ada"),
                        body.formatted(execution),
                        null));
            }

            assertThat(signals()).isEqualTo(2);
        }

        private long signals() {
            TenantId tenant = tenant(app);
            return transactions.read(
                    tenant,
                    () -> jdbc.sql("select count(*) from signal where tenant_id = ?")
                            .param(tenant.value())
                            .query(Long.class)
                            .single());
        }
    }

    /** A rule names the issue by its key, and its token whoever the rule acts as. */
    @Nested
    class Actions {

        private static final String KEY = "{\"issueKey\":\"ITH-7\"}";

        @BeforeEach
        void answer() {
            ForgeDoorIT.this.installed(app, "system-one");
            SITE.answerJson(app.rest("/rest/api/3/issue/ITH-7"), "{\"id\":\"10042\",\"key\":\"ITH-7\",\"fields\":{}}");
        }

        private HttpResponse<String> act(String body) {
            return forge("/forge/automation-action", app.token("latchkey-look").by("ada"), body, "malicious");
        }

        /** Each leaves a look, in the same statement; a look may be over before it is counted. */
        private long hints() {
            return rows(tenant(app), "select count(*) from signal where tenant_id = ? and issue_id = '10042'");
        }

        @Test
        void oneLeavesALookAtTheIssueThatJiraNames() {
            assertTaken(act(KEY));
            assertTaken(act("{\"payload\":{\"inputs\":{\"issueKey\":\" ITH-7 \"}}}"));

            assertThat(hints()).isEqualTo(2);
            // It is remembered for a minute.
            assertThat(SITE.askedAt(app.rest("/rest/api/3/issue/ITH-7"))).hasSize(1);
        }

        @Test
        void anIdNeedsNoQuestion() {
            assertTaken(act("{\"issueKey\":\"10042\"}"));

            assertThat(hints()).isEqualTo(1);
            assertThat(SITE.askedAt(app.rest("/rest/api/3/issue/ITH-7"))).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "{\"issueKey\":\"\"}", "{\"issueKey\":\"../10042\"}", "{\"issueKey\":{}}", "[]"})
        void oneThatNamesNoIssueIsRefused(String body) {
            assertThat(act(body).statusCode()).isEqualTo(400);
        }

        @Test
        void anIssueThatTheAppDoesNotSeeIsUnknown() {
            assertForbidden(act("{\"issueKey\":\"ITH-8\"}"), 404, "signal.issue-unknown");
        }

        /** There are sixteen for all: a Jira that is silent holds up its own rules alone. */
        @Test
        void aJiraThatIsSilentHoldsUpNoOther() {
            App silent = App.fresh();
            ForgeDoorIT.this.installed(silent, "system-one");
            var release = new CountDownLatch(1);
            var waiting = new CountDownLatch(4);
            IntStream.range(0, 20)
                    .forEach(n -> SITE.answers.put(silent.rest("/rest/api/3/issue/SLOW-" + n), exchange -> {
                        waiting.countDown();
                        awaitQuietly(release);
                        TinySite.send(exchange, 200, "{\"id\":\"10042\",\"key\":\"SLOW-1\",\"fields\":{}}");
                    }));
            try {
                List<CompletableFuture<HttpResponse<String>>> rules = IntStream.range(0, 20)
                        .mapToObj(n -> CompletableFuture.supplyAsync(
                                () -> forge(
                                        "/forge/automation-action",
                                        silent.token("latchkey-look").by("ada"),
                                        "{\"issueKey\":\"SLOW-" + n + "\"}",
                                        null),
                                work -> new Thread(work).start()))
                        .toList();
                awaitQuietly(waiting);

                assertTaken(act(KEY));

                assertThat(rules.stream().map(rule -> code(rule.join())).filter("signal.jira-silent"::equals))
                        .hasSizeGreaterThanOrEqualTo(16);
                assertThat(SITE.asked.stream()
                                .map(one -> one.uri().getPath())
                                .filter(path -> path.startsWith(silent.rest("/rest/api/3/issue/SLOW-")))
                                .distinct())
                        .hasSize(4);
            } finally {
                release.countDown();
            }
        }

        private static void awaitQuietly(CountDownLatch latch) {
            try {
                assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Whoever edits the rule sees a page of the same module, and could send any header from there. */
        @Test
        void whatComesBesideAPersonsTokenIsNotTheAppsToken() {
            App without = App.fresh();
            ForgeDoorIT.this.installed(without, null);

            assertTaken(forge(
                    "/forge/automation-action",
                    without.token("latchkey-look").by("ada"),
                    "{\"issueKey\":\"10042\"}",
                    "malicious"));

            assertThat(clients.waiting(tenant(without))).isPresent();
            assertTaken(forge(
                    "/forge/automation-action",
                    without.token("latchkey-look").by("unidentified"),
                    "{\"issueKey\":\"10042\"}",
                    "malicious"));
            assertThat(clients.waiting(tenant(without))).isPresent();
            // Nobody can choose what comes with a token that names nobody.
            assertTaken(forge(
                    "/forge/automation-action",
                    without.token("latchkey-look"),
                    "{\"issueKey\":\"10042\"}",
                    "system-of-rule"));
            assertThat(clients.waiting(tenant(without))).isEmpty();
        }
    }

    @Nested
    class CallingBack {

        @BeforeEach
        void answer() {
            SITE.answerJson(app.rest("/rest/api/3/asked"), "{}");
        }

        @Test
        void theScheduleReplacesTheTokenAndAnEventLeavesAFreshOne() {
            ForgeDoorIT.this.installed(app, "system-one");

            event(app, EVENT.formatted(20, ""), "system-of-event");
            ask(tenant(app));
            assertThat(sentTo(app)).isEqualTo("Bearer system-one");

            schedule(app, "system-two");
            ask(tenant(app));
            assertThat(sentTo(app)).isEqualTo("Bearer system-two");
        }

        /** They wait for each other, and the first has brought what all of them bring. */
        @Test
        void ofManyEventsAtTheSameTimeOneReplacesAnOldToken() {
            ForgeDoorIT.this.installed(app, "system-one");
            TenantId tenant = tenant(app);
            String version = "select max(token_version) from system_token where tenant_id = ?";
            long before = rows(tenant, version);
            transactions.writeOnly(
                    tenant,
                    () -> jdbc.sql("update system_token set received_at = received_at - interval '11 minutes'")
                            .update());
            // Of no effect, but that what was remembered of the other is forgotten.
            tokens.keep(tenant, "another", Secret.of("none"));

            List<CompletableFuture<HttpResponse<String>>> events = IntStream.range(0, 12)
                    .mapToObj(n -> CompletableFuture.supplyAsync(
                            () -> event(app, EVENT.formatted(100 + n, ""), "system-of-event"),
                            work -> new Thread(work).start()))
                    .toList();

            events.forEach(answer -> assertTaken(answer.join()));
            assertThat(rows(tenant, version)).isEqualTo(before + 1);
        }

        @Test
        void withoutATokenWorkWaitsUntilOneComes() {
            ForgeDoorIT.this.installed(app, null);
            TenantId tenant = tenant(app);

            assertThatThrownBy(() -> ask(tenant)).isInstanceOf(TenantFailure.NoSystemToken.class);
            assertThat(clients.waiting(tenant)).containsInstanceOf(TenantFailure.NoSystemToken.class);

            event(app, EVENT.formatted(21, ""), "system-of-event");
            assertThat(clients.waiting(tenant)).isEmpty();
            ask(tenant);
            assertThat(sentTo(app)).isEqualTo("Bearer system-of-event");
        }

        @Test
        void aTokenThatJiraRefusesWaitsForTheNext() {
            ForgeDoorIT.this.installed(app, "system-one");
            TenantId tenant = tenant(app);
            SITE.answers.put(
                    app.rest("/rest/api/3/asked"),
                    exchange -> TinySite.send(
                            exchange,
                            "Bearer system-one"
                                            .equals(exchange.getRequestHeaders().getFirst("Authorization"))
                                    ? 401
                                    : 200,
                            "{}"));

            assertThatThrownBy(() -> ask(tenant)).isInstanceOf(TenantFailure.NoSystemToken.class);
            assertThat(clients.waiting(tenant)).isPresent();

            schedule(app, "system-two");
            assertThat(clients.waiting(tenant)).isEmpty();
            ask(tenant);
        }

        /** A version that asks for more is there before an administrator has said yes: 401 is said of the one call, then. */
        @Test
        void aScopeThatWasNotGrantedIsNamedAndTheRestGoesOn() {
            ForgeDoorIT.this.installed(app, "system-one");
            TenantId tenant = tenant(app);
            SITE.answers.put(app.rest("/rest/servicedeskapi/request/1/approval"), exchange -> {
                exchange.getResponseHeaders().set("x-failure-category", "FAILURE_CLIENT_SCOPE_CHECK");
                TinySite.send(exchange, 401, "{}");
            });
            SITE.answers.put(
                    app.rest("/rest/api/3/user"),
                    exchange -> TinySite.send(
                            exchange, 401, "{\"code\":401,\"message\":\"Unauthorized; scope does not match\"}"));

            assertThatThrownBy(() -> get(tenant, "/rest/servicedeskapi/request/1/approval"))
                    .isInstanceOf(TenantFailure.MissingScope.class)
                    .hasMessageContaining("read:servicedesk-request");
            assertThatThrownBy(() -> get(tenant, "/rest/api/3/user"))
                    .isInstanceOf(TenantFailure.MissingScope.class)
                    .hasMessageContaining("read:jira-user");
            assertThat(clients.waiting(tenant)).isEmpty();
            ask(tenant);
        }

        private void get(TenantId tenant, String path) {
            clients.asApp(tenant).get().uri(path).retrieve().toBodilessEntity();
        }

        @Test
        void theTokenIsStoredSealed() {
            ForgeDoorIT.this.installed(app, "system-that-is-secret");
            TenantId tenant = tenant(app);

            byte[] stored = transactions.read(
                    tenant,
                    () -> jdbc.sql("select token from system_token where tenant_id = ?")
                            .param(tenant.value())
                            .query(byte[].class)
                            .single());
            assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("system-that-is-secret");
        }

        @Test
        void theTokenGoesNowhereElse() {
            ForgeDoorIT.this.installed(app, "system-one");
            TenantId tenant = tenant(app);
            String other = SITE.address() + "/ex/jira/" + UUID.randomUUID() + "/rest/api/3/asked";

            for (String address : new String[] {
                other,
                SITE.address() + "/rest/api/3/asked",
                SITE.address() + "/ex/jira/" + app.cloudId() + "/../other/rest",
                SITE.address() + "/ex/jira/" + app.cloudId() + "/%2e%2e/other/rest",
                SITE.address() + "/ex/jira/" + app.cloudId() + "x/rest",
            }) {
                assertThatThrownBy(() -> clients.asApp(tenant)
                                .get()
                                .uri(URI.create(address))
                                .retrieve()
                                .toBodilessEntity())
                        .as(address)
                        .hasMessageContaining("base URL");
            }
            assertThat(SITE.askedAt(URI.create(other).getPath())).isEmpty();
        }
    }

    @Nested
    class People {

        private static final String ADMIN_ROUTE = "/api/installation/departure";

        @BeforeEach
        void answer() {
            ForgeDoorIT.this.installed(app, "system-one");
            answerForPeopleOf(app);
        }

        @Test
        void anAdministratorIsLetInAsJiraSaysWithTheirOwnToken() {
            var answer = page(ADMIN_ROUTE, app.token("latchkey-admin").by("ada"), "token-of-ada");

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(SITE.askedAt(app.rest("/rest/api/3/permissions/check"))).isEmpty();
        }

        @Test
        void othersAreNot() {
            assertForbidden(
                    page(ADMIN_ROUTE, app.token("latchkey-admin").by("paul"), "token-of-paul"),
                    403,
                    "caller.not-administrator");
        }

        /** The header is not signed: a browser that may call us could send another's. */
        @Test
        void thePersonsTokenHasToBeTheirs() {
            assertForbidden(
                    page(ADMIN_ROUTE, app.token("latchkey-admin").by("paul"), "token-of-ada"),
                    409,
                    "tenant.site-refused");
            assertForbidden(page(ADMIN_ROUTE, app.token("latchkey-admin").by("ada"), null), 409, "tenant.site-refused");
        }

        @Test
        void whoeverIsNobodyIsForbidden() {
            assertForbidden(page(ADMIN_ROUTE, app.token("latchkey-admin"), "token-of-ada"), 403, "caller.no-person");
        }

        @Test
        void aPageOfOneRequestShowsNoOther() {
            var page = app.token("latchkey-panel").by("ada").on("10042", "ITH-7");

            assertForbidden(page("/api/tickets/10043", page, "token-of-ada"), 403, "forge.other-issue");
            assertForbidden(page("/api/tickets/ITH-8", page, "token-of-ada"), 403, "forge.other-issue");
        }

        /** What a token does not tell is not taken for the same. */
        @Test
        void aPageThatIsOfNoRequestShowsNone() {
            var portal = app.token("latchkey-portal").by("ada");

            assertForbidden(
                    page("/api/tickets/10042", app.token("latchkey-panel").by("ada"), "token-of-ada"),
                    403,
                    "forge.other-issue");
            assertForbidden(page("/api/portal/requests/ITH-7", portal, "token-of-ada"), 403, "forge.other-issue");
            // The portal tells the key alone.
            assertForbidden(
                    page("/api/portal/requests/10042", portal.onRequest("ITH-7"), "token-of-ada"),
                    403,
                    "forge.other-issue");
        }

        @Test
        void aPageAsksWhatIsItsOwn() {
            var panel = app.token("latchkey-panel").by("ada").on("10042", "ITH-7");
            var portal = app.token("latchkey-portal").by("ada").onRequest("ITH-7");

            assertForbidden(page(ADMIN_ROUTE, panel, "token-of-ada"), 403, "forge.module");
            assertForbidden(page("/api/portal/requests/ITH-7", panel, "token-of-ada"), 403, "forge.module");
            assertForbidden(page("/api/tickets/ITH-7", portal, "token-of-ada"), 403, "forge.module");
            assertForbidden(
                    page(ADMIN_ROUTE, app.token("latchkey-look").by("ada"), "token-of-ada"), 403, "forge.module");
        }

        /** Forge hands on JSON objects only. */
        @Test
        void aDocumentTravelsInAnObject() {
            var wrapped = request(
                            "/api/recipes/check",
                            bearer(app.token("latchkey-admin").by("ada")))
                    .header("x-forge-oauth-user", "token-of-ada")
                    .header("Content-Type", "application/json");

            var yaml = send(wrapped.copy()
                    .setHeader(
                            "Authorization", bearer(app.token("latchkey-admin").by("ada")))
                    .header("X-Latchkey-Content-Type", "application/yaml")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"key: [unclosed\"}")));
            // It was read as YAML, and is none.
            assertThat(code(yaml)).isEqualTo("recipe.refused");
            assertThat(yaml.body()).contains("recipe.malformed");
            assertForbidden(
                    send(wrapped.copy()
                            .setHeader(
                                    "Authorization",
                                    bearer(app.token("latchkey-admin").by("ada")))
                            .header("X-Latchkey-Content-Type", "text/html")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"x\"}"))),
                    415,
                    "request.unsupported-type");
            assertForbidden(
                    send(wrapped.copy()
                            .setHeader(
                                    "Authorization",
                                    bearer(app.token("latchkey-admin").by("ada")))
                            .header("X-Latchkey-Content-Type", "application/yaml")
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))),
                    400,
                    "request.no-text");
        }

        @Test
        void whatAPageBringsIsNotTheAppsToken() {
            send(request("/api/overview", bearer(app.token("latchkey-admin").by("ada")))
                    .header("x-forge-oauth-system", "malicious")
                    .GET());

            SITE.answerJson(app.rest("/rest/api/3/asked"), "{}");
            ask(tenant(app));
            assertThat(sentTo(app)).isEqualTo("Bearer system-one");
        }
    }
}
