package io.latchkey.jira;

import static io.latchkey.jira.Adf.bulletList;
import static io.latchkey.jira.Adf.code;
import static io.latchkey.jira.Adf.hardBreak;
import static io.latchkey.jira.Adf.paragraph;
import static io.latchkey.jira.Adf.strong;
import static io.latchkey.jira.Adf.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdfTest {

    @Test
    void buildsTheDocumentThatJiraDocuments() {
        Adf document = Adf.of(
                paragraph(text("Account "), strong("created"), hardBreak(), code("a b")),
                bulletList(List.of(List.of(text("one")), List.of(text("two")))));

        assertThat(document.json().toString())
                .isEqualTo("{\"type\":\"doc\",\"version\":1,\"content\":["
                        + "{\"type\":\"paragraph\",\"content\":["
                        + "{\"type\":\"text\",\"text\":\"Account \"},"
                        + "{\"type\":\"text\",\"text\":\"created\",\"marks\":[{\"type\":\"strong\"}]},"
                        + "{\"type\":\"hardBreak\"},"
                        + "{\"type\":\"text\",\"text\":\"a b\",\"marks\":[{\"type\":\"code\"}]}]},"
                        + "{\"type\":\"bulletList\",\"content\":["
                        + "{\"type\":\"listItem\",\"content\":[{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"one\"}]}]},"
                        + "{\"type\":\"listItem\",\"content\":[{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"two\"}]}]}"
                        + "]}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[~accountid:557058:x]",
                "*bold* {color:red}x{color}",
                "[a](http://evil.example)",
                "<b>x</b>",
                "\"},{\"type\":\"mention\"",
                "h1. title"
            })
    void neverReadsMarkup(String written) {
        JsonNode content = Adf.of(paragraph(text(written))).json().at("/content/0/content");

        assertThat(content).hasSize(1);
        assertThat(content.get(0).get("type").textValue()).isEqualTo("text");
        assertThat(content.get(0).get("text").textValue()).isEqualTo(written);
        assertThat(content.get(0).has("marks")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "202E, [U+202E]", "2066, [U+2066]", "200F, [U+200F]", "200B, [U+200B]", "0000, [U+0000]", "0007, [U+0007]",
        "000A, [U+000A]", "0085, [U+0085]", "2028, [U+2028]", "FEFF, [U+FEFF]", "E0041, [U+E0041]", "D800, [U+D800]"
    })
    void showsWhatCannotBeSeen(String hidden, String shown) {
        String written = "a" + new String(Character.toChars(Integer.parseInt(hidden, 16))) + "b";

        JsonNode content = Adf.of(paragraph(text(written))).json().at("/content/0/content");

        assertThat(content.get(0).get("text").textValue()).isEqualTo("a" + shown + "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Zoë Žižek", "李小龍", "नमस्ते", "می‌خواهم", "👩‍💻", "p@ss…wörd-~"})
    void leavesEveryScriptAlone(String written) {
        JsonNode content = Adf.of(paragraph(text(written))).json().at("/content/0/content");

        assertThat(content.get(0).get("text").textValue()).isEqualTo(written);
    }

    @Test
    void cutsALongTextWithoutSplittingACharacter() {
        String written = "x".repeat(Adf.LONGEST_TEXT - 2) + "👩👩";

        String shown = Adf.of(paragraph(text(written)))
                .json()
                .at("/content/0/content/0/text")
                .textValue();

        assertThat(shown).isEqualTo("x".repeat(Adf.LONGEST_TEXT - 2) + "…");
    }

    @Test
    void saysWhenTheRestIsLeftOut() {
        List<Adf.Block> blocks = Collections.nCopies(40, paragraph(text("x".repeat(Adf.LONGEST_TEXT))));

        JsonNode document = Adf.of(blocks).json();

        int length = document.findValuesAsText("text").stream()
                .mapToInt(String::length)
                .sum();
        assertThat(length).isLessThanOrEqualTo(Adf.LONGEST_DOCUMENT);
        assertThat(document.findValuesAsText("text").get(14)).contains("left out");
        assertThat(document.get("content")).hasSize(15);
    }

    @Test
    void hasNoEmptyTextAndNoEmptyList() {
        JsonNode document = Adf.of(paragraph(text("")), bulletList(List.of())).json();

        assertThat(document.toString())
                .isEqualTo("{\"type\":\"doc\",\"version\":1,\"content\":[{\"type\":\"paragraph\",\"content\":[]}]}");
    }

    @Test
    void printsNoWords() {
        Adf.Block block = paragraph(code("Secret-1"));

        assertThat(Adf.of(block).toString() + block + code("Secret-1")).doesNotContain("Secret-1");
    }
}
