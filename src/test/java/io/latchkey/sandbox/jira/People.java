package io.latchkey.sandbox.jira;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The accounts of the site, by account id. Safe for many threads. */
final class People {

    private final Map<String, Person> byId = new LinkedHashMap<>();
    private final Set<String> closed = new HashSet<>();

    People() {
        Cast.all().forEach(this::put);
    }

    synchronized void put(Person person) {
        byId.put(person.accountId(), person);
    }

    /** The person has closed the account, or Atlassian has: no site knows more of it than its id. */
    synchronized void close(String accountId) {
        closed.add(accountId);
    }

    synchronized boolean isClosed(String accountId) {
        return closed.contains(accountId);
    }

    synchronized Optional<Person> find(String accountId) {
        return Optional.ofNullable(byId.get(accountId));
    }

    Person get(String accountId) {
        return find(accountId).orElseThrow(() -> new IllegalArgumentException("no account has the id " + accountId));
    }

    synchronized Optional<Person> findByEmail(String email) {
        return byId.values().stream()
                .filter(person -> person.email().equalsIgnoreCase(email))
                .findFirst();
    }

    synchronized List<Person> all() {
        return List.copyOf(byId.values());
    }
}
