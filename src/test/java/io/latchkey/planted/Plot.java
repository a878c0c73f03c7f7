package io.latchkey.planted;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Plants one bug beside the compiled product, and lets the simulation hunt for it in a process of its own. */
final class Plot {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path MIGRATIONS = Path.of("db/migration");
    private static final Pattern FOUND = Pattern.compile("^hunt: found at seed (\\d+): (.*)$", Pattern.MULTILINE);
    private static final Pattern NONE = Pattern.compile("^hunt: nothing in \\d+ seeds$", Pattern.MULTILINE);
    private static final long MINUTES = 60;

    private final PlantedBug bug;
    private final Path directory;
    private final String classPath = System.getProperty("java.class.path");

    Plot(PlantedBug bug, Path directory) {
        this.bug = bug;
        this.directory = directory.resolve(bug.name());
    }

    /**
     * What the hunt came to.
     *
     * @param seed the first that showed it; empty when none did
     * @param violation what that seed showed
     */
    record Result(String bug, Optional<Long> seed, String violation) {}

    /** Plants the bug and plays seeds until one shows something wrong, at most this many. */
    Result hunt(int seeds) {
        try {
            plant();
            Path said = directory.resolve("said.txt");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx1g",
                            "-XX:+UseParallelGC",
                            // Most are found in the time that compiling them well would take.
                            "-XX:TieredStopAtLevel=1",
                            "-Duser.timezone=" + System.getProperty("user.timezone"),
                            // To name what the JDK would choose saves a search of the whole class path for each client.
                            "-Djavax.xml.transform.TransformerFactory="
                                    + "com.sun.org.apache.xalan.internal.xsltc.trax.TransformerFactoryImpl",
                            "-cp",
                            directory.resolve("classes") + File.pathSeparator + classPath,
                            "io.latchkey.faults.Hunt",
                            String.valueOf(seeds))
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException(bug.name() + " was hunted for " + MINUTES + " minutes; see " + said);
            }
            return result(Files.readString(said), said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Result result(String text, Path said) {
        Matcher found = FOUND.matcher(text);
        if (found.find()) {
            return new Result(bug.name(), Optional.of(Long.valueOf(found.group(1))), found.group(2));
        }
        if (NONE.matcher(text).find()) {
            return new Result(bug.name(), Optional.empty(), "");
        }
        throw new IllegalStateException("the hunt for " + bug.name() + " came to nothing; see " + said);
    }

    private void plant() throws IOException {
        Map<Path, String> changed = new LinkedHashMap<>();
        for (PlantedBug.Edit edit : bug.edits()) {
            String before = changed.getOrDefault(edit.file(), PlantedBug.text(edit.file()));
            changed.put(edit.file(), before.replace(edit.before(), edit.after()));
        }
        Path classes = Files.createDirectories(directory.resolve("classes"));
        List<Path> sources = new ArrayList<>();
        for (Map.Entry<Path, String> file : changed.entrySet()) {
            Path path = file.getKey();
            Path target = path.startsWith(MIGRATIONS)
                    ? classes.resolve("db/migration").resolve(path.getFileName())
                    : directory.resolve("sources").resolve(SOURCES.relativize(path));
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.getValue());
            if (path.startsWith(SOURCES)) {
                sources.add(target);
            }
        }
        compile(sources, classes);
    }

    private void compile(List<Path> sources, Path classes) throws IOException {
        if (sources.isEmpty()) {
            return;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean isCompiled = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of("-d", classes.toString(), "-cp", classPath, "-proc:none", "-parameters", "-nowarn"),
                            null,
                            files.getJavaFileObjectsFromPaths(sources))
                    .call();
            if (!isCompiled) {
                throw new IllegalStateException(bug.name() + " does not compile: " + messages);
            }
        }
    }
}
