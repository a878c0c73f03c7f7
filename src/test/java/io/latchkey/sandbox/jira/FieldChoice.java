package io.latchkey.sandbox.jira;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Which fields of an issue are wanted: {@code *all}, {@code *navigable}, ids, and ids with a minus (documented). Nothing
 * named means everything on the issue and only the id in a search.
 */
record FieldChoice(boolean all, List<String> in, List<String> out) {

    static FieldChoice of(Collection<String> parameters, String standard) {
        List<String> names = parameters.stream()
                .flatMap(one -> Arrays.stream(one.split(",", -1)))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .toList();
        if (names.isEmpty()) {
            names = List.of(standard);
        }
        List<String> out = names.stream()
                .filter(name -> name.startsWith("-"))
                .map(name -> name.substring(1))
                .toList();
        List<String> in = names.stream().filter(name -> !name.startsWith("-")).toList();
        boolean all = in.contains("*all") || in.contains("*navigable") || in.isEmpty();
        return new FieldChoice(all, in, out);
    }

    boolean includes(String id) {
        return (all || in.contains(id)) && !out.contains(id);
    }

    boolean isNothing() {
        return !all && in.equals(List.of("id"));
    }
}
