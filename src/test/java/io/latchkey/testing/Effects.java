package io.latchkey.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.demo.Credential;
import io.latchkey.demo.Http;
import io.latchkey.sandbox.jira.Onboarding;
import java.util.List;
import java.util.Map;

/** What an onboarding by the example recipe has left at both vendors. */
public final class Effects {

    /** The groups of every newcomer. */
    public static final List<String> GROUPS = List.of("Everyone", "All employees", "Engineering");

    private final RunningProduct product;

    /** Of this product's sandbox. */
    public Effects(RunningProduct product) {
        this.product = product;
    }

    /** Waits until the run is done: there is one account, in its groups, and the ticket is closed. Tells the story. */
    public JsonNode awaitDone(String key, Onboarding newcomer) {
        JsonNode story = product.awaitRun(key, "done");
        assertThat(accountsCreated(newcomer)).isEqualTo(1);
        assertThat(product.okta().groupsOf(newcomer.workEmail())).containsExactlyInAnyOrderElementsOf(GROUPS);
        assertThat(product.jira().status(key)).isEqualTo("Done");
        return story;
    }

    /** How often Okta says that an account was created for the newcomer, by whomever. */
    public long accountsCreated(Onboarding newcomer) {
        return product.okta().systemLog().stream()
                .filter(event -> event.path("eventType").asText().equals("user.lifecycle.create"))
                .filter(event -> event.path("target").toString().contains(newcomer.workEmail()))
                .count();
    }

    /** What Okta answers to a first sign-in with the credential that the comment hands over. */
    public String signIn(Onboarding newcomer, JsonNode comment) {
        String password = Credential.password(comment.path("body"))
                .orElseThrow(() -> new AssertionError("no credential in " + comment.path("id")));
        return Http.at(product.okta().uri())
                .post("/api/v1/authn", Map.of("username", newcomer.workEmail(), "password", password))
                .path("status")
                .asText();
    }
}
