package io.latchkey.platform.text;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * Texts of a package in the languages it has them in, from {@code NAME.properties} (English) and {@code NAME_LANGUAGE.properties}
 * beside its classes. Values are put in as they are; in the files a single quote is written twice (MessageFormat).
 */
public final class Words {

    /** The languages that every text exists in, as recipes name them. */
    public static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);

    private final Locale locale;
    private final ResourceBundle texts;

    private Words(Locale locale, ResourceBundle texts) {
        this.locale = locale;
        this.texts = texts;
    }

    /**
     * Texts of the package that a class is in.
     *
     * @param language as a recipe names it ({@code de}); one without texts gets English
     */
    public static Words of(Class<?> owner, String name, String language) {
        Locale wanted = Locale.forLanguageTag(language);
        Locale locale = LANGUAGES.contains(wanted) ? wanted : Locale.ENGLISH;
        return new Words(
                locale,
                ResourceBundle.getBundle(
                        owner.getPackageName() + "." + name,
                        locale,
                        owner.getClassLoader(),
                        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES)));
    }

    /** The language they are in. */
    public Locale locale() {
        return locale;
    }

    /** Whether there is such a text. */
    public boolean has(String key) {
        return texts.containsKey(key);
    }

    /** A text with its values. */
    public String text(String key, Object... values) {
        return new MessageFormat(texts.getString(key), locale).format(values);
    }
}
