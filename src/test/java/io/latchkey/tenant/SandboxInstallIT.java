package io.latchkey.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.http.PublicUrl;
import io.latchkey.sandbox.http.SandboxClock;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.JiraSite;
import io.latchkey.tenant.store.ConnectHosts;
import io.latchkey.testing.OnFreePort;
import io.latchkey.testing.OnPostgres;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The sandbox's Jira site installs the product, as a site of Atlassian's would. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
@Import(SandboxInstallIT.Heard.class)
@ContextConfiguration(initializers = {OnPostgres.class, OnFreePort.class})
class SandboxInstallIT {

    private static final JiraSite JIRA = JiraSite.start("localhost", 0, new SandboxClock());
    private static final String KEY = "io.latchkey";

    @Autowired
    PublicUrl url;

    @Autowired
    ConnectHosts hosts;

    @Autowired
    Tenants tenants;

    @Autowired
    Installations installations;

    @Autowired
    AppAccount appAccount;

    @Autowired
    JiraAdministrators administrators;

    @Autowired
    Heard heard;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add(
                "latchkey.http.allowed-loopback",
                () -> "localhost:" + JIRA.uri().getPort());
        registry.add("latchkey.connect.install-keys-url", JIRA::installKeys);
    }

    /** What was published, and what could be read at that moment. */
    @TestConfiguration
    static class Heard {

        final LinkedBlockingQueue<TenantChanged> events = new LinkedBlockingQueue<>();
        final LinkedBlockingQueue<Optional<Tenant>> seenThen = new LinkedBlockingQueue<>();

        @Autowired
        Tenants tenants;

        /** On another connection: what it sees is committed. */
        @EventListener
        void on(TenantChanged event) throws InterruptedException {
            var reading = new Thread(() -> seenThen.add(tenants.find(event.tenant())));
            reading.start();
            reading.join();
            events.add(event);
        }

        <T extends TenantChanged> T next(Class<T> kind) throws InterruptedException {
            TenantChanged event = events.poll(10, TimeUnit.SECONDS);
            assertThat(event).isInstanceOf(kind);
            return kind.cast(event);
        }
    }

    @Test
    void theSandboxInstallsReinstallsAndUninstalls() throws Exception {
        JIRA.showAt(URI.create("https://jira.example.com"), URI.create("https://help.example.com"));
        var installed = JIRA.installApp(URI.create(url.at("/atlassian-connect.json")));

        TenantId tenant = heard.next(TenantInstalled.class).tenant();
        // The bare library publishes before the commit.
        assertThat(heard.seenThen.poll(10, TimeUnit.SECONDS)).isPresent();
        assertThat(heard.next(TenantEnabled.class).tenant()).isEqualTo(tenant);
        assertThat(open(tenant).externalId()).isEqualTo(installed.clientKey());
        assertThat(open(tenant).cloudId()).isEqualTo(JIRA.cloudId());
        await(tenant, installation -> installation.appAccount().isPresent());
        assertThat(appAccount.of(tenant)).isEqualTo(installed.accountId());
        await(tenant, installation -> URI.create("https://jira.example.com").equals(installation.displayUrl()));
        assertThat(installations.ofTenant(tenant).get(0).helpCenterUrl())
                .isEqualTo(URI.create("https://help.example.com"));
        assertThat(administrators.isAdministrator(new Caller(tenant, Cast.ADA.accountId())))
                .isTrue();
        assertThat(administrators.isAdministrator(new Caller(tenant, Cast.PAUL.accountId())))
                .isFalse();

        var again = JIRA.installApp(URI.create(url.at("/atlassian-connect.json")));

        assertThat(again.sharedSecret()).isNotEqualTo(installed.sharedSecret());
        assertThat(heard.next(TenantInstalled.class).tenant()).isEqualTo(tenant);
        assertThat(heard.next(TenantEnabled.class).tenant()).isEqualTo(tenant);

        assertThat(JIRA.uninstallApp(KEY).values()).allMatch(status -> status == 204);

        assertThat(tenants.find(tenant).orElseThrow().state()).isEqualTo(Tenant.State.UNINSTALLED);
        assertThat(installations.open(tenant)).isEmpty();
        assertThat(hosts.byClientKey(installed.clientKey()).orElseThrow().mayCall())
                .isFalse();
    }

    private Installation open(TenantId tenant) {
        return installations.open(tenant).orElseThrow();
    }

    private void await(TenantId tenant, Predicate<Installation> condition) {
        Instant end = Instant.now().plusSeconds(10);
        while (!condition.test(installations.ofTenant(tenant).get(0))) {
            assertThat(Instant.now()).as("waiting for what the site is asked").isBefore(end);
            Thread.onSpinWait();
        }
    }
}
