package io.latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.latchkey.demo.Http;
import io.latchkey.demo.Setup;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.JiraSite;
import io.latchkey.sandbox.jira.SiteFields;
import io.latchkey.testing.RunningProduct;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whole stories in the site's pages, as people go through them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledIfSystemProperty(named = "skipBrowserTests", matches = "true", disabledReason = "a person asked for it")
class PanelsIT {

    private static final String CUSTOMER_TYPE = "Onboard a customer user";

    private static final String LOGIN_REFUSED =
            "{\"errorCode\":\"E0000001\",\"errorSummary\":\"Api validation failed: login\",\"errorCauses\":[]}";

    private final RunningProduct product = RunningProduct.setUp(Map.of());
    private final Chromium chromium = Chromium.start();
    private Jira jira = open();

    private Jira open() {
        return Jira.open(chromium.browser(), product.jira().uri(), product.uri());
    }

    @BeforeAll
    void saveRecipes() {
        product.setup().saveExample("onboard-customer-link");
        jira.close();
    }

    @BeforeEach
    void openBrowser() {
        jira = open();
    }

    @AfterEach
    void nothingOutsideWasAsked() {
        assertThat(jira.outside()).isEmpty();
        assertThat(jira.errors()).isEmpty();
        jira.close();
    }

    @AfterAll
    void close() {
        chromium.close();
        product.close();
    }

