package io.latchkey.sandbox.jira;

import java.time.Instant;
import java.util.List;

/** An entry of an issue's changelog: what one account changed at one moment. */
record History(String id, Person author, Instant created, List<ChangeItem> items) {}
