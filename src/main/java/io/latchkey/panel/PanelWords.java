package io.latchkey.panel;

import io.latchkey.platform.text.Words;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the server says to people in panels, in the language that their browser asks for. */
final class PanelWords {

    private final Words words;

    private PanelWords(Words words) {
        this.words = words;
    }

    /**
     * In the best language that there is.
     *
     * @param acceptLanguage the header of the request; English when it is missing or cannot be read
     */
    static PanelWords of(@Nullable String acceptLanguage) {
        return new PanelWords(
                Words.of(PanelWords.class, "panel", language(acceptLanguage).toLanguageTag()));
    }

    private static Locale language(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.isBlank()) {
            return Locale.ENGLISH;
        }
        try {
            List<Locale.LanguageRange> wanted = Locale.LanguageRange.parse(acceptLanguage);
            Locale found = Locale.lookup(wanted, Words.LANGUAGES);
            return found == null ? Locale.ENGLISH : found;
        } catch (IllegalArgumentException odd) {
            return Locale.ENGLISH;
        }
    }

    /** What a step does. */
    String step(String kind, String key) {
        String name = "step." + kind;
        return words.has(name) ? words.text(name) : words.text("step", key);
    }

    /** What an agent can do about a reason, where there is something to say. */
    Optional<String> remedy(String code) {
        return longest("remedy", code).map(words::text);
    }

    /** Where a request stands, for customers: no reason's code, and nothing of another person. */
    String sentence(String state, String code) {
        return words.text(longest("portal." + state, code).orElse("portal." + state));
    }

    /** The text of a code, or of the longest beginning of it that has one: parts of codes end at dots and dashes. */
    private Optional<String> longest(String name, String code) {
        for (int end = code.length();
                end > 0;
                end = Math.max(code.lastIndexOf('.', end - 1), code.lastIndexOf('-', end - 1))) {
            String key = name + "." + code.substring(0, end);
            if (words.has(key)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }
}
