package io.latchkey.jira;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A text for Jira in Atlassian Document Format, built as data: what people wrote becomes text nodes and nothing else, so
 * no markup, mention or link can come from it. Characters that cannot be seen, line ends included, are written out as
 * {@code [U+202E]}. Immutable.
 */
public final class Adf {

    /** A longer text is cut, visibly; in UTF-16 units. */
    public static final int LONGEST_TEXT = 2_000;

    /** What comes after this many units of text is left out, and a last paragraph says so. Jira stores 32,767. */
    public static final int LONGEST_DOCUMENT = 30_000;

    private static final String LEFT_OUT = "(The rest is left out: the text is too long for a comment.)";

    private final List<Block> blocks;

    private Adf(List<Block> blocks) {
        this.blocks = blocks;
    }

    /** A document of these blocks. */
    public static Adf of(Block... blocks) {
        return of(List.of(blocks));
    }

    /** A document of these blocks. */
    public static Adf of(List<Block> blocks) {
        List<Block> kept = new ArrayList<>();
        int length = 0;
        for (Block block : blocks) {
            length += block.length();
            if (length > LONGEST_DOCUMENT - LEFT_OUT.length()) {
                kept.add(paragraph(text(LEFT_OUT)));
                break;
            }
            kept.add(block);
        }
        return new Adf(List.copyOf(kept));
    }

    /** A paragraph. */
    public static Block paragraph(Inline... content) {
        return new Paragraph(List.of(content));
    }

    /** A list with a dot before each item; an empty one is left out. */
    public static Block bulletList(List<List<Inline>> items) {
        return new BulletList(items.stream().map(List::copyOf).toList());
    }

    /** Plain text. */
    public static Inline text(String text) {
        return new Text(visible(text), Mark.NONE);
    }

    /** Text that stands out. */
    public static Inline strong(String text) {
        return new Text(visible(text), Mark.STRONG);
    }

    /** Text whose every character matters. */
    public static Inline code(String text) {
        return new Text(visible(text), Mark.CODE);
    }

    /** A new line in the same paragraph. */
    public static Inline hardBreak() {
        return new HardBreak();
    }

    private static String visible(String text) {
        return VisibleText.shortened(VisibleText.of(text), LONGEST_TEXT);
    }

    /** The document as Jira takes it; a new tree each time. */
    public ObjectNode json() {
        ObjectNode document = JiraJson.object().put("type", "doc").put("version", 1);
        ArrayNode content = document.putArray("content");
        blocks.forEach(block -> block.appendTo(content));
        return document;
    }

    /** Without the words, which may hold a credential. */
    @Override
    public String toString() {
        return "Adf[" + blocks.size() + " blocks]";
    }

    /** A block of a document. */
    public sealed interface Block {

        /** Units of text inside. */
        int length();

        /** Appends its JSON. */
        void appendTo(ArrayNode content);
    }

    /** A piece of a paragraph. */
    public sealed interface Inline {

        /** Units of text inside. */
        int length();

        /** Appends its JSON. */
        void appendTo(ArrayNode content);
    }

    private record Paragraph(List<Inline> content) implements Block {

        @Override
        public int length() {
            return content.stream().mapToInt(Inline::length).sum();
        }

        @Override
        public void appendTo(ArrayNode blocks) {
            ArrayNode inside = blocks.addObject().put("type", "paragraph").putArray("content");
            content.forEach(inline -> inline.appendTo(inside));
        }

        @Override
        public String toString() {
            return "Paragraph";
        }
    }

    private record BulletList(List<List<Inline>> items) implements Block {

        @Override
        public int length() {
            return items.stream().flatMap(List::stream).mapToInt(Inline::length).sum();
        }

        @Override
        public void appendTo(ArrayNode blocks) {
            if (items.isEmpty()) {
                return;
            }
            ArrayNode inside = blocks.addObject().put("type", "bulletList").putArray("content");
            items.forEach(item -> new Paragraph(item)
                    .appendTo(inside.addObject().put("type", "listItem").putArray("content")));
        }

        @Override
        public String toString() {
            return "BulletList";
        }
    }

    private record Text(String text, Mark mark) implements Inline {

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public void appendTo(ArrayNode content) {
            // The format knows no empty text node.
            if (text.isEmpty()) {
                return;
            }
            ObjectNode node = content.addObject().put("type", "text").put("text", text);
            if (mark != Mark.NONE) {
                node.putArray("marks").addObject().put("type", mark.type());
            }
        }

        @Override
        public String toString() {
            return "Text";
        }
    }

    private record HardBreak() implements Inline {

        @Override
        public int length() {
            return 1;
        }

        @Override
        public void appendTo(ArrayNode content) {
            content.addObject().put("type", "hardBreak");
        }
    }

    private enum Mark {
        NONE(""),
        STRONG("strong"),
        CODE("code");

        private final String type;

        Mark(String type) {
            this.type = type;
        }

        String type() {
            return type;
        }
    }
}
