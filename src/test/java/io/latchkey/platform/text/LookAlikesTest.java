package io.latchkey.platform.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LookAlikesTest {

    @ParameterizedTest
    @CsvSource({
        "paul@example.com, pau1@example.com",
        "oliver@example.com, 0liver@example.com",
        "marina@example.com, rnarina@example.com",
        "paul@example.com, p\u0430ul@example.com",
        "paul@example.com, PAU1@example.com",
        "Engineering, Engineer\u0456ng",
        "Finance, \uff26inance",
        "Ops, \u039fps"
    })
    void looksLikeAnother(String one, String other) {
        assertThat(LookAlikes.areAlike(one, other)).isTrue();
        assertThat(LookAlikes.areAlike(other, one)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "paul@example.com, PAUL@example.com",
        "zoe@example.com, zoë@example.com",
        "mueller@example.com, müller@example.com",
        "jon@example.com, john@example.com",
        "a.b@example.com, ab@example.com",
        "Engineering, Engineering EU",
        "Support 1, Support 2"
    })
    void isTheSameOrClearlyAnother(String one, String other) {
        assertThat(LookAlikes.areAlike(one, other)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p\u0430ul@example.com", // one Cyrillic letter
                "\u0440\u0430\u0443\u0440\u0430\u04cf", // Cyrillic all over, reads as Latin
                "paul@ex\u0430mple.com",
                "\uff50aul@example.com", // full width
                "\u0391nna@example.com", // Greek capital
                "anna\u2010maria@example.com", // another hyphen
                "user\u0661@example.com", // Arabic digit
                "иван@example.com"
            })
    void misleads(String login) {
        assertThat(LookAlikes.misleads(login)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "paul@example.com",
                "o'hara+x_1@sub.example.co.uk",
                "müller@example.com",
                "zoë.kjær@example.com",
                "straße@example.com",
                "łukasz@example.com",
                "иван@пример.рф",
                "王小明"
            })
    void doesNotMislead(String login) {
        assertThat(LookAlikes.misleads(login)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "All employees",
                "R&D – Müller (EMEA)",
                "Отдел IT",
                "開発 Team A",
                "カスタマーサポート",
                "Ομάδα Ελλάδας",
                "Équipe d'été",
                "app:prod/read-only_2"
            })
    void takesGroupNamesOfTheWorld(String name) {
        assertThat(LookAlikes.misleadsInAWord(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Eng\u0456neering", "All empl\u043eyees", "\u0410\u0421\u0415", "\u0395ngineering"})
    void findsAWordThatIsWrittenToMislead(String name) {
        assertThat(LookAlikes.misleadsInAWord(name)).isTrue();
    }
}
