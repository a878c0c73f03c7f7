package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.demo.Http;
import io.latchkey.testing.OnlyThroughConnect;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.UsuallyThroughConnect;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** While a site has the app switched on, somebody has always just looked whether Okta shows us roles. */
@UsuallyThroughConnect
class RoleSightingIT {

    private static final String OWN_ROLES = "/oauth2/v1/clients/[^/]+/roles";

    private static final RunningProduct PRODUCT =
            RunningProduct.setUp(Map.of("latchkey.okta.see-roles-every", "200ms"));

    @AfterAll
    static void close() {
        PRODUCT.close();
    }

    @Test
    void isRenewedByItself() {
        long before = seenAt();

        RunningProduct.await().until(() -> seenAt() > before);
    }

    @Test
    @OnlyThroughConnect
    void restsWhileTheAppIsSwitchedOff() {
        Http site = Http.at(PRODUCT.jira().uri());
        site.post("/sandbox/apps/" + RunningProduct.APP_KEY + "/disable", Map.of());
        try {
            // The door is remembered for ten seconds.
            RunningProduct.await().untilAsserted(() -> {
                PRODUCT.forgetTraffic();
                awaitTimer();
                awaitTimer();
                assertThat(PRODUCT.remoteCalls("GET", OWN_ROLES)).isEmpty();
            });
        } finally {
            site.post("/sandbox/apps/" + RunningProduct.APP_KEY + "/enable", Map.of());
        }

        long before = seenAt();
        RunningProduct.await().until(() -> seenAt() > before);
    }

    private static void awaitTimer() {
        long before = timer();
        RunningProduct.await().until(() -> timer() > before);
    }

    private static long timer() {
        return PRODUCT.count("select version from scheduled_tasks where task_name = 'okta-role-sighting'");
    }

    private static long seenAt() {
        return PRODUCT.count("select (extract(epoch from seen_at) * 1000000)::bigint from okta_role_sighting");
    }
}
