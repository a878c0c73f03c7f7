package io.latchkey.planted;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A slip that somebody could make, written as a change of the product's files; its first line says what it breaks.
 *
 * @param name of its file
 * @param isInSql whether it is in SQL
 * @param edits what it changes
 */
record PlantedBug(String name, boolean isInSql, List<Edit> edits) {

    private static final Path BUGS = Path.of("src/test/resources/planted");
    private static final Pattern HEAD = Pattern.compile("# \\S.+\nsql: (yes|no)\n");
    private static final Pattern EDIT =
            Pattern.compile("file: (\\S+)\n--- old\n(.+?)\n--- new\n(?:(.*?)\n)?--- end\n", Pattern.DOTALL);

    /** One place: what is there, once, and what stands there instead. */
    record Edit(Path file, String before, String after) {}

    /** All of them, by name. */
    static List<PlantedBug> all() {
        try (Stream<Path> files = Files.list(BUGS)) {
            return files.sorted().map(PlantedBug::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PlantedBug read(Path path) {
        String name = path.getFileName().toString();
        String text = text(path);
        Matcher head = HEAD.matcher(text);
        if (!head.lookingAt()) {
            throw new IllegalArgumentException(name + " has to begin with \"# what it breaks\" and \"sql: yes\" or no");
        }
        List<Edit> edits = new ArrayList<>();
        int end = head.end();
        Matcher edit = EDIT.matcher(text);
        while (edit.find(end) && edit.start() == end) {
            String after = edit.group(3);
            edits.add(new Edit(Path.of(edit.group(1)), edit.group(2), after == null ? "" : after));
            end = edit.end();
        }
        if (end < text.length()) {
            throw new IllegalArgumentException(name + " has text that is no edit: " + text.substring(end));
        }
        return new PlantedBug(name.replace(".txt", ""), head.group(1).equals("yes"), edits);
    }

    static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
