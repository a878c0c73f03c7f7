package io.latchkey.faults.processes;

import io.latchkey.testing.FreePort;
import io.latchkey.testing.PackagedJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** One of the equal nodes: a process of the packaged jar on a port of its own, which can be killed and frozen. */
final class Node implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private final String name;
    private final int port = FreePort.any();
    private final Map<String, String> environment;
    private volatile List<String> settings;
    private final Path output;
    private @Nullable Process process;
    private final AtomicReference<@Nullable Process> killed = new AtomicReference<>();
    private final List<String> died = new CopyOnWriteArrayList<>();
    private volatile boolean up;
    private volatile boolean closed;
    private volatile boolean frozen;

    Node(String name, Map<String, String> environment, List<String> settings) {
        this.name = name;
        this.environment = environment;
        this.settings = settings;
        try {
            this.output = Files.createTempFile("latchkey-" + name, ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    /** What its next process is told. */
    void set(List<String> newSettings) {
        settings = newSettings;
    }

    /** Whether it takes requests. */
    boolean isServing() {
        return up && !frozen;
    }

    /** Keeps a process running: whenever one has ended, the next is started, until it is closed. */
    void run() {
        URI health = URI.create("http://127.0.0.1:" + port + "/actuator/health");
        while (launch()) {
            awaitUp(health);
            ended();
            up = false;
        }
    }

    /** However long it takes on a busy machine; whoever needs all nodes bounds the wait. */
    private void awaitUp(URI health) {
        Awaitility.await(name + " is up")
                .pollInterval(Duration.ofMillis(100))
                .forever()
                .until(() -> isUp(health) || !isAlive());
        up = isAlive();
    }

    private void ended() {
        try {
            process().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!process().equals(killed.get())) {
            died.add(name + " ended by itself with " + process().exitValue());
        }
    }

    /** What nobody asked for. */
    List<String> died() {
        return List.copyOf(died);
    }

    private synchronized boolean launch() {
        if (closed) {
            return false;
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx320m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                PackagedJar.path().toString(),
                "--server.address=127.0.0.1",
                "--server.port=" + port));
        command.addAll(settings);
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            process = builder.start();
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isUp(URI health) throws InterruptedException {
        var request =
                HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Whether it is the one that holds this connection. */
    boolean calls(int fromPort, int toPort) {
        Process mine = process();
        return mine.isAlive() && Sockets.holds(mine.pid(), fromPort, toPort);
    }

    private synchronized Process process() {
        return java.util.Objects.requireNonNull(process);
    }

    /** SIGKILL, if it lives. */
    synchronized boolean kill() {
        if (!isAlive() || closed) {
            return false;
        }
        up = false;
        frozen = false;
        killed.set(process());
        process().destroyForcibly();
        return true;
    }

    /** SIGSTOP. */
    void freeze() {
        frozen = true;
        signal("STOP");
    }

    /** SIGCONT. */
    void thaw() {
        signal("CONT");
        frozen = false;
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process().pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What all its processes have printed. */
    String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        kill();
        closed = true;
    }
}
