package io.latchkey.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Vault;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.time.Ids;
import io.latchkey.sandbox.http.SandboxClock;
import io.latchkey.testing.Doorless;
import io.latchkey.testing.OnFreePort;
import io.latchkey.testing.OnPostgres;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;

/** Secrets of a token over time, on nodes that remember different things. */
@SpringBootTest(
        webEnvironment = WebEnvironment.DEFINED_PORT,
        properties = {"latchkey.crypto.turn-every=1h", "latchkey.edge.operator-token=the-operator"})
@ContextConfiguration(initializers = {OnPostgres.class, OnFreePort.class})
class AutomationTokensIT {

    private static final Sender SENDER = Sender.of("127.0.0.1");

    @Autowired
    private TenantTransactions transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Trail trail;

    @Autowired
    private Vault vault;

    @Autowired
    private Ids ids;

    private final SandboxClock clock = new SandboxClock();
    private TenantId tenant;
    private AutomationTokens here;
    private AutomationTokens elsewhere;

    @BeforeEach
    void twoNodes() {
        tenant = Doorless.tenant(new TenantId(ids.next()), transactions, jdbc, vault);
        here = node();
        elsewhere = node();
    }

    @Test
    void anOldSecretIsValidUntilTheTimeThatWasSaid() {
        var issued = here.issue(tenant, "rule", "admin");
        String old = issued.token().reveal();
        assertThat(elsewhere.recognise(old, SENDER)).isInstanceOf(Recognition.Recognised.class);

        assertThat(here.rotate(tenant, issued.id(), Duration.ofHours(1), "admin"))
                .isPresent();

        clock.advance(Duration.ofMinutes(59));
        assertThat(here.recognise(old, SENDER)).isInstanceOf(Recognition.Recognised.class);
        clock.advance(Duration.ofMinutes(1));
        assertThat(here.recognise(old, SENDER)).isInstanceOf(Recognition.Unknown.class);
    }

    @Test
    void aNewSecretIsKnownAtOnceWhereTheOldOneIsRemembered() {
        var issued = here.issue(tenant, "rule", "admin");
        assertThat(elsewhere.recognise(issued.token().reveal(), SENDER)).isInstanceOf(Recognition.Recognised.class);

        String fresh = here.rotate(tenant, issued.id(), Duration.ofHours(1), "admin")
                .orElseThrow()
                .token()
                .reveal();

        assertThat(elsewhere.recognise(fresh, SENDER)).isInstanceOf(Recognition.Recognised.class);
    }

    /** What a node remembers for a minute is checked again by the statement that stores. */
    @Test
    void aSecretThatWasEndedIsNotStoredForAnywhere() {
        var issued = here.issue(tenant, "rule", "admin");
        var remembered =
                (Recognition.Recognised) elsewhere.recognise(issued.token().reveal(), SENDER);
        assertThat(isValid(remembered)).isTrue();

        here.rotate(tenant, issued.id(), Duration.ofHours(1), "admin");
        assertThat(isValid(remembered)).isTrue();
        here.rotate(tenant, issued.id(), Duration.ZERO, "admin");

        assertThat(isValid(remembered)).isFalse();
    }

    @Test
    void aRevokedTokenIsNotRotated() {
        var issued = here.issue(tenant, "rule", "admin");
        here.revoke(tenant, issued.id(), "admin");

        assertThat(here.rotate(tenant, issued.id(), Duration.ofHours(1), "admin"))
                .isEmpty();
    }

    private boolean isValid(Recognition.Recognised recognised) {
        return transactions.read(
                tenant,
                () -> jdbc.sql("select is_automation_token_valid(?, ?)")
                        .params(tenant.value(), recognised.proof())
                        .query(Boolean.class)
                        .single());
    }

    private AutomationTokens node() {
        var rates = new TokenRates(new AutomationProperties(20, 200, 30, 50, Duration.ofDays(30)));
        return new AutomationTokens(transactions, jdbc, trail, rates, new SecureRandom(), ids, clock);
    }
}
