package io.latchkey.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.platform.TenantId;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A site that comes through its other door, or back: its tenant follows when an administrator of the site says so. */
class ForgeMoveIT extends ForgeDoorTest {

    private static final String NEXT = "wrong-wrong-wrong-wrong-0000";

    /** Jira tells through Connect that Ada alone is an administrator. */
    @BeforeEach
    void answerThroughConnect() {
        SITE.answers.put("/rest/api/3/permissions/check", exchange -> {
            String asked =
                    new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            TinySite.send(
                    exchange,
                    200,
                    "{\"globalPermissions\":" + (asked.contains("\"ada\"") ? "[\"ADMINISTER\"]" : "[]") + "}");
        });
    }

    private TenantId tenantOf(Site site) {
        return hosts.byClientKey(site.clientKey()).orElseThrow().installation().tenant();
    }

    /** The app at the same site through Forge, held. */
    private App arrived(Site site) {
        App app = App.at(site.cloudId());
        answerForPeopleOf(app);
        assertTaken(installed(app, "system-one"));
        return app;
    }

    private HttpResponse<String> askForCode(Site site, String person) {
        return post("/api/installation/move-code", "{}", contextToken(site, person));
    }

    private String code(Site site) {
        var answer = askForCode(site, "ada");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json(answer).path("code").asText();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private HttpResponse<String> enter(App app, String person, @Nullable String code) {
        String body = code == null ? "{}" : "{\"code\":\"" + code + "\"}";
        return send(request("/api/arrival", bearer(app.token("latchkey-admin").by(person)))
                .header("x-forge-oauth-user", "token-of-" + person)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> waiting(App app, String person) {
        return page("/api/arrival", app.token("latchkey-admin").by(person), "token-of-" + person);
    }

    private long told(TenantId tenant, String kind) {
        return rows(tenant, "select count(*) from audit_event where tenant_id = ? and kind = '" + kind + "'");
    }

    @Nested
    class FromConnect {

        private final Site site = ForgeMoveIT.this.installed();
        private final TenantId tenant = tenantOf(site);

        @Test
        void theTenantFollowsWithTheCodeOfItsOtherPage() {
            App app = arrived(site);
            assertThat(json(waiting(app, "ada")).path("codeNeeded").asBoolean()).isTrue();

            // However it was copied.
            String copied = " " + code(site).toLowerCase(java.util.Locale.ROOT).replace('-', ' ');
            assertTaken(enter(app, "ada", copied));

            assertThat(tenant(app)).isEqualTo(tenant);
            assertThat(installations.open(tenant).orElseThrow().door()).isEqualTo(Door.FORGE);
            assertRefused(get("/try/person", contextToken(site, "ada")), 401, "connect.unknown-site");
            assertThat(held.of(tenant)).isEmpty();
            assertThat(told(tenant, "tenant.move-code-issued")).isEqualTo(1);
            assertThat(told(tenant, "tenant.moved")).isEqualTo(1);
            // What a page brings is nobody's word: the token comes with the next event or schedule.
            assertThat(clients.waiting(tenant)).isPresent();
            assertTaken(schedule(app, "system-two"));
            assertThat(clients.waiting(tenant)).isEmpty();
            // Jira removes the app of Connect later.
            lifecycle(site, "uninstalled");
            assertThat(installations.open(tenant)).isPresent();
        }

        @Test
        void aCodeCountsOnce() {
            App app = arrived(site);
            App other = arrived(site);
            String code = code(site);
            assertTaken(enter(app, "ada", code));

            assertForbidden(enter(app, "ada", code), 409, "move.not-held");
            assertForbidden(enter(other, "ada", code), 409, "move.code-wrong");
            assertThat(installations.open(tenant).orElseThrow().externalId()).isEqualTo(app.installationId());
        }

        @Test
        void aCodeThatTwoEnterAtTheSameTimeCountsOnce() {
            List<App> both = List.of(arrived(site), arrived(site));
            String code = code(site);

            List<CompletableFuture<HttpResponse<String>>> entered = both.stream()
                    .map(app -> CompletableFuture.supplyAsync(
                            () -> enter(app, "ada", code), work -> new Thread(work).start()))
                    .toList();

            assertThat(entered.stream().map(answer -> answer.join().statusCode()))
                    .containsExactlyInAnyOrder(200, 409);
            assertThat(told(tenant, "tenant.moved")).isEqualTo(1);
        }

        @Test
        void theNewestCodeAloneCounts() {
            App app = arrived(site);
            String before = code(site);
            String now = code(site);

            assertForbidden(enter(app, "ada", before), 409, "move.code-wrong");
            assertTaken(enter(app, "ada", now));
        }

        @Test
        void withoutACodeNothingMoves() {
            App app = arrived(site);

            assertForbidden(enter(app, "ada", null), 409, "move.code-needed");
            assertForbidden(enter(app, "ada", NEXT + "1"), 409, "move.code-wrong");
            assertThat(installations.open(tenant).orElseThrow().door()).isEqualTo(Door.CONNECT);
            assertThat(told(tenant, "tenant.move-refused")).isEqualTo(1);
        }

        @Test
        void aCodeEndsAfterTenMinutes() {
            App app = arrived(site);
            String code = code(site);
            age(MoveCodes.KEPT.toSeconds());

            assertForbidden(enter(app, "ada", code), 409, "move.code-wrong");
        }

        @Test
        void fiveWrongCodesAreTheLastOnesForAWhile() {
            App app = arrived(site);
            String code = code(site);
            IntStream.range(0, 5).forEach(n -> assertForbidden(enter(app, "ada", NEXT + n), 409, "move.code-wrong"));

            assertForbidden(enter(app, "ada", code), 429, "move.too-many");
            // A new one does not help.
            assertForbidden(enter(app, "ada", code(site)), 429, "move.too-many");
            assertThat(told(tenant, "tenant.move-refused")).isEqualTo(5);

            transactions.writeOnly(
                    tenant,
                    () -> jdbc.sql("update move_code set wrong_since = wrong_since - interval '10 minutes'")
                            .update());
            assertTaken(enter(app, "ada", code(site)));
        }

        /** The cloud ids have to match: a code is of no use at another site. */
        @Test
        void aCodeOfAnotherSiteIsWrong() {
            Site other = ForgeMoveIT.this.installed();
            String code = code(site);

            assertForbidden(enter(arrived(other), "ada", code), 409, "move.code-wrong");
            // Nor when the site itself says that it is another one now.
            transactions.writeOnly(
                    tenant,
                    () -> jdbc.sql("update move_code set cloud_id = ?")
                            .param(other.cloudId())
                            .update());
            assertForbidden(enter(arrived(site), "ada", code), 409, "move.code-wrong");
        }

        @Test
        void onlyAdministratorsMoveIt() {
            App app = arrived(site);
            assertRefused(askForCode(site, "paul"), 403, "caller.not-administrator");
            String code = code(site);

            assertForbidden(waiting(app, "paul"), 403, "caller.not-administrator");
            assertForbidden(enter(app, "paul", code), 403, "caller.not-administrator");
            // Who is none is not asked about again at once.
            assertThat(SITE.askedAt(app.rest("/rest/api/3/mypermissions"))).hasSize(1);
            assertForbidden(
                    page("/api/arrival", app.token("latchkey-panel").by("ada"), "token-of-ada"), 403, "forge.module");
            assertForbidden(
                    page("/api/arrival", app.token("latchkey-admin").by("olga"), "token-of-ada"),
                    409,
                    "tenant.site-refused");
            assertForbidden(page("/api/arrival", app.token("latchkey-admin"), null), 403, "caller.no-person");
            assertRefused(get("/api/arrival", contextToken(site, "ada")), 401, "forge.token-missing");
            assertTaken(enter(app, "ada", code));
        }

        @Test
        void whatAnOperatorDecidedStays() {
            App app = arrived(site);
            held.decide(held.of(tenant).get(0).id(), HeldInstallation.Decision.REFUSED);

            assertForbidden(waiting(app, "ada"), 403, "move.kept-out");
            assertForbidden(enter(app, "ada", code(site)), 403, "move.kept-out");
        }

        /** One that nobody knows waits for nothing. */
        @Test
        void onlyAHeldInstallationMoves() {
            App stranger = App.at(site.cloudId());
            answerForPeopleOf(stranger);

            assertForbidden(waiting(stranger, "ada"), 409, "move.not-held");
            assertForbidden(enter(stranger, "ada", code(site)), 409, "move.not-held");
        }

        private void age(long seconds) {
            transactions.writeOnly(
                    tenant,
                    () -> jdbc.sql("update move_code set expires_at = expires_at - make_interval(secs => ?)")
                            .param(seconds)
                            .update());
        }
    }

    @Nested
    class Again {

        /** The app was removed: there is no other page whose code could be asked for. */
        @Test
        void anAdministratorOfTheSiteSaysThatItIsTheSame() {
            App before = App.fresh();
            installed(before, "system-one");
            TenantId tenant = tenant(before);
            forge("/forge/uninstalling", before.token("latchkey-uninstalling"), "{}", null);
            App again = App.at(before.cloudId());
            answerForPeopleOf(again);
            assertTaken(installed(again, "system-two"));
            assertForbidden(
                    page("/api/overview", again.token("latchkey-admin").by("ada"), null),
                    403,
                    "tenant.installation-held");
            assertThat(json(waiting(again, "ada")).path("codeNeeded").asBoolean())
                    .isFalse();
            assertForbidden(enter(again, "paul", null), 403, "caller.not-administrator");

            assertTaken(enter(again, "ada", null));

            assertThat(tenant(again)).isEqualTo(tenant);
            assertThat(installations.open(tenant).orElseThrow().externalId()).isEqualTo(again.installationId());
            assertThat(told(tenant, "tenant.moved")).isEqualTo(1);
        }

        /** The node was down when the app was removed, and its page is gone: without its calls for a day it counts as gone, too. */
        @Test
        void oneThatForgeHasNotCalledForADayTellsNoCode() {
            App before = App.fresh();
            installed(before, "system-one");
            TenantId tenant = tenant(before);
            App again = App.at(before.cloudId());
            answerForPeopleOf(again);
            assertTaken(installed(again, "system-two"));
            assertForbidden(enter(again, "ada", null), 409, "move.code-needed");

            age(tenant, "system_token set received_at = received_at", "23 hours");
            assertThat(json(waiting(again, "ada")).path("codeNeeded").asBoolean())
                    .isTrue();
            age(tenant, "system_token set received_at = received_at", "1 hour");
            assertThat(json(waiting(again, "ada")).path("codeNeeded").asBoolean())
                    .isFalse();
            assertTaken(enter(again, "ada", null));

            assertThat(tenant(again)).isEqualTo(tenant);
            assertThat(told(tenant, "tenant.moved")).isEqualTo(1);
        }

        /** It has not brought one yet; then the door counts from when it opened. */
        @Test
        void oneThatNeverBroughtATokenIsThereForADay() {
            App before = App.fresh();
            installed(before, null);
            TenantId tenant = tenant(before);
            App again = App.at(before.cloudId());
            answerForPeopleOf(again);
            assertTaken(installed(again, "system-two"));

            assertForbidden(enter(again, "ada", null), 409, "move.code-needed");
            age(tenant, "installation set updated_at = updated_at", "24 hours");
            assertTaken(enter(again, "ada", null));
        }

        private void age(TenantId tenant, String what, String interval) {
            transactions.writeOnly(
                    tenant,
                    () -> jdbc.sql("update " + what + " - interval '" + interval + "'")
                            .update());
        }

        /** A known installation that says it is at another site is nobody's to take over from there. */
        @Test
        void anotherSiteTakesNothing() {
            App app = App.fresh();
            installed(app, "system-one");
            TenantId tenant = tenant(app);
            forge("/forge/uninstalling", app.token("latchkey-uninstalling"), "{}", null);
            App elsewhere = new App(app.installationId(), UUID.randomUUID().toString());
            answerForPeopleOf(elsewhere);
            installed(elsewhere, "system-two");

            assertForbidden(enter(elsewhere, "ada", null), 409, "move.not-held");
            assertThat(installations.open(tenant)).isEmpty();
            assertThatThrownBy(() -> clients.asApp(tenant)).isInstanceOf(TenantFailure.NotInstalled.class);
        }
    }
}
