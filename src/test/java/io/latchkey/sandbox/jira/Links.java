package io.latchkey.sandbox.jira;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** The site's own addresses, known once it listens. */
final class Links {

    private final AtomicReference<String> base = new AtomicReference<>("");

    void listenAt(URI uri) {
        base.set(uri.toString());
    }

    /** The site's root, without a trailing slash. */
    String base() {
        return Objects.requireNonNull(base.get());
    }

    String api(String path) {
        return base() + "/rest/api/3" + path;
    }

    String desk(String path) {
        return base() + "/rest/servicedeskapi" + path;
    }

    ObjectNode avatars(String kind, String id) {
        ObjectNode urls = Json.object();
        for (int size : new int[] {48, 32, 24, 16}) {
            urls.put(size + "x" + size, base() + "/secure/" + kind + "?size=" + size + "&id=" + id.replace(':', '-'));
        }
        return urls;
    }
}
