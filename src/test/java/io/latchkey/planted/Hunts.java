package io.latchkey.planted;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that hunts one bug after the other. Each has the product and the simulation loaded anew, with its own classes
 * first; the libraries are loaded and compiled once, which would otherwise take longer than most hunts.
 */
final class Hunts {

    /** Names the class path of all, which is not the process's own: some libraries look there, too. */
    static final String PATH = "hunts.class.path";

    /** Where in its directory each bug has all migrations. */
    static final String MIGRATIONS = "migrations";

    private Hunts() {}

    /** How many seeds at most; the directory of what belongs to libraries; then, for each bug, its name and the directory of its classes and migrations. */
    @SuppressWarnings("SystemOut") // its answer
    public static void main(String... arguments) throws Exception {
        List<URL> ours = new ArrayList<>();
        List<URL> libraries = new ArrayList<>();
        for (String entry : System.getProperty(PATH).split(File.pathSeparator)) {
            (Files.isDirectory(Path.of(entry)) ? ours : libraries).add(url(Path.of(entry)));
        }
        // What belongs to libraries is seen by them alone, or sees into them.
        libraries.add(url(Path.of(arguments[1])));
        ClassLoader shared = new URLClassLoader(libraries.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        for (int i = 2; i < arguments.length; i += 2) {
            Path directory = Path.of(arguments[i + 1]);
            System.setProperty("spring.flyway.locations", "filesystem:" + directory.resolve(MIGRATIONS));
            List<URL> planted = new ArrayList<>(List.of(url(directory.resolve("classes"))));
            planted.addAll(ours);
            try (var loader = new URLClassLoader(planted.toArray(URL[]::new), shared)) {
                Thread.currentThread().setContextClassLoader(loader);
                loader.loadClass("io.latchkey.faults.Hunt")
                        .getMethod("hunt", String.class, int.class)
                        .invoke(null, arguments[i], Integer.valueOf(arguments[0]));
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                // It is told with its trace, and the next bug is hunted.
                System.out.println("hunt: " + arguments[i] + " broke");
                e.printStackTrace(System.out);
            }
        }
        System.exit(0);
    }

    private static URL url(Path path) throws MalformedURLException {
        return path.toUri().toURL();
    }
}
