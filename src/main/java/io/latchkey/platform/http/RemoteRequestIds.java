package io.latchkey.platform.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The ids under which vendors know the calls that this thread has made since it began to listen: what their support asks
 * for first. A call without an answer has none. Of many calls the last ones are kept. Used by one thread; whoever listens
 * within another's listening hears alone.
 */
public final class RemoteRequestIds implements AutoCloseable {

    /** How many are kept. */
    public static final int MOST = 5;

    private static final Pattern ID = Pattern.compile("[\\w.-]{1,64}");
    private static final ThreadLocal<@Nullable RemoteRequestIds> LISTENING = new ThreadLocal<>();

    private final @Nullable RemoteRequestIds before = LISTENING.get();
    private final Deque<String> heard = new ArrayDeque<>();

    private RemoteRequestIds() {}

    /** Listens to the calls of this thread until it is closed. */
    public static RemoteRequestIds listen() {
        var listening = new RemoteRequestIds();
        LISTENING.set(listening);
        return listening;
    }

    /** The last ids that whoever listens on this thread has heard; none when nobody does. */
    public static List<String> heardHere() {
        RemoteRequestIds listening = LISTENING.get();
        return listening == null ? List.of() : listening.heard();
    }

    /** The last ids so far, oldest first, each with its vendor: {@code okta:…} or {@code atlassian:…}. */
    public List<String> heard() {
        return List.copyOf(heard);
    }

    /**
     * Tells whoever listens on this thread, if anybody does; what does not look like an id is left out.
     *
     * @param vendor whose id it is, in a word
     * @param id as the vendor sent it
     */
    public static void heard(String vendor, String id) {
        RemoteRequestIds listening = LISTENING.get();
        if (listening != null && ID.matcher(id).matches()) {
            if (listening.heard.size() == MOST) {
                listening.heard.removeFirst();
            }
            listening.heard.addLast(vendor + ":" + id);
        }
    }

    @Override
    public void close() {
        if (before == null) {
            LISTENING.remove();
        } else {
            LISTENING.set(before);
        }
    }
}
