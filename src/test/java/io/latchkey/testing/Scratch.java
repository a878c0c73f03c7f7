package io.latchkey.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.SpringApplication;
import org.springframework.util.FileSystemUtils;

/** Directories for what a server keeps while it runs: in the build's own, and gone when the JVM has stopped its servers. */
public final class Scratch {

    private Scratch() {}

    /** A new one, whose name begins so. */
    public static Path directory(String name) {
        try {
            Path target = Files.createDirectories(Path.of("target", "scratch").toAbsolutePath());
            Path directory = Files.createTempDirectory(target, name + "-");
            SpringApplication.getShutdownHandlers().add(() -> delete(directory));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
