package io.latchkey.bench;

import io.latchkey.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs a script of SQL with many clients as fast as the database takes it: by the machine's own pgbench where it has one,
 * else by a few lines of JDBC that do the same with prepared statements. A script is statements that end with a semicolon
 * at the end of a line, with {@code :client_id}, and {@code :n}, which grows with each time that a client runs it and is never
 * the same again for this client.
 */
final class PgBench {

    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
    private static final Pattern VARIABLE = Pattern.compile("(?<!:):(client_id|n)\\b");
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final long MOST = 100_000_000;

    private final String url;
    private final int clients;
    private final Optional<Path> program = find();

    PgBench(String url, int clients) {
        this.url = url;
        this.clients = clients;
    }

    /** What it is. */
    String name() {
        return program.isPresent() ? "pgbench" : "a JDBC equivalent of pgbench (there is none on this machine)";
    }

    /** What it is, with its version. */
    String description() {
        return program.map(path -> output(List.of(path.toString(), "--version")).strip())
                .orElse(name());
    }

    /** How often per second the script was run to its end. */
    double perSecond(String script, int seconds) {
        return program.isPresent() ? byProgram(program.get(), script, seconds) : byJdbc(script, seconds);
    }

    private static Optional<Path> find() {
        Stream<Path> onPath = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "pgbench"));
        return Stream.concat(installed(), onPath).filter(Files::isExecutable).findFirst();
    }

    /** Where Debian keeps the real ones; what it has on the path is a script that chooses among them. */
    private static Stream<Path> installed() {
        Path root = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(root)) {
            return Stream.empty();
        }
        try (Stream<Path> versions = Files.list(root)) {
            return versions
                    .sorted(java.util.Comparator.reverseOrder())
                    .map(version -> version.resolve("bin/pgbench"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private double byProgram(Path pgbench, String script, int seconds) {
        try {
            Path file = Files.createTempFile("bench", ".sql");
            Files.writeString(file, "\\set n (:client_id + 1) * 1000000000000 + random(1, 999999999999)\n" + script);
            URI database = URI.create(url.substring("jdbc:".length()));
            String said = output(List.of(
                    pgbench.toString(),
                    "--no-vacuum",
                    "--protocol=prepared",
                    "--client=" + clients,
                    "--jobs=2",
                    "--time=" + seconds,
                    "--define=n=" + NUMBERS.addAndGet(MOST),
                    "--file=" + file,
                    "--host=" + database.getHost(),
                    "--port=" + database.getPort(),
                    "--username=latchkey_app",
                    database.getPath().substring(1)));
            Files.delete(file);
            Matcher tps = TPS.matcher(said);
            if (!tps.find() || said.contains("aborted")) {
                throw new IllegalStateException(said);
            }
            return Double.parseDouble(tps.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String output(List<String> command) {
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("PGPASSWORD", TestPostgres.PASSWORD);
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private double byJdbc(String script, int seconds) {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            long begun = System.nanoTime();
            long until = begun + TimeUnit.SECONDS.toNanos(seconds);
            long numbers = NUMBERS.addAndGet(MOST);
            List<CompletableFuture<Long>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int client = i;
                running.add(CompletableFuture.supplyAsync(() -> client(script, client, numbers, until), threads));
            }
            long done = running.stream().mapToLong(CompletableFuture::join).sum();
            return done / ((System.nanoTime() - begun) / 1e9);
        } finally {
            threads.shutdown();
        }
    }

    private long client(String script, int client, long numbers, long until) {
        try (Connection connection = DriverManager.getConnection(url, "latchkey_app", TestPostgres.PASSWORD)) {
            List<PreparedStatement> statements = new ArrayList<>();
            List<List<String>> variables = new ArrayList<>();
            for (String statement : script.split(";\\s*(\n|$)")) {
                if (!statement.isBlank()) {
                    statements.add(connection.prepareStatement(
                            VARIABLE.matcher(statement).replaceAll("?")));
                    variables.add(VARIABLE.matcher(statement)
                            .results()
                            .map(found -> found.group(1))
                            .toList());
                }
            }
            long times = 0;
            while (System.nanoTime() < until) {
                long number = numbers + times;
                for (int i = 0; i < statements.size(); i++) {
                    for (int v = 0; v < variables.get(i).size(); v++) {
                        statements.get(i).setLong(v + 1, variables.get(i).get(v).equals("n") ? number : client);
                    }
                    statements.get(i).execute();
                }
                times++;
            }
            return times;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
