package io.latchkey.sandbox.jira;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** The site's own addresses, known once it listens. */
final class Links {

    private final AtomicReference<String> base = new AtomicReference<>("");
    private final AtomicReference<String> display = new AtomicReference<>("");
    private final AtomicReference<String> helpCenter = new AtomicReference<>("");

    void listenAt(URI uri) {
        base.set(uri.toString());
        showAt(uri, uri);
    }

    /** Custom domains, which people see; the REST API stays where it was. */
    void showAt(URI people, URI customers) {
        display.set(people.toString());
        helpCenter.set(customers.toString());
    }

    /** Where people see the site, which tells it in {@code serverInfo} and to apps that it installs. */
    String display() {
        return Objects.requireNonNull(display.get());
    }

    /** Where customers see it. */
    String helpCenter() {
        return Objects.requireNonNull(helpCenter.get());
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
