package io.latchkey.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A browser without an installation: one that the machine has, else the one that npm's {@code @sparticuz/chromium} carries.
 * Playwright's driver is npm's {@code playwright-core} of the same version, so that no second Node is fetched.
 */
public final class Chromium implements AutoCloseable {

    private static final Path PACKAGES = Path.of("frontend", "node_modules").toAbsolutePath();
    private static final List<String> INSTALLED =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    private static final List<String> SWITCHES =
            List.of("--no-sandbox", "--disable-dev-shm-usage", "--font-render-hinting=none");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** Starts one. */
    public static Chromium start() {
        return start(List.of());
    }

    /** Starts one with more switches. */
    public static Chromium start(List<String> switches) {
        List<String> all = new ArrayList<>(SWITCHES);
        all.addAll(switches);
        System.setProperty("playwright.cli.dir", driver().toString());
        Playwright playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1", "PLAYWRIGHT_NODEJS_PATH", node())));
        try {
            Browser browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(executable())
                            .setArgs(all));
            return new Chromium(playwright, browser);
        } catch (RuntimeException e) {
            playwright.close();
            throw e;
        }
    }

    /** The browser. */
    public Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        playwright.close();
    }

    /** The layout that Playwright for Java expects of a driver: a folder {@code package} with its command line. */
    private static Path driver() {
        Path driver = Path.of("target", "playwright").toAbsolutePath();
        Path link = driver.resolve("package");
        try {
            Files.createDirectories(driver);
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, PACKAGES.resolve("playwright-core"));
            }
        } catch (java.nio.file.FileAlreadyExistsException e) {
            // The other fork was faster, and has made the same.
            return driver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return driver;
    }

    private static String node() {
        return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .map(folder -> Path.of(folder, "node"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no node on the PATH; the panels need it"))
                .toString();
    }

    private static Path executable() {
        Optional<Path> installed =
                INSTALLED.stream().map(Path::of).filter(Files::isExecutable).findFirst();
        return installed.orElseGet(Chromium::unpacked);
    }

    private static Path unpacked() {
        try {
            Process node = new ProcessBuilder(
                            node(),
                            "--input-type=module",
                            "-e",
                            "import c from '@sparticuz/chromium'; process.stdout.write(await c.executablePath())")
                    .directory(Path.of("frontend").toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String path = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (node.waitFor() != 0 || path.isBlank()) {
                throw new IllegalStateException("npm's chromium could not be unpacked");
            }
            return Path.of(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
