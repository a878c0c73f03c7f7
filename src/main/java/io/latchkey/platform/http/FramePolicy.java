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
        return "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors " + String.join(" ", all);
    }
}
