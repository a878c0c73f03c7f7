package io.latchkey.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The packaged product as a process, run by the JVM that runs the test. It sees the environment that it is given and
 * nothing else of ours. Closing it ends it.
 */
public final class PackagedJar implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Process process;
    private final Path output;

    private PackagedJar(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** The jar that was built, as the build names it with the system property {@code latchkey.jar}. */
    public static Path path() {
        return Path.of(System.getProperty("latchkey.jar", "none"));
    }

    /** What it needs to be at this address, on this database of a {@link TestPostgres}. */
    public static Map<String, String> environment(String database, URI address) {
        Map<String, String> environment = new HashMap<>();
        environment.put("LATCHKEY_DATABASE_URL", database);
        environment.put("LATCHKEY_DATABASE_USER", "latchkey_app");
        environment.put("LATCHKEY_DATABASE_PASSWORD", TestPostgres.PASSWORD);
        environment.put("LATCHKEY_OWNER_USER", "latchkey_owner");
        environment.put("LATCHKEY_OWNER_PASSWORD", TestPostgres.PASSWORD);
        environment.put("LATCHKEY_MASTER_KEY", OnPostgres.MASTER_KEY);
        environment.put("LATCHKEY_BASE_URL", address.toString());
        return environment;
    }

    /** What it needs beside that to call this sandbox and to be installed by it. */
    public static Map<String, String> environment(Sandbox sandbox) {
        Map<String, Object> properties = sandbox.properties();
        return Map.of(
                "LATCHKEY_ALLOWED_LOOPBACK",
                String.valueOf(properties.get("latchkey.http.allowed-loopback")),
                "LATCHKEY_CONNECT_INSTALL_KEYS_URL",
                String.valueOf(properties.get("latchkey.connect.install-keys-url")));
    }

    /** Starts it with this environment. */
    public static PackagedJar start(Map<String, String> environment) {
        assertThat(path()).as("the packaged jar, named by -Dlatchkey.jar").isRegularFile();
        try {
            Path output = Files.createTempFile("latchkey-jar", ".log");
            Path home = Files.createDirectories(output.resolveSibling(output.getFileName() + ".home"));
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            List<String> command = List.of(
                    java, "-Xmx512m", "-XX:TieredStopAtLevel=1", "-Duser.home=" + home, "-jar", path().toString());
            var builder = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            return new PackagedJar(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it says that it is up; fails at once when it has ended. */
    public void awaitHealth(URI product) {
        try {
            Awaitility.await("health of " + product).atMost(PATIENCE).until(() -> isUp(product) || !process.isAlive());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("it should be up by now; it said: " + said(), e);
        }
        assertThat(process.isAlive()).as(said()).isTrue();
    }

    private static boolean isUp(URI product) throws InterruptedException {
        var request = HttpRequest.newBuilder(product.resolve("/actuator/health"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Waits until it has ended by itself, and tells its exit code. */
    public int awaitExit() {
        try {
            boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(ended).as("it should end by itself; it said: %s", said()).isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Writes everything that it still holds in memory to this file (HPROF), after a collection of all else. */
    public void dumpHeap(Path file) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process dump = new ProcessBuilder(jcmd, String.valueOf(process.pid()), "GC.heap_dump", file.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(dump.waitFor()).as(said).isZero();
            assertThat(file).isNotEmptyFile();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has printed so far. */
    public String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Files.deleteIfExists(output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
