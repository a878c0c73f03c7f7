package io.latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.SiteFields;
import io.latchkey.testing.RunningProduct;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Whole stories in the site's pages, as people go through them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledIfSystemProperty(named = "skipBrowserTests", matches = "true", disabledReason = "a person asked for it")
class PanelsIT {

    private static final String CUSTOMER_TYPE = "Onboard a customer user";

    private final RunningProduct product =
            RunningProduct.setUp(Map.of("latchkey.edge.frame-ancestors", "http://localhost:*"));
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
        values.put(SiteFields.WORK_EMAIL, TextNode.valueOf(name.toLowerCase(java.util.Locale.ROOT) + "@customer.example"));
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
        assertThat(text("Only that person can open it")).isVisible();
        assertThat(button("Show it once")).hasCount(0);
        jira.look("portal-ready-for-another");
        jira.go(Jira.TICKET, Cast.GUS, key);
        assertThat(text("Ready for its recipient")).isVisible();
        jira.look("ticket-done-handover-ready");

        jira.go(Jira.PORTAL, Cast.MIA, key);
        assertThat(button("Show it once")).isVisible();
        jira.look("portal-ready");
        button("Show it once").click();
        Locator link = frame().getByRole(AriaRole.LINK, new FrameLocator.GetByRoleOptions().setName("Activate my account"));
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
}
