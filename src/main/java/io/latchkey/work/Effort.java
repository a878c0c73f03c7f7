package io.latchkey.work;

import java.util.List;

/**
 * What it took to know a step's outcome.
 *
 * @param attempts how often it was tried
 * @param remoteRequestIds under which ids the vendors know the last attempt's calls
 */
record Effort(int attempts, List<String> remoteRequestIds) {

    static final Effort NONE = new Effort(0, List.of());
}
