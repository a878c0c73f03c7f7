package io.latchkey.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.sandbox.forge.ForgePlatform;
import io.latchkey.sandbox.jira.Cast;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Sets the product up in the sandbox, step by step as its administrator does: install, connect Okta, allow groups, save
 * the recipe.
 */
public final class Setup {

    /** The administrator of the sandbox's site. */
    public static final String ADMINISTRATOR = "ada.admin@example.com";

    /** The webhook that break-glass calls. */
    public static final String WEBHOOK = "security-alerts";

    static final String APP_KEY = "io.latchkey";
    static final String PASSWORD = "sandbox";
    static final List<String> GROUPS = List.of("All employees", "Engineering");

    private final URI product;
    private final URI jira;
    private final URI okta;
    private final @Nullable ForgePlatform forge;

    /** A setup of a product at this address with these vendors. */
    public Setup(URI product, URI jira, URI okta) {
        this(product, jira, okta, null);
    }

    /** As the other, of a product that is installed through Forge. */
    public Setup(URI product, URI jira, URI okta, @Nullable ForgePlatform forge) {
        this.product = product;
        this.jira = jira;
        this.okta = okta;
        this.forge = forge;
    }

    /** Everything that the story needs. */
    public Setup complete() {
        install();
        raiseAnExample();
        connectOkta();
        saveRecipe();
        return this;
    }

    /** Everything that a story of ready recipes needs: those recipes alone, and the groups that they may give. */
    Setup ready(List<String> recipes, List<String> groups, URI webhooks) {
        install();
        raiseAnExample();
        connectOkta();
        allow(groups);
        if (recipes.contains("break-glass")) {
            registerWebhook(webhooks);
        }
        recipes.forEach(name -> administrator().postYaml("/api/recipes", readyRecipe(name)));
        return this;
    }

    /** Lets the site install the app. */
    public void install() {
        if (forge != null) {
            int told = forge.install(product);
            // A product that has just started may take longer than an event has; the schedule says the same.
            int status = told == 0 ? forge.hour() : told;
            if (status != 200) {
                throw new IllegalStateException("the product answered the installation with " + status);
            }
            return;
        }
        Http.at(jira).post("/sandbox/apps", Map.of("descriptorUrl", product + "/atlassian-connect.json"));
    }

    /**
     * One request in the status after approval, as any service desk has some: transitions are learned from it. An agent
     * moved it there around the approval, so that Latchkey leaves it alone.
     */
    public void raiseAnExample() {
        var story = new Story(jira);
        story.force(story.raise("Example", "Person", "example.person@example.com"));
    }

    /** Makes the connection, registers it in Okta, and tests it. */
    public void connectOkta() {
        Http admin = administrator();
        JsonNode connection = admin.post("/api/okta-connections", Map.of("name", "main", "orgUrl", okta.toString()));
        JsonNode app = Http.at(okta)
                .post(
                        "/sandbox/apps",
                        Map.of(
                                "name",
                                "Latchkey",
                                "jwksUri",
                                connection.path("jwksUri").asText(),
                                "scopes",
                                connection.path("scopes"),
                                "roles",
                                List.of("USER_ADMIN", "GROUP_MEMBERSHIP_ADMIN", "REPORT_ADMIN")));
        admin.put(
                "/api/okta-connections/main/client-id",
                Map.of("clientId", app.path("clientId").asText()));
        admin.put("/api/okta-connections/main/allowed-groups", Map.of("groups", GROUPS));
        JsonNode report = admin.post("/api/okta-connections/main/test", Map.of());
        if (!report.path("findings").isEmpty()) {
            throw new IllegalStateException("the connection test found: " + report);
        }
    }

    /** Where break-glass tells of itself; the receiver gets to know the secret with which it is signed. */
    public void registerWebhook(URI receiver) {
        JsonNode registered =
                administrator().put("/api/webhooks/" + WEBHOOK, Map.of("url", receiver + "/hooks/" + WEBHOOK));
        if (registered.hasNonNull("secret")) {
            Http.at(receiver)
                    .post(
                            "/sandbox/secrets",
                            Map.of("secret", registered.path("secret").asText()));
        }
    }

    /** What recipes may give; Okta finds a new group by its name a little later. */
    public void allow(List<String> groups) {
        Awaitility.await("the groups are allowed")
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofSeconds(30))
                .until(() -> administrator()
                                .send("PUT", "/api/okta-connections/main/allowed-groups", Map.of("groups", groups))
                                .statusCode()
                        < 300);
    }

    /** Enters which account in Okta somebody of the site has. */
    public void enter(String accountId, String oktaUserId) {
        administrator()
                .put("/api/okta-connections/main/approver-accounts/" + accountId, Map.of("oktaUserId", oktaUserId));
    }

    /** Saves the shipped recipe. */
    public void saveRecipe() {
        administrator().post("/api/recipes", exampleRecipe());
    }

    /** Makes a token and lets Jira Automation use it. */
    public void automate() {
        JsonNode token = administrator().post("/api/automation-tokens", Map.of("name", "Approved requests"));
        Http.at(jira)
                .put(
                        "/sandbox/automation/rule",
                        Map.of(
                                "url", token.path("url").asText(),
                                "headers",
                                        Map.of(
                                                "Authorization",
                                                "Bearer " + token.path("token").asText()),
                                "body", token.path("body").asText()));
    }

    /** Saves an example in YAML, by its name. */
    public void saveExample(String name) {
        administrator().postYaml("/api/recipes", shipped("examples/" + name + ".yaml"));
    }

    /** The product's API, as the administrator's page in Jira calls it; the sandbox's context tokens last three minutes. */
    public Http administrator() {
        if (forge != null) {
            return Http.at(product).onPages(path -> forge.headers(path, Cast.ADA.accountId()));
        }
        String token = Http.at(jira)
                .get("/sandbox/apps/" + APP_KEY + "/context-token")
                .path("jwt")
                .asText();
        return Http.at(product).authorized("JWT " + token);
    }

    /** The recipe that is shipped as an example. */
    public static String exampleRecipe() {
        return shipped("examples/onboard-employee.json");
    }

    /** Another example as it is shipped, in YAML. */
    public static String exampleRecipe(String name) {
        return shipped("examples/" + name + ".yaml");
    }

    /** A ready recipe as it is shipped, in YAML. */
    public static String readyRecipe(String name) {
        return shipped("ready/" + name + ".yaml");
    }

    private static String shipped(String path) {
        try (InputStream recipe = Setup.class.getResourceAsStream("/recipe/" + path)) {
            return new String(Objects.requireNonNull(recipe, path).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
