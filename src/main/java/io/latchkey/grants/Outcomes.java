package io.latchkey.grants;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an attempt has found out, to be stored together. */
final class Outcomes {

    /** Something that was decided about a grant. */
    record Decided(Grant.State state, String why, boolean mayPass) {}

    private final Map<Decided, List<GrantRow>> decided = new LinkedHashMap<>();
    private final List<GrantRow> removed = new ArrayList<>();

    void ended(List<GrantRow> grants, String why) {
        add(grants, new Decided(Grant.State.ENDED, why, false));
    }

    void held(List<GrantRow> grants, String why, boolean mayPass) {
        add(grants, new Decided(Grant.State.HELD, why, mayPass));
    }

    /** Okta has accepted it, and does not show it yet. */
    void removed(List<GrantRow> grants) {
        removed.addAll(grants);
    }

    private void add(List<GrantRow> grants, Decided what) {
        if (grants.isEmpty()) {
            return;
        }
        decided.computeIfAbsent(what, none -> new ArrayList<>()).addAll(grants);
    }

    Map<Decided, List<GrantRow>> decided() {
        return decided;
    }

    List<GrantRow> removed() {
        return removed;
    }

    boolean isEmpty() {
        return decided.isEmpty() && removed.isEmpty();
    }
}
