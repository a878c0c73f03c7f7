package io.latchkey.adversarial;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.demo.Http;
import io.latchkey.demo.Setup;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.JiraSite;
import io.latchkey.sandbox.okta.OktaOrg;
import io.latchkey.testing.RunningProduct;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/** One of the product's tenants: its site, its org, and what its administrator does. */
final class Company {

    private static final String APP = RunningProduct.APP_KEY;

    private final RunningProduct product;
    private final JiraSite jira;
    private final OktaOrg okta;
    private final Set<String> madeByHand = ConcurrentHashMap.newKeySet();
    private final String tenant;
    private final String token;

    /** Installs the product and sets it up as the demo is. */
    Company(RunningProduct product, JiraSite jira, OktaOrg okta) {
        this.product = product;
        this.jira = jira;
        this.okta = okta;
        new Setup(product.uri(), jira.uri(), okta.uri()).complete();
        this.tenant = administrator().get("/api/installation").path("tenant").asText();
        this.token = administrator()
                .post("/api/automation-tokens", Map.of("name", "Leaked to somebody"))
                .path("token")
                .asText();
    }

    JiraSite jira() {
        return jira;
    }

    OktaOrg okta() {
        return okta;
    }

    RunningProduct product() {
        return product;
    }

    /** The token with which its automation signals. */
    String token() {
        return token;
    }

    /** The product's API, as the site's administrator calls it. */
    Http administrator() {
        return Http.at(product.uri()).authorized("JWT " + jira.contextToken(APP, Cast.ADA.accountId()));
    }

    /** The site, as somebody calls it who controls it. */
    Http site() {
        return Http.at(jira.uri());
    }

    /** The site, as an agent reads it. */
    Http agent() {
        return site().as(Cast.GUS.email(), Cast.PASSWORD);
    }

    /** The app's own account at the site. */
    String app() {
        return jira.installation(APP).accountId();
    }

    /** Everything at the org. */
    JsonNode org() {
        return Http.at(okta.uri()).get("/sandbox/state");
    }

    /** Somebody whom the org had before anybody asked for it. */
    String createPerson(String firstName, String lastName, String login) {
        madeByHand.add(login);
        return okta.createPerson(firstName, lastName, login, "Kn0wn-Before-Us", List.of());
    }

    /** The logins of those. */
    Set<String> madeByHand() {
        return madeByHand;
    }

    /** What happened to a request, as the product tells it. */
    JsonNode story(Ticket ticket) {
        return administrator().get("/api/requests/" + ticket.id());
    }

    /** Waits until no webhook is on its way and no work of this tenant is due or under way. */
    void settle() {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(100))
                .atMost(Duration.ofMinutes(30))
                .until(() -> !isWorking() && !jira.isAnnouncing() && !isWorking());
    }

    private boolean isWorking() {
        return product.countOf(
                        tenant,
                        "select count(*) from scheduled_tasks where task_name = 'work' and task_instance like '"
                                + tenant + "/%'")
                > 0;
    }
}
