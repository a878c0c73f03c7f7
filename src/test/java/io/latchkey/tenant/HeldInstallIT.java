package io.latchkey.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.audit.Trail;
import io.latchkey.audit.TrailFilter;
import io.latchkey.audit.TrailRow;
import io.latchkey.platform.TenantId;
import io.latchkey.tenant.store.ConnectHosts;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A site has one tenant: whoever comes as another one stays out until an operator decides. */
class HeldInstallIT extends DoorTest {

    private static final String HELD = "tenant.installation-held";

    @Autowired
    ConnectHosts hosts;

    @Autowired
    Installations installations;

    @Autowired
    HeldInstallations held;

    @Autowired
    Trail trail;

    @Test
    void aSecondInstallationOfASiteIsRecordedAndDoesNothing() {
        Site first = installed();
        Site second = Site.at(first.cloudId());

        assertRefused(lifecycle(second, "installed"), 409, HELD);
        assertRefused(lifecycle(second, "installed"), 409, HELD);

        assertThat(hosts.byClientKey(second.clientKey())).isEmpty();
        assertRefused(enabled(second), 401, "connect.unknown-site");
        assertThat(enabled(first).statusCode()).isEqualTo(204);
        assertThat(heldOf(second).times()).isEqualTo(2);
        assertThat(heldOf(second).tenant()).isEqualTo(tenant(first));
        assertThat(kinds(tenant(first))).containsOnlyOnce(HELD);
    }

    @Test
    void aSiteThatHasRemovedTheAppIsNotAnybodysEither() {
        Site first = installed();
        lifecycle(first, "uninstalled");

        assertRefused(lifecycle(Site.at(first.cloudId()), "installed"), 409, HELD);
        assertThat(lifecycle(first, "installed").statusCode()).isEqualTo(204);
    }

    @Test
    void aKnownSiteThatComesBackAsAnotherOneIsHeld() {
        Site site = installed();
        Site moved = new Site(site.clientKey(), site.secret(), UUID.randomUUID().toString());

        assertRefused(lifecycle(moved, "installed"), 409, HELD);

        assertThat(installation(site).cloudId()).isEqualTo(site.cloudId());
        assertThat(enabled(site).statusCode()).isEqualTo(204);
    }

    @Test
    void ofManyAtOnceOneGetsTheSite() throws Exception {
        String cloudId = UUID.randomUUID().toString();
        List<Site> sites = Stream.generate(() -> Site.at(cloudId)).limit(6).toList();
        var together = new CyclicBarrier(sites.size());
        var threads = Executors.newFixedThreadPool(sites.size());
        try {
            List<Future<Integer>> statuses = threads.invokeAll(sites.stream()
                    .map(site -> (Callable<Integer>) () -> {
                        together.await();
                        return lifecycle(site, "installed").statusCode();
                    })
                    .toList());

            assertThat(statuses.stream().map(HeldInstallIT::value))
                    .containsExactlyInAnyOrder(204, 409, 409, 409, 409, 409);
        } finally {
            threads.shutdownNow();
        }
        assertThat(sites.stream()
                        .filter(site -> hosts.byClientKey(site.clientKey()).isPresent()))
                .hasSize(1);
        assertThat(held.all().stream().filter(one -> one.cloudId().equals(cloudId)))
                .hasSize(5);
    }

    @Test
    void anAcceptedOneTakesTheTenantOverWhenItInstallsAgain() throws Exception {
        Site first = installed();
        TenantId tenant = tenant(first);
        Site second = Site.at(first.cloudId());
        lifecycle(second, "installed");

        assertThat(decide(second, "ACCEPTED").path("found").asBoolean()).isTrue();

        assertThat(enabled(first).statusCode()).isEqualTo(204);
        assertThat(lifecycle(second, "installed").statusCode()).isEqualTo(204);
        assertThat(tenant(second)).isEqualTo(tenant);
        assertThat(enabled(second).statusCode()).isEqualTo(204);
        assertRefused(enabled(first), 401, "connect.unknown-site");
        assertThat(installations.open(tenant).orElseThrow().externalId()).isEqualTo(second.clientKey());
        assertThat(kinds(tenant)).contains(HELD, "tenant.held-installation-accepted");
        assertRefused(lifecycle(first, "installed"), 409, HELD);
    }

    @Test
    void aRefusedOneStaysOut() throws Exception {
        Site first = installed();
        Site second = Site.at(first.cloudId());
        lifecycle(second, "installed");

        decide(second, "REFUSED");

        assertRefused(lifecycle(second, "installed"), 409, HELD);
        assertThat(heldOf(second).decision()).isEqualTo(HeldInstallation.Decision.REFUSED);
    }

    @Test
    void onlyTheOperatorDecides() {
        assertThat(get("/actuator/heldinstallations", null).statusCode()).isEqualTo(401);
        assertThat(get("/actuator/heldinstallations", "Bearer " + OPERATOR).statusCode())
                .isEqualTo(200);
        assertThat(post("/actuator/heldinstallations/" + UUID.randomUUID(), "{\"decision\":\"ACCEPTED\"}", null)
                        .statusCode())
                .isEqualTo(401);
        assertThat(get("/actuator/departures", null).statusCode()).isEqualTo(401);
    }

    private JsonNode decide(Site site, String decision) throws Exception {
        var answer = post(
                "/actuator/heldinstallations/" + heldOf(site).id(),
                "{\"decision\":\"" + decision + "\"}",
                "Bearer " + OPERATOR);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private HeldInstallation heldOf(Site site) {
        return held.all().stream()
                .filter(one -> one.externalId().equals(site.clientKey()))
                .findFirst()
                .orElseThrow();
    }

    private Installation installation(Site site) {
        return hosts.byClientKey(site.clientKey()).orElseThrow().installation();
    }

    private TenantId tenant(Site site) {
        return installation(site).tenant();
    }

    private List<String> kinds(TenantId tenant) {
        return trail.read(tenant, TrailFilter.all()).rows().stream()
                .map(TrailRow::kind)
                .toList();
    }

    private java.net.http.HttpResponse<String> enabled(Site site) {
        String path = "/connect/enabled";
        return post(path, body(site, "enabled").toString(), signature(site, "POST", path));
    }

    private static int value(Future<Integer> status) {
        try {
            return status.get();
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
