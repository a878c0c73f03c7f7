package io.latchkey.platform.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {

    /** Names of people as they are written in many countries, composed and decomposed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Zoë",
                "Zoe\u0308",
                "Müller",
                "Renée-Françoise",
                "O'Hara",
                "D’Angelo",
                "Łukasz Żółkiewski",
                "Þórdís Kjær",
                "Iğdır Şimşek",
                "Nguyễn Thị Thu Hồng",
                "Nguye\u0302\u0303n",
                "Иван Петрович",
                "Ελένη Παπαδοπούλου",
                "王小明",
                "やまだ 太郎",
                "김민준",
                "شذى محمد",
                "דָּוִד",
                "प्रिया शर्मा",
                "สมชาย ใจดี",
                "Նարեկ",
                "გიორგი",
                "María José 2nd",
                "𠮷田"
            })
    void takesNamesOfTheWorld(String name) {
        assertThat(PlainText.hides(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u0000b",
                "a\tb",
                "a\nb",
                "a\u007fb",
                "a\u0085b",
                "a\u009bb", // C0, DEL, C1
                "a\u202ab",
                "a\u202eb",
                "a\u2066b",
                "a\u2069b",
                "a\u200eb",
                "a\u061cb", // bidirectional
                "a\u200bb",
                "a\u200cb",
                "a\u200db",
                "a\u2060b",
                "a\ufeffb",
                "a\u00adb", // no width
                "a\u2028b",
                "a\u2029b",
                "a\ue000b",
                "a\ud800b",
                "a\uffffb", // separators, private, halves, none
                "a\u034fb",
                "a\u115fb",
                "a\u3164b",
                "a\uffa0b",
                "a\u2800b",
                "a\ufe0fb", // invisible letters and marks
                "a\udb40\udc41b", // a tag
                "Z\u0300\u0301\u0302\u0303\u0304lgo"
            })
    void findsWhatCannotBeSeen(String text) {
        assertThat(PlainText.hides(text)).isTrue();
    }

    @Test
    void writesOutWhatIsNoPlainLatin() {
        assertThat(PlainText.shown("p\u0430ul\u202e@example.com")).isEqualTo("p[U+0430]ul[U+202E]@example.com");
        assertThat(PlainText.shown("Müller")).isEqualTo("Müller");
        assertThat(PlainText.shown("<b>*x*</b> [~admin]\n")).isEqualTo("<b>*x*</b> [~admin][U+000A]");
    }

    @Test
    void showsABoundedPart() {
        assertThat(PlainText.shown("x".repeat(5_000))).hasSize(101).endsWith("…");
        assertThat(PlainText.shown("\ud83d\ude00".repeat(100)))
                .startsWith("[U+1F600]")
                .endsWith("…");
    }
}
