package io.latchkey.platform.http;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * The Content Security Policy of our answers: they load nothing, and only the configured hosts may show them in a frame.
 * A page with content of its own sets its own policy and takes the frame's part from here.
 */
@Component
public class FramePolicy {

    /** The header's name. */
    public static final String HEADER = "Content-Security-Policy";

    private static final String END = "base-uri 'none'; form-action 'none'; frame-ancestors ";

    private final List<String> ancestors;

    FramePolicy(EdgeProperties properties) {
        this.ancestors = List.copyOf(properties.frameAncestors());
    }

    /** The policy of an answer to nobody in particular. */
    public String standard() {
        return including(List.of());
    }

    /**
     * The policy of an answer that these sites may frame too.
     *
     * @param origins {@code https://host} or {@code https://host:port}, checked by whoever stored them
     */
    public String including(Collection<String> origins) {
        var all = new LinkedHashSet<>(ancestors);
        all.addAll(origins);
        return "default-src 'none'; " + END + String.join(" ", all);
    }

    /**
     * The policy of a page that loads these, in the frame of those whom the answer's policy so far lets frame it.
     *
     * @param soFar what {@link #including} gave
     * @param sources directives with a semicolon behind each
     */
    public static String loading(String soFar, String sources) {
        return soFar.replace("; " + END, "; " + sources + " " + END);
    }
}
