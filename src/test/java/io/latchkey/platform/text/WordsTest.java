package io.latchkey.platform.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

    private static final Pattern PLACE = Pattern.compile("\\{(\\d)");

    @ParameterizedTest
    @ValueSource(strings = {"provisioning/preview", "grants/reminder", "jira/ticket"})
    void allLanguagesSayTheSame(String file) throws IOException {
        Properties english = texts(file, Locale.ENGLISH);

        for (Locale language : Words.LANGUAGES) {
            Properties texts = texts(file, language);
            assertThat(texts.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
            for (String key : english.stringPropertyNames()) {
                assertThat(places(texts.getProperty(key)))
                        .as("places of %s in %s", key, language)
                        .isEqualTo(places(english.getProperty(key)));
            }
        }
    }

    /** A single quote that is not doubled would be left out, and have what follows taken as it is. */
    @ParameterizedTest
    @ValueSource(strings = {"provisioning/preview", "grants/reminder", "jira/ticket"})
    void everyQuoteIsDoubled(String file) throws IOException {
        for (Locale language : Words.LANGUAGES) {
            texts(file, language)
                    .forEach((key, text) -> assertThat(text.toString().replace("''", ""))
                            .as("%s in %s", key, language)
                            .doesNotContain("'"));
        }
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    private static Properties texts(String file, Locale language) throws IOException {
        String suffix = language.equals(Locale.ENGLISH) ? "" : "_" + language.getLanguage();
        var texts = new Properties();
        try (InputStream in = WordsTest.class.getResourceAsStream("/io/latchkey/" + file + suffix + ".properties")) {
            texts.load(new java.io.InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8));
        }
        return texts;
    }
}
