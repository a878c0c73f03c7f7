package io.latchkey.sandbox.jira;

/** Hears of changes while the {@link Tracker} is locked: it must copy what it needs and return at once. */
interface ChangeListener {

    void changed(Change change);
}
