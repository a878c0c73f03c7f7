package io.latchkey.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.tenant.store.ConnectHosts;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Signed install, end to end. */
class InstallIT extends DoorTest {

    @Autowired
    ConnectHosts hosts;

    @Autowired
    Tenants tenants;

    @Autowired
    Installations installations;

    @Autowired
    TenantTransactions transactions;

    @Autowired
    JdbcClient jdbc;

    @Test
    void aSignedInstallMakesATenantWithItsDoor() {
        Site site = installed();

        Installation installation = installation(site);
        assertThat(installation.baseUrl()).hasToString(SITE.address());
        assertThat(installation.cloudId()).isEqualTo(site.cloudId());
        assertThat(installation.installed()).isTrue();
        assertThat(installation.door()).isEqualTo(Door.CONNECT);
        assertThat(tenants.find(installation.tenant()).orElseThrow().state()).isEqualTo(Tenant.State.INSTALLED);
        assertThat(installations.ofTenant(installation.tenant())).containsExactly(installation);
    }

    @Test
    void theSecretIsSealedAtRest() {
        Site site = installed();
        TenantId tenant = installation(site).tenant();

        byte[] stored = transactions.read(
                tenant,
                () -> jdbc.sql("select shared_secret from installation")
                        .query((row, n) -> row.getBytes(1))
                        .single());

        assertThat(new String(stored, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain(site.secret());
        assertThat(hosts.byClientKey(site.clientKey()).orElseThrow().sharedSecret())
                .isEqualTo(io.latchkey.platform.crypto.Secret.of(site.secret()));
    }

    @Test
    void aReinstallKeepsTheTenantAndRaisesTheSecretsVersion() {
        Site site = installed();
        TenantId before = installation(site).tenant();
        Site renewed = site.withSecret(Site.fresh().secret());

        assertThat(lifecycle(renewed, "installed").statusCode()).isEqualTo(204);

        assertThat(installation(site).tenant()).isEqualTo(before);
        assertThat(secretVersion(before)).isEqualTo(2);
        assertThat(enabled(site).statusCode()).isEqualTo(401);
        assertThat(enabled(renewed).statusCode()).isEqualTo(204);
    }

    @Test
    void anUninstallMarksForgetsTheSecretAndIsRepeatable() {
        Site site = installed();
        TenantId tenant = installation(site).tenant();

        assertThat(lifecycle(site, "uninstalled").statusCode()).isEqualTo(204);
        assertThat(lifecycle(site, "uninstalled").statusCode()).isEqualTo(204);

        assertThat(tenants.find(tenant).orElseThrow().state()).isEqualTo(Tenant.State.UNINSTALLED);
        assertThat(installations.open(tenant)).isEmpty();
        assertThat(installation(site).installed()).isFalse();
        assertThat(hosts.byClientKey(site.clientKey()).orElseThrow().sharedSecret())
                .isNull();
    }

    @Test
    void aSiteThatComesBackKeepsItsTenant() {
        Site site = installed();
        TenantId before = installation(site).tenant();
        lifecycle(site, "uninstalled");
        Site back = site.withSecret(Site.fresh().secret());

        assertThat(lifecycle(back, "installed").statusCode()).isEqualTo(204);

        assertThat(installation(site).tenant()).isEqualTo(before);
        assertThat(secretVersion(before)).isEqualTo(2);
        assertThat(enabled(back).statusCode()).isEqualTo(204);
    }

    @Test
    void anUninstallOfAnUnknownSiteChangesNothing() {
        Site stranger = Site.fresh();

        assertThat(lifecycle(stranger, "uninstalled").statusCode()).isEqualTo(204);

        assertThat(hosts.byClientKey(stranger.clientKey())).isEmpty();
    }

    @Test
    void theSiteSwitchesTheAppOffAndOn() {
        Site site = installed();
        String path = "/connect/disabled";

        var off = post(path, body(site, "disabled").toString(), signature(site, "POST", path));

        assertThat(off.statusCode()).isEqualTo(204);
        assertThat(installation(site).enabled()).isFalse();
        assertThat(enabled(site).statusCode()).isEqualTo(204);
        assertThat(installation(site).enabled()).isTrue();
    }

    /** Locks that are taken in the order in which rows appear end in a deadlock now and then. */
    @RepeatedTest(5)
    void twoFirstInstallsAtOnceMakeOneTenant() throws Exception {
        Site site = Site.fresh();
        var together = new java.util.concurrent.CyclicBarrier(4);
        var threads = java.util.concurrent.Executors.newFixedThreadPool(4);
        try {
            var statuses = threads.invokeAll(java.util.Collections.nCopies(4, () -> {
                together.await();
                return lifecycle(site, "installed").statusCode();
            }));

            for (var status : statuses) {
                assertThat(status.get()).isEqualTo(204);
            }
        } finally {
            threads.shutdownNow();
        }
        TenantId tenant = installation(site).tenant();
        assertThat(installations.ofTenant(tenant)).hasSize(1);
        assertThat(secretVersion(tenant)).isEqualTo(4);
    }

    @Test
    void theDescriptorIsServedWithThePublicAddress() throws Exception {
        var answer = get("/atlassian-connect.json", null);

        assertThat(answer.statusCode()).isEqualTo(200);
        var descriptor = JSON.readTree(answer.body());
        assertThat(descriptor.path("key").asText()).isEqualTo("io.latchkey");
        assertThat(descriptor.path("baseUrl").asText())
                .isEqualTo(publicUrl.baseUrl().toString());
        assertThat(answer.body()).doesNotContain("${");
        Map<String, String> lifecycle = JSON.convertValue(
                descriptor.path("lifecycle"), new com.fasterxml.jackson.core.type.TypeReference<>() {});
        assertThat(lifecycle.keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.asList("installed", "uninstalled", "enabled", "disabled"));
    }

    private Installation installation(Site site) {
        return hosts.byClientKey(site.clientKey()).orElseThrow().installation();
    }

    private int secretVersion(TenantId tenant) {
        return transactions.read(
                tenant,
                () -> jdbc.sql("select shared_secret_version from installation")
                        .query(Integer.class)
                        .single());
    }

    private java.net.http.HttpResponse<String> enabled(Site site) {
        String path = "/connect/enabled";
        return post(path, body(site, "enabled").toString(), signature(site, "POST", path));
    }
}
