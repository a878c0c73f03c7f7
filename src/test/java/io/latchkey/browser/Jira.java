package io.latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.latchkey.sandbox.jira.Person;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Somebody's browser with the site open. What Atlassian's servers would give to the frame (its script and its themes) comes
 * from the package that they are made of; every other request to the outside is refused and remembered.
 */
public final class Jira implements AutoCloseable {

    /** The administrator's page. */
    public static final String ADMIN = "adminPages";
    /** The panel beside an issue. */
    public static final String TICKET = "jiraIssueContexts";
    /** The panel on a request in the portal. */
    public static final String PORTAL = "serviceDeskPortalRequestViewPanels";

    private static final int WIDTH = 1_280;
    private static final int HEIGHT = 900;
    private static final Path PACKAGES = Path.of("frontend", "node_modules");
    private static final Path BRIDGE = PACKAGES.resolve(Path.of("atlassian-connect-js", "dist"));
    private static final String CDN = "https://connect-cdn.atl-paas.net/";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A busy machine takes its time; nothing waits longer than what it waits for. */
    private static final int PATIENCE = 20_000;

    private final BrowserContext context;
    private final Page page;
    private final URI site;
    private final List<String> outside = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private int tokens;
    private boolean isCutOff;
    private String lost = "";
    private boolean isClosing;

    private Jira(BrowserContext context, URI site, URI product) {
        this.context = context;
        this.site = site;
        known.add(site.getAuthority());
        known.add(product.getAuthority());
        context.route("**/*", this::answer);
        this.page = context.newPage();
        page.setDefaultTimeout(PATIENCE);
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        page.onPageError(errors::add);
        page.onConsoleMessage(message -> {
            // The bridge says so of the switches that only Atlassian's own host has.
            if (message.type().equals("error") && !message.text().startsWith("[ACJS] Feature flag service")) {
                errors.add(message.text());
            }
        });
    }

    /** A new profile, as if it were a new computer. */
    public static Jira open(Browser browser, URI site, URI product) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(WIDTH, HEIGHT)
                .setLocale("en-US")
                .setTimezoneId("Europe/Berlin")
                .setReducedMotion(ReducedMotion.REDUCE)
                .setColorScheme(ColorScheme.LIGHT)
                .setBypassCSP(false));
        return new Jira(context, site, product);
    }

    private void answer(Route route) {
        if (!isClosing) {
            answerOpen(route);
        }
    }

    private void answerOpen(Route route) {
        URI url = URI.create(route.request().url().split("#", 2)[0]);
        if (url.getPath().endsWith("/context-token")) {
            tokens++;
        }
        if (isCutOff && url.getPath().startsWith("/api/")) {
            route.abort();
            return;
        }
        if (!lost.isEmpty() && url.getPath().endsWith(lost)) {
            lost = "";
            route.fetch();
            route.abort();
            return;
        }
        if ("data".equals(url.getScheme()) || "blob".equals(url.getScheme()) || known.contains(url.getAuthority())) {
            route.resume();
        } else if (url.toString().equals(CDN + "all.js")) {
            route.fulfill(new Route.FulfillOptions()
                    .setPath(BRIDGE.resolve("iframe.js"))
                    .setContentType("text/javascript"));
        } else if (url.toString().startsWith(CDN)
                && Files.exists(BRIDGE.resolve(url.getPath().substring(1)))) {
            route.fulfill(new Route.FulfillOptions()
                    .setPath(BRIDGE.resolve(url.getPath().substring(1))));
        } else {
            outside.add(url.toString());
            route.abort();
        }
    }

    /** Opens the page of a module as somebody; {@code issue} may be empty. Waits for nothing in the frame. */
    public Jira go(String module, Person who, String issue) {
        page.navigate(site + "/sandbox/frame?module=" + module + "&as="
                + URLEncoder.encode(who.accountId(), StandardCharsets.UTF_8)
                + (issue.isEmpty() ? "" : "&issue=" + issue));
        return this;
    }

    /** As {@link #go(String, Person, String)}, with another page in the frame. */
    public Jira go(String module, Person who, String issue, String instead) {
        page.navigate(site + "/sandbox/frame?module=" + module + "&as="
                + URLEncoder.encode(who.accountId(), StandardCharsets.UTF_8) + "&issue=" + issue + "&frame="
                + URLEncoder.encode(instead, StandardCharsets.UTF_8));
        return this;
    }

    /** Lets one more address of this machine be reached. */
    public void allow(URI address) {
        known.add(address.getAuthority());
    }

    /** The site's page. */
    public Page page() {
        return page;
    }

    /** How often the host was asked for a token. */
    public int tokens() {
        return tokens;
    }

    /** Lets our server be out of reach, or there again. */
    public void cutOff(boolean isCutOff) {
        this.isCutOff = isCutOff;
    }

    /** Lets our server carry out the next call whose path ends so, and its answer never arrive. */
    public void loseAnswer(String end) {
        this.lost = end;
    }

    /** Our page, in its frame. */
    public FrameLocator frame() {
        return page.frameLocator("iframe.ap-iframe");
    }

    /** What was asked of anybody else. */
    public List<String> outside() {
        return List.copyOf(outside);
    }

    /** What the page's scripts complained about. */
    public List<String> errors() {
        return List.copyOf(errors);
    }

    /** What comes from here on counts. */
    public void forgetErrors() {
        errors.clear();
    }

    /**
     * Looks at our page as it is now, in light and in dark: keeps a picture of each in {@code target/screenshots}, and finds
     * nothing that WCAG 2.2 AA forbids.
     */
    public void look(String name) {
        for (String mode : List.of("light", "dark")) {
            page.evaluate("mode => document.documentElement.dataset.colorMode = mode", mode);
            ours().waitForFunction("mode => document.documentElement.dataset.colorMode === mode", mode);
            showAll();
            // What has changed is drawn with the frame after the next.
            ours().evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of("target", "screenshots", name + "-" + mode + ".png"))
                    .setFullPage(true));
            assertThat(inaccessible()).as("%s, %s", name, mode).isEmpty();
        }
        page.evaluate("mode => document.documentElement.dataset.colorMode = mode", "light");
        page.setViewportSize(WIDTH, HEIGHT);
    }

    /** A frame is only drawn where it is in sight. */
    private void showAll() {
        int height = ((Number) page.evaluate("() => document.documentElement.scrollHeight")).intValue();
        page.setViewportSize(WIDTH, Math.min(Math.max(HEIGHT, height), 6_000));
    }

    /** Our page's document. */
    public Frame ours() {
        return page.frames().stream()
                .filter(frame -> frame.url().contains("/panel/"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("none of our pages is open"));
    }

    /** What axe finds against WCAG 2.2 AA in our frame, each as a line. */
    private List<String> inaccessible() {
        try {
            Frame ours = ours();
            ours.evaluate(Files.readString(PACKAGES.resolve(Path.of("axe-core", "axe.min.js"))));
            JsonNode found =
                    JSON.readTree(String.valueOf(ours.evaluate("async () => JSON.stringify((await axe.run(document, {"
                            + " runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] }))"
                            + ".violations)")));
            List<String> lines = new ArrayList<>();
            found.forEach(violation -> violation
                    .path("nodes")
                    .forEach(node -> lines.add(violation.path("id").asText() + ": " + node.path("target") + " "
                            + node.path("failureSummary").asText())));
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // What the page asks for while it goes away is nobody's.
        isClosing = true;
        context.unrouteAll();
        context.close();
    }
}