    private String raiseCustomer(String name) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.put(SiteFields.FIRST_NAME, TextNode.valueOf(name));
        values.put(SiteFields.LAST_NAME, TextNode.valueOf("Buyer"));
        values.put(SiteFields.WORK_EMAIL, TextNode.valueOf(name.toLowerCase(Locale.ROOT) + "@customer.example"));
        return product.jira().raise(CUSTOMER_TYPE, values);
    }

    private FrameLocator frame() {
        return jira.frame();
    }

    private Locator button(String name) {
        return frame().getByRole(AriaRole.BUTTON, new FrameLocator.GetByRoleOptions().setName(name));
    }

    private Locator text(String text) {
        return frame().getByText(text);
    }

    @Test
    void aLinkReachesItsRecipientOnceAndNobodyElse() {
        String key = raiseCustomer("Greta");
        jira.go(Jira.PORTAL, Cast.PAUL, key);
        assertThat(text("If this is approved")).isVisible();
        jira.look("portal-approver-pending");

        product.jira().approve(key, Cast.PAUL);
        product.awaitRun(key, "done");
        jira.go(Jira.PORTAL, Cast.PAUL, key);
        assertThat(frame().locator("main")).containsText("done");
        assertThat(button("Show it once")).hasCount(0);
        assertThat(frame().locator("main")).not().containsText("link");
        jira.look("portal-ready-for-another");
        jira.go(Jira.TICKET, Cast.GUS, key);
        assertThat(text("Ready for its recipient")).isVisible();
        jira.look("ticket-done-handover-ready");

        jira.go(Jira.PORTAL, Cast.MIA, key);
        assertThat(button("Show it once")).isVisible();
        jira.look("portal-ready");
        button("Show it once").click();
        Locator link =
                frame().getByRole(AriaRole.LINK, new FrameLocator.GetByRoleOptions().setName("Activate my account"));
        assertThat(link).isVisible();
        String address = link.getAttribute("href");
        assertThat(address).startsWith(product.okta().uri() + "/welcome/");
        jira.look("portal-revealed");

        jira.go(Jira.PORTAL, Cast.MIA, key);
        assertThat(text("It has been shown")).isVisible();
        assertThat(button("Show it once")).hasCount(0);
        jira.look("portal-shown-before");
        jira.go(Jira.TICKET, Cast.GUS, key);
        assertThat(text("Taken by its recipient")).isVisible();
        assertThat(frame().locator("body")).not().containsText(address);
    }

    @Test
    void whatIsNotTakenInTimeIsErasedAndMadeAnew() {
        String key = raiseCustomer("Hanna");
        product.jira().approve(key, Cast.PAUL);
        product.awaitRun(key, "done");
        letHandoversExpire();

        jira.go(Jira.PORTAL, Cast.MIA, key);
        assertThat(text("It was not opened in time")).isVisible();
        jira.look("portal-expired");
        button("Ask for a new one").click();
        assertThat(text("A new one is being made")).isVisible();
        assertThat(button("Show it once")).isVisible();
        button("Show it once").click();

        assertThat(frame().getByRole(AriaRole.LINK, new FrameLocator.GetByRoleOptions().setName("Activate my account")))
                .isVisible();
    }

    @Test
    void anAnswerThatGotLostIsMadeUpForWhileNobodyHasUsedIt() {
        String key = raiseCustomer("Nele");
        product.jira().approve(key, Cast.PAUL);
        product.awaitRun(key, "done");
        jira.go(Jira.PORTAL, Cast.MIA, key);
        jira.loseAnswer("/reveal");
        button("Show it once").click();

        assertThat(text("The answer got lost")).isVisible();
        assertThat(button("Show it once")).hasCount(0);
        assertThat(activation()).hasCount(0);
        jira.look("portal-answer-lost");
        jira.forgetErrors();
        button("Ask for a new one").click();
        button("Show it once").click();

        assertThat(activation()).isVisible();
    }

    @Test
    void whatWasUsedIsNotMadeAnew() {
        String key = raiseCustomer("Olli");
        product.jira().approve(key, Cast.PAUL);
        product.awaitRun(key, "done");
        jira.go(Jira.PORTAL, Cast.MIA, key);
        button("Show it once").click();
        activate(activation().getAttribute("href"));

        jira.go(Jira.PORTAL, Cast.MIA, key);
        button("Ask for a new one").click();

        assertThat(text("It has been used, or the account was changed since")).isVisible();
        assertThat(button("Show it once")).hasCount(0);
        jira.look("portal-used");
        assertThat(jira.errors()).singleElement().asString().contains("409");
        jira.forgetErrors();
    }

    private Locator activation() {
        return frame().getByRole(AriaRole.LINK, new FrameLocator.GetByRoleOptions().setName("Activate my account"));
    }

    /** Opens the link and chooses a password, as its recipient does at Okta. */
    private void activate(String link) {
        Http okta = Http.at(product.okta().uri());
        String token = link.substring(link.lastIndexOf('/') + 1);
        String state = okta.post("/api/v1/authn", Map.of("token", token))
                .path("stateToken")
                .asText();
        okta.post(
                "/api/v1/authn/credentials/reset_password",
                Map.of("stateToken", state, "newPassword", "Chosen-By-Me-2026"));
    }

    /** Their time is over; tokens of people live for three minutes, so that the clock cannot be put on by days. */
    private void letHandoversExpire() {
        TenantId tenant = TenantId.of(
                product.administrator().get("/api/installation").path("tenant").asText());
        product.context()
                .getBean(TenantTransactions.class)
                .write(
                        tenant,
                        () -> product.context()
                                .getBean(JdbcClient.class)
                                .sql("update handover set expires_at = now() - interval '1 minute' where tenant_id = ?")
                                .param(tenant.value())
                                .update());
    }

    @Test
    void aHeldRequestShowsWhatChangedSinceTheApproval() {
        String key = raiseCustomer("Ida");
        product.awaitQuiet();
        holdByEditing(key);

        jira.go(Jira.TICKET, Cast.GUS, key);
        assertThat(text("Held: not what was approved")).isVisible();
        Locator row = frame().getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("Work e-mail"));
        assertThat(row.locator("del")).hasText("ida@customer.example");
        assertThat(row.locator("ins")).hasText("eve@customer.example");
        jira.look("ticket-held-difference");
        jira.go(Jira.PORTAL, Cast.MIA, key);
        assertThat(frame().locator("main")).containsText("has to be approved again");
        jira.look("portal-held");
        jira.go(Jira.TICKET, Cast.PAUL, key);
        assertThat(text("This is not for you to see")).isVisible();
        jira.look("ticket-forbidden");
        assertThat(jira.errors()).singleElement().asString().contains("403");
        jira.forgetErrors();
    }

    /** Changed behind the back of those who were asked to approve. */
    private void holdByEditing(String key) {
        product.jira().edit(key, Cast.GUS, SiteFields.WORK_EMAIL, TextNode.valueOf("eve@customer.example"));
        product.jira().approve(key, Cast.PAUL);
        product.awaitQuiet();
    }

    @Test
    void aRunThatIsParkedIsTriedAgainFromWhereItStopped() {
        String key = raiseCustomer("Jana");
        product.awaitQuiet();
        product.okta().server().faults().order(Fault.answer("POST", "/api/v1/users", 1, 400, LOGIN_REFUSED));
        product.jira().approve(key, Cast.PAUL);
        product.awaitRun(key, "parked");

        jira.go(Jira.TICKET, Cast.GUS, key);
        assertThat(text("Stopped halfway and needs a person")).isVisible();
        jira.look("ticket-parked");
        jira.go(Jira.PORTAL, Cast.MIA, key);
        assertThat(frame().locator("main")).containsText("service team");
        jira.look("portal-parked");
        jira.go(Jira.TICKET, Cast.GUS, key);
        button("Retry from here").click();

        assertThat(frame().getByRole(AriaRole.STATUS).filter(new Locator.FilterOptions().setHasText("Done")))
                .isVisible();
    }

    @Test
    void aRunThatWaitsIsCancelled() {
        product.administrator()
                .postYaml(
                        "/api/recipes",
                        Setup.readyRecipe("onboard-employee").replace("onboard-employee-ready", "onboard-employee"));
        Map<String, JsonNode> values =
                new LinkedHashMap<>(RunningProduct.newcomer().fieldValues());
        values.put(SiteFields.START_DATE, TextNode.valueOf("2030-01-31"));
        String key = product.jira().raise("Onboard a new employee", values);
        product.jira().approve(key, Cast.PAUL);
        product.awaitDecision(key, "admitted", "request.approved");

        jira.go(Jira.TICKET, Cast.GUS, key);
        assertThat(text("Goes on Jan 31, 2030")).isVisible();
        jira.look("ticket-waiting");
        jira.go(Jira.PORTAL, Cast.MIA, key);
        assertThat(frame().locator("main")).containsText("The next step is due Jan 31, 2030");
        jira.look("portal-waiting");
        jira.go(Jira.TICKET, Cast.GUS, key);
        button("Cancel").click();
        frame().getByLabel("Reason").fill("She starts elsewhere");
        jira.look("ticket-cancel");
        button("Cancel the request").click();

        assertThat(stands("Stopped")).isVisible();
        assertThat(button("Cancel")).hasCount(0);
        jira.look("ticket-cancelled");
        jira.go(Jira.PORTAL, Cast.MIA, key);
        assertThat(frame().locator("main")).containsText("stopped");
        jira.look("portal-cancelled");
    }

    private Locator stands(String state) {
        return frame().getByRole(AriaRole.STATUS)
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + state + "$")));
    }

    @Test
    void accessIsExtendedThroughAnotherRequestAndEndedNow() {
        String key = givenForATime();
        jira.go(Jira.TICKET, Cast.GUS, key);
        assertThat(text("Engineering, until Feb 1, 2031")).isVisible();
        jira.look("ticket-access");
        button("Ask for longer").click();
        assertThat(jira.page()).hasTitle(Pattern.compile("/servicedesk/customer/portal/3/group/7/create/29"));

        jira.go(Jira.TICKET, Cast.GUS, key);
        frame().getByRole(
                        AriaRole.BUTTON,
                        new FrameLocator.GetByRoleOptions().setName(Pattern.compile("End now.*Engineering")))
                .click();
        frame().getByLabel("Reason").fill("The project is over");
        jira.look("ticket-end-access");
        frame().getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("End now"))
                .click();

        assertThat(text("Engineering, ended")).isVisible();
        assertThat(button("Ask for longer")).hasCount(0);
        assertThat(button("End now")).hasCount(0);
        jira.look("ticket-access-ended");
        assertThat(product.okta().groupsOf(Cast.OLGA.email())).doesNotContain("Engineering");
    }

    /** A request that has put Olga into a group until a day far ahead. */
    private String givenForATime() {
        product.okta().createGroup("Sales");
        product.setup().allow(List.of("All employees", "Engineering", "Sales", "GitHub users"));
        for (String recipe : List.of("access-for-a-time", "extend-access")) {
            product.administrator().postYaml("/api/recipes", Setup.readyRecipe(recipe));
        }
        product.setup().enter(Cast.OLGA.accountId(), product.oktaAccountOf(Cast.OLGA));
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.put(SiteFields.ACCOUNT, JiraSite.people(Cast.OLGA));
        values.put(SiteFields.GROUP, JiraSite.option("Engineering"));
        values.put(SiteFields.UNTIL, TextNode.valueOf("2031-01-31"));
        String key = product.jira().raise("Access to an application or group for a time", values);
        product.jira().approve(key, Cast.PAUL);
        product.awaitRun(key, "done");
        return key;
    }

    @Test
    void whoIsNoAdministratorIsToldSoAtTheAdministratorsPage() {
        jira.go(Jira.ADMIN, Cast.PAUL, "");

        assertThat(text("Only Jira administrators may set up Latchkey")).isVisible();
        jira.look("admin-forbidden");
        assertThat(jira.errors()).singleElement().asString().contains("403");
        jira.forgetErrors();
    }

    @Test
    void aTokenThatEndsInTheMiddleIsRenewed() {
        String key = raiseCustomer("Kim");
        jira.page().clock().install();
        jira.go(Jira.TICKET, Cast.GUS, key);
        assertThat(text("What approving will do")).isVisible();
        int before = jira.tokens();

        jira.page().clock().fastForward(Duration.ofMinutes(4).toMillis());
        product.jira().approve(key, Cast.PAUL);
        product.awaitRun(key, "done");
        jira.page().clock().fastForward(Duration.ofMinutes(1).toMillis());

        assertThat(text("Ready for its recipient")).isVisible();
        assertThat(jira.tokens()).isGreaterThan(before);
    }

    @Test
    void aServerThatIsDownIsToldAndComesBack() {
        String key = raiseCustomer("Lena");
        jira.cutOff(true);
        jira.go(Jira.TICKET, Cast.GUS, key);
        assertThat(text("Latchkey does not answer")).isVisible();
        jira.look("ticket-unreachable");

        jira.cutOff(false);
        button("Try again").click();

        assertThat(text("What approving will do")).isVisible();
        jira.look("ticket-pending");
        jira.forgetErrors();
    }

    @Test
    void administratorsSeeEveryPageAndTheStoryOfARequest() {
        String key = raiseCustomer("Mona");
        product.jira().approve(key, Cast.PAUL);
        product.awaitRun(key, "done");
        jira.go(Jira.ADMIN, Cast.ADA, "");
        assertThat(frame().getByRole(AriaRole.HEADING, new FrameLocator.GetByRoleOptions().setName("Overview")))
                .isVisible();
        assertThat(frame().locator(".lk-loading")).hasCount(0);
        jira.look("admin-overview");
        for (String page : List.of("Set up", "Recipes", "Access that ends", "Guardrails", "Audit", "Settings")) {
            openPage(page);
            // No name of ours stands where a word should.
            assertThat(frame().locator("td, th, dt")
                            .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^[a-z]+(-[a-z]+)+$"))))
                    .hasCount(0);
            jira.look("admin-" + page.toLowerCase(Locale.ROOT).replace(' ', '-'));
        }

        openPage("Overview");
        frame().getByRole(AriaRole.LINK, new FrameLocator.GetByRoleOptions().setName(Pattern.compile("[0-9]+ ?Done")))
                .click();
        assertThat(frame().getByLabel("State")).hasValue("done");
        assertThat(frame().getByLabel("Changed").locator("option:checked")).containsText("Since");
        jira.look("admin-requests-since");
        openPage("Requests");
        frame().getByLabel("Key or reason code").fill(key);
        Locator row = frame().getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(key));
        assertThat(row).hasCount(1);
        jira.look("admin-requests");
        row.getByRole(AriaRole.LINK).click();
        assertThat(text("Request " + key)).isVisible();
        assertThat(frame().locator("main")).containsText("okta.create-user");
        jira.look("admin-request");
    }

    private void openPage(String name) {
        frame().getByRole(AriaRole.NAVIGATION)
                .first()
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(name).setExact(true))
                .click();
        assertThat(frame().locator("main h1").first()).isVisible();
        assertThat(frame().locator(".lk-loading")).hasCount(0);
    }

    @Test
    void aRecipeIsChangedAsTextAndItsProblemsAreShownInTheirPlaces() {
        jira.go(Jira.ADMIN, Cast.ADA, "");
        openPage("Recipes");
        frame().getByRole(AriaRole.LINK, new FrameLocator.GetByRoleOptions().setName(CUSTOMER_TYPE))
                .click();
        frame().getByRole(AriaRole.TAB, new FrameLocator.GetByRoleOptions().setName("Text"))
                .click();
        Locator editor = frame().getByLabel("Recipe as text");
        assertThat(editor).containsText("activationLink");
        jira.look("admin-recipe-text");

        editor.click();
        jira.page().keyboard().press("Control+End");
        jira.page().keyboard().insertText("colour: red\n");
        button("Check").click();
        assertThat(text("One thing is wrong")).isVisible();
        assertThat(frame().locator(".cm-lint-marker-error")).hasCount(1);
        jira.look("admin-recipe-problem");
        jira.forgetErrors();

        frame().getByRole(AriaRole.TAB, new FrameLocator.GetByRoleOptions().setName("Preview"))
                .click();
        jira.look("admin-recipe-preview");
        frame().getByRole(AriaRole.TAB, new FrameLocator.GetByRoleOptions().setName("History"))
                .click();
        assertThat(frame().getByLabel("From version")).isVisible();
        jira.look("admin-recipe-history");
    }
}
