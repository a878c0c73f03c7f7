package io.latchkey.sandbox.jira;

import java.util.ArrayList;
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

    /** The group that lets people use Jira; customers and apps are in none (facts/atlassian.md 10). */
    static final Group USERS = new Group("276f955c-63d7-42c8-9520-92d01dca0625", "jira-users-sandbox");

    /** A group of the site. */
    record Group(String groupId, String name) {}

    private final Map<String, List<Group>> groups = new LinkedHashMap<>();

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

    /** The groups of somebody, beside the one of all users. */
    synchronized void putInto(String accountId, List<Group> more) {
        groups.put(accountId, List.copyOf(more));
    }

    synchronized List<Group> groupsOf(Person person) {
        List<Group> all = new ArrayList<>();
        if (person.accountType().equals("atlassian")) {
            all.add(USERS);
        }
        all.addAll(groups.getOrDefault(person.accountId(), List.of()));
        return all;
    }

    synchronized List<Person> all() {
        return List.copyOf(byId.values());
    }
}
