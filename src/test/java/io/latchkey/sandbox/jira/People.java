package io.latchkey.sandbox.jira;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The accounts of the site, by account id. Safe for many threads. */
final class People {

    private final Map<String, Person> byId = new LinkedHashMap<>();

    People() {
        Cast.all().forEach(this::put);
    }

    synchronized void put(Person person) {
        byId.put(person.accountId(), person);
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
