package io.latchkey.planted;

import com.github.kagkarlsson.scheduler.SchedulerByHand;
import io.latchkey.faults.LocalSockets;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

/** One bug, planted beside the compiled product for the simulation to find. */
final class Plot {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path MIGRATIONS = Path.of("db/migration");
    private static final long HOURS = 3;

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

    /**
     * Plants the bugs and lets one process play seeds for each until one shows something wrong, at most this many.
     *
     * @param said where that process tells what it does
     */
    static List<Result> hunt(List<Plot> plots, int seeds, Path said) {
        try {
            Files.createDirectories(said.toAbsolutePath().getParent());
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx1g",
                    "-XX:+UseParallelGC",
                    "-Duser.timezone=" + System.getProperty("user.timezone"),
                    // To name what the JDK would choose saves a search of the whole class path for each client.
                    "-Djavax.xml.transform.TransformerFactory="
                            + "com.sun.org.apache.xalan.internal.xsltc.trax.TransformerFactoryImpl",
                    "-D" + Hunts.PATH + "=" + System.getProperty("java.class.path"),
                    "-cp",
                    compiled().toString(),
                    Hunts.class.getName(),
                    String.valueOf(seeds),
                    besideLibraries(said).toString()));
            for (Plot plot : plots) {
                plot.plant();
                command.add(plot.bug.name());
                command.add(plot.directory.toString());
            }
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            if (!process.waitFor(HOURS, TimeUnit.HOURS)) {
                process.destroyForcibly();
            }
            String text = Files.readString(said);
            return plots.stream().map(plot -> plot.result(text, said)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The classes of ours that belong to libraries: PostgreSQL's driver finds one by name, and one sees into the scheduler. */
    private static Path besideLibraries(Path said) throws IOException {
        Path beside = said.resolveSibling("beside-" + said.getFileName());
        for (Class<?> one : List.of(LocalSockets.class, SchedulerByHand.class)) {
            Path directory = Path.of(one.getPackageName().replace('.', '/'));
            Path target = Files.createDirectories(beside.resolve(directory));
            try (DirectoryStream<Path> classes =
                    Files.newDirectoryStream(compiled().resolve(directory), one.getSimpleName() + "*.class")) {
                for (Path file : classes) {
                    Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return beside;
    }

    /** Where the classes of the tests are. */
    private static Path compiled() {
        return Path.of(URI.create(LocalSockets.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
    }

    private Result result(String text, Path said) {
        Matcher found = Pattern.compile(
                        "^hunt: " + Pattern.quote(bug.name()) + " (?:found at seed (\\d+): (.*)|nothing in .*)$",
                        Pattern.MULTILINE)
                .matcher(text);
        if (!found.find()) {
            throw new IllegalStateException("the hunt for " + bug.name() + " came to nothing; see " + said);
        }
        return new Result(
                bug.name(),
                Optional.ofNullable(found.group(1)).map(Long::valueOf),
                found.group(2) == null ? "" : found.group(2));
    }

    private void plant() throws IOException {
        Map<Path, String> changed = new LinkedHashMap<>();
        for (PlantedBug.Edit edit : bug.edits()) {
            String before = changed.getOrDefault(edit.file(), PlantedBug.text(edit.file()));
            changed.put(edit.file(), before.replace(edit.before(), edit.after()));
        }
        Path classes = Files.createDirectories(directory.resolve("classes"));
        copyMigrations();
        List<Path> sources = new ArrayList<>();
        for (Map.Entry<Path, String> file : changed.entrySet()) {
            Path path = file.getKey();
            Path target = path.startsWith(MIGRATIONS)
                    ? directory.resolve(Hunts.MIGRATIONS).resolve(path.getFileName())
                    : directory.resolve("sources").resolve(SOURCES.relativize(path));
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.getValue());
            if (path.startsWith(SOURCES)) {
                sources.add(target);
            }
        }
        compile(sources, classes);
    }

    private void copyMigrations() throws IOException {
        Path all = Files.createDirectories(directory.resolve(Hunts.MIGRATIONS));
        try (DirectoryStream<Path> migrations = Files.newDirectoryStream(MIGRATIONS)) {
            for (Path migration : migrations) {
                Files.copy(migration, all.resolve(migration.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
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
