package io.latchkey.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * One embedded PostgreSQL, with the two roles of production: {@code latchkey_owner} owns the schema, {@code
 * latchkey_app} is what the product connects as. The superuser of the embedded server is used to create databases and
 * nothing else.
 */
public final class TestPostgres implements AutoCloseable {

    /** The password of both roles; the server listens on loopback only and dies with the process. */
    public static final String PASSWORD = "sandbox";

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private EmbeddedPostgres server;
    private final Path directory;
    private final boolean durable;
    private final Widow widow;

    private TestPostgres(Path directory, boolean durable) throws IOException {
        this.directory = directory;
        this.durable = durable;
        this.widow = Widow.of(directory);
        this.server = server().start();
        superuser(
                "create role latchkey_owner login password '" + PASSWORD + "'",
                "create role latchkey_app login password '" + PASSWORD + "'");
    }

    /** The server that the tests of one JVM share, whose tenants need many keys; it ends with the JVM. */
    public static TestPostgres shared() {
        QuickRsaKeys.use();
        return Shared.SERVER;
    }

    /** Starts a server of one's own, in memory where the machine has a memory file system. */
    public static TestPostgres start() {
        try {
            Path memory = Path.of("/dev/shm");
            Path directory = Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "latchkey-pg")
                    : Files.createTempDirectory("latchkey-pg");
            return new TestPostgres(directory, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server of one's own whose data is on the build's disk, and which waits for that disk: for what is measured. */
    public static TestPostgres onDisk() {
        try {
            Path target = Files.createDirectories(Path.of("target", "scratch").toAbsolutePath());
            return new TestPostgres(Files.createTempDirectory(target, "latchkey-pg"), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EmbeddedPostgres.Builder server() {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("data"))
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setRegisterShutdownHook(false)
                // The library's default is off, with which no durability test would prove anything.
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("timezone", "Pacific/Chatham");
        // The library starts it with -F, which does not wait for the disk; what is set comes after that.
        return durable ? builder.setServerConfig("fsync", "on").setServerConfig("track_functions", "pl") : builder;
    }

    /** Stops it as an administrator does, who waits for nobody; the data stays. */
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it again where it was. */
    public void restart() {
        try {
            server = server().setPort(server.getPort()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens, on localhost. */
    public int port() {
        return server.getPort();
    }

    /** Creates an empty database that belongs to the owner role, and tells its JDBC address. */
    public String createDatabase() {
        String name = "latchkey_" + DATABASES.incrementAndGet();
        superuser("create database " + name + " owner latchkey_owner");
        return "jdbc:postgresql://localhost:" + server.getPort() + "/" + name;
    }

    /** The properties that point the product at a new database. */
    public Map<String, Object> properties() {
        String url = createDatabase();
        return Map.of(
                "spring.datasource.url", url,
                "spring.datasource.username", "latchkey_app",
                "spring.datasource.password", PASSWORD,
                "spring.flyway.url", url,
                "spring.flyway.user", "latchkey_owner",
                "spring.flyway.password", PASSWORD);
    }

    /** Runs statements as the superuser of the embedded server, in its maintenance database. */
    public void superuser(String... statements) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Gives the planner statistics about a table, as autovacuum does in time. */
    public void vacuum(String url, String table) {
        String superuser = url + (url.contains("?") ? "&" : "?") + "user=postgres";
        try (Connection connection = java.sql.DriverManager.getConnection(superuser);
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze " + table);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            try (Stream<Path> left = Files.walk(directory)) {
                left.sorted(java.util.Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
            widow.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Shared {

        static final TestPostgres SERVER = start();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
        }
    }
}
