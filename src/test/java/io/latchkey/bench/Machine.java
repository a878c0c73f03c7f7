package io.latchkey.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** What is true of the machine while something is measured. */
final class Machine {

    private Machine() {}

    /** A database that waits for its disk, or the run is broken; tells its address. */
    static String durable(Map<String, Object> database, Findings findings) {
        String url = String.valueOf(database.get("spring.datasource.url"));
        assertThat(setting(url, "fsync")).isEqualTo("on");
        assertThat(setting(url, "synchronous_commit")).isEqualTo("on");
        assertThat(setting(url, "full_page_writes")).isEqualTo("on");
        try {
            String files =
                    Files.getFileStore(Path.of(setting(url, "data_directory"))).type();
            assertThat(files).as("the database's file system").isNotIn("tmpfs", "ramfs");
            findings.add(
                    "PostgreSQL " + setting(url, "server_version") + " on " + files
                            + " with fsync, synchronous_commit and full_page_writes on: connections at most",
                    Spread.once(Double.parseDouble(setting(url, "max_connections"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return url;
    }

    private static String setting(String url, String name) {
        try (Connection connection = administrator(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select current_setting('" + name + "')")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection that sees everything. */
    static Connection administrator(String url) throws SQLException {
        return DriverManager.getConnection(url, "postgres", "postgres");
    }
}
