package io.latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.latchkey.demo.Http;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.testing.RunningProduct;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** An administrator's first hour, from an app that was just installed to a tested connection and a recipe. */
@DisabledIfSystemProperty(named = "skipBrowserTests", matches = "true", disabledReason = "a person asked for it")
class FirstRunIT {

    private static final List<String> TOO_FEW = List.of("okta.users.manage", "okta.groups.manage");

    @Test
    void theGuideLeadsToATestedConnectionAndARecipe() {
        try (var product = RunningProduct.bare(Map.of());
                var chromium = Chromium.start()) {
            product.setup().install();
            product.setup().raiseAnExample();
            try (Jira jira = Jira.open(chromium.browser(), product.jira().uri(), product.uri())) {
                new Guide(product, jira).follow();

                assertThat(jira.outside()).isEmpty();
                assertThat(jira.errors()).isEmpty();
            }
        }
    }

    /** What the administrator does, in the site and in Okta's console. */
    private static final class Guide {

        private final RunningProduct product;
        private final Jira jira;

        Guide(RunningProduct product, Jira jira) {
            this.product = product;
            this.jira = jira;
        }

        private Locator button(String name) {
            return jira.frame()
                    .getByRole(
                            AriaRole.BUTTON,
                            new FrameLocator.GetByRoleOptions().setName(name).setExact(true));
        }

        private Locator field(String label) {
            return jira.frame().getByLabel(label, new FrameLocator.GetByLabelOptions().setExact(true));
        }

        private Locator text(String text) {
            return jira.frame().getByText(text);
        }

        void follow() {
            jira.go(Jira.ADMIN, Cast.ADA, "");
            assertThat(jira.frame().locator("main h1")).isVisible();
            assertThat(jira.frame().locator(".lk-loading")).hasCount(0);
            jira.look("admin-overview-not-set-up");
            jira.frame()
                    .getByRole(
                            AriaRole.LINK,
                            new FrameLocator.GetByRoleOptions()
                                    .setName("Set up")
                                    .setExact(true))
                    .first()
                    .click();
            nameTheOrganisation();
            String appId = register();
            test(appId);
            listGroups();
            checkTheServiceDesk();
            chooseARecipe();
        }

        private void nameTheOrganisation() {
            assertThat(button("Create the connection")).isVisible();
            jira.look("admin-setup-first-step");
            field("Name").fill("main");
            field("Address of the organisation").fill(product.okta().uri().toString());
            button("Create the connection").click();
        }

        /** The app is registered with the address that the page shows, and too little is granted. */
        private String register() {
            Locator address = jira.frame().locator("code", new FrameLocator.LocatorOptions().setHasText("jwks.json"));
            assertThat(address).isVisible();
            jira.look("admin-setup-register");
            var app = okta().post(
                            "/sandbox/apps",
                            Map.of(
                                    "name",
                                    "Latchkey",
                                    "jwksUri",
                                    address.innerText(),
                                    "scopes",
                                    TOO_FEW,
                                    "roles",
                                    List.of("USER_ADMIN", "GROUP_MEMBERSHIP_ADMIN", "REPORT_ADMIN")));
            field("Client id").fill(app.path("clientId").asText());
            button("Save the client id").click();
            return app.path("clientId").asText();
        }

        private Http okta() {
            return Http.at(product.okta().uri());
        }

        /** The test says in words which scopes are missing; once they are granted it works. */
        private void test(String clientId) {
            assertThat(button("Test the connection")).isVisible();
            jira.look("admin-setup-permit");
            button("Test the connection").click();
            assertThat(text("in the way")).isVisible();
            assertThat(jira.frame().locator("main")).containsText("okta.roles.read");
            jira.look("admin-setup-test-fails");

            okta().put(
                            "/sandbox/apps/" + clientId,
                            Map.of(
                                    "scopes",
                                    product.administrator()
                                            .get("/api/okta-connections")
                                            .path(0)
                                            .path("scopes")));
            button("Test again").click();
            assertThat(text("The connection works").first()).isVisible();
            jira.look("admin-setup-test-works");
        }

        private void listGroups() {
            field("Groups").fill("All employees\nEngineering");
            button("Save the list").click();
        }

        private void checkTheServiceDesk() {
            assertThat(button("Check the service desk")).isVisible();
            button("Check the service desk").click();
            assertThat(text("Raise and approve one request, then check again.")).isVisible();
            jira.look("admin-setup-desk-unproven");
            product.approved(RunningProduct.newcomer());
            button("Check the service desk").click();
            assertThat(text("Nothing is missing")).isVisible();
            jira.look("admin-setup-desk");
        }

        private void chooseARecipe() {
            jira.frame()
                    .getByRole(AriaRole.LINK, new FrameLocator.GetByRoleOptions().setName("Choose a recipe"))
                    .click();
            assertThat(text("New recipe").first()).isVisible();
            jira.frame()
                    .getByRole(AriaRole.LINK, new FrameLocator.GetByRoleOptions().setName("New recipe"))
                    .first()
                    .click();
            assertThat(text("Onboard an employee")).isVisible();
            jira.look("admin-recipe-choose");
            text("Onboard an employee").click();
            assertThat(button("Save as a new version")).isVisible();
            jira.look("admin-recipe-form");
            button("Check").click();
            assertThat(text("Nothing is wrong with it.")).isVisible();
            button("Save as a new version").click();
            assertThat(jira.frame().getByRole(AriaRole.TAB, new FrameLocator.GetByRoleOptions().setName("History")))
                    .isVisible();
            assertThat(product.administrator().get("/api/recipes").size()).isEqualTo(1);
        }
    }
}
