package io.latchkey.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Ends a PostgreSQL whose JVM was killed, and takes its data away: a JVM that is killed runs no hook and leaves its server
 * running. A shell waits for the end of its input, which comes when the JVM is gone in whatever way.
 */
final class Widow implements AutoCloseable {

    /** Postgres writes its process id into the first line; once it has ended, there is no such file. */
    private static final String SCRIPT = """
            cat > /dev/null
            pid=$(head -n 1 "$0/data/postmaster.pid" 2> /dev/null) || exit 0
            kill -QUIT "$pid"
            for second in 1 2 3 4 5; do kill -0 "$pid" 2> /dev/null && sleep 1; done
            rm -rf "$0"
            """;

    private static final Path SHELL = Path.of("/bin/sh");

    private final OutputStream input;

    private Widow(OutputStream input) {
        this.input = input;
    }

    /** For the server whose data is in {@code data} of this directory; does nothing where there is no such shell. */
    static Widow of(Path directory) {
        if (!Files.isExecutable(SHELL)) {
            return new Widow(OutputStream.nullOutputStream());
        }
        try {
            return new Widow(new ProcessBuilder(SHELL.toString(), "-c", SCRIPT, directory.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .getOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
