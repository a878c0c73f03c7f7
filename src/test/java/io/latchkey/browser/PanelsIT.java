package io.latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.sandbox.jira.Cast;
import io.latchkey.testing.RunningProduct;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The panels in the site, in a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PanelsIT {

    private final RunningProduct product = RunningProduct.setUp(Map.of("latchkey.edge.frame-ancestors", "http://localhost:*"));
    private final Chromium chromium = Chromium.start();

    @BeforeAll
    void prepare() {}

    @AfterAll
    void close() {
        chromium.close();
        product.close();
    }

    @Test
    void open() {
        String key = product.jira().raise(RunningProduct.newcomer());
        try (Jira jira = Jira.open(chromium.browser(), product.jira().uri(), product.uri(), "light")) {
            for (String module : new String[] {Jira.ADMIN, Jira.TICKET, Jira.PORTAL}) {
                jira.go(module, Cast.ADA, key);
                assertThat(jira.frame().locator("main").first()).isVisible();
                jira.page().waitForTimeout(1500);
                jira.picture("first-" + module);
                System.out.println(module + " errors " + jira.errors() + " outside " + jira.outside());
                System.out.println(jira.inaccessible());
            }
            assertThat(jira.outside()).isEmpty();
        }
    }
}
