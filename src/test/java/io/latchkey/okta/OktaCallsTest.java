package io.latchkey.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.sandbox.http.Exchange;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a call goes to an org, whatever it is about. */
class OktaCallsTest {

    private static final String USERS = "/api/v1/users";

    private final OktaSandbox sandbox = OktaSandbox.start();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void aRefusedTokenIsReplacedAndTheCallMadeAgain() {
        sandbox.directory.findUser("existing.person@example.com");
        sandbox.org.revokeTokens(sandbox.clientId);

        sandbox.directory.createUser(OktaSandbox.person("soon@example.com", null), true);

        assertThat(sandbox.requests("POST", USERS)).extracting(Exchange::status).containsExactly(401, 200);
    }

    /** A node that stood still meanwhile may have lost the work to another one. */
    @Test
    void aCallWhoseTimeIsUpIsNotMadeAgainWithAnotherToken() {
        sandbox.directory.findUser("existing.person@example.com");
        sandbox.org.revokeTokens(sandbox.clientId);
        sandbox.standsStillAfterItsToken(Duration.ofMinutes(1));

        assertThatThrownBy(() -> sandbox.directory.createUser(OktaSandbox.person("late@example.com", null), true))
                .isInstanceOf(OktaFailure.Unavailable.class)
                .hasMessageContaining("time for this call was up");

        assertThat(sandbox.requests("POST", USERS)).extracting(Exchange::status).containsExactly(401);
        assertThat(sandbox.org.user("late@example.com")).isEmpty();
    }
}
