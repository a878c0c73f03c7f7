package io.latchkey.jira;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The text of a step as paragraphs of a comment: blank lines separate them, single line ends stay. */
final class CommentText {

    private CommentText() {}

    static List<Adf.Block> blocks(String text) {
        return Stream.of(text.split("\\R\\s*\\R")).map(CommentText::paragraph).toList();
    }

    private static Adf.Block paragraph(String text) {
        List<Adf.Inline> inlines = new ArrayList<>();
        for (String line : text.strip().lines().toList()) {
            if (!inlines.isEmpty()) {
                inlines.add(Adf.hardBreak());
            }
            inlines.add(Adf.text(line));
        }
        return Adf.paragraph(inlines.toArray(Adf.Inline[]::new));
    }
}
