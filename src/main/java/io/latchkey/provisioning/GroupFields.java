package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.jira.Field;
import io.latchkey.recipe.RecipeVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * In which of the site's fields people may be named through their groups, as far as that was seen when the recipe was saved:
 * a field that was not there, or not shown then, is unknown.
 *
 * @param groups ids of fields of groups
 * @param others ids of fields that hold none
 */
record GroupFields(Set<String> groups, Set<String> others) {

    private static final String GROUPS = "groupFields";
    private static final String OTHERS = "otherFields";

    /** What is known of a field. */
    enum Holds {
        /** Groups. */
        GROUPS,
        /** Something else. */
        OTHERS,
        /** Nobody knows. */
        UNKNOWN
    }

    /** What the recipe's version knows; nothing, when it was saved before this was asked. */
    static GroupFields of(RecipeVersion version) {
        return new GroupFields(ids(version, GROUPS), ids(version, OTHERS));
    }

    /** Remembers the site's fields: {@code {"groupFields":[id],"otherFields":[id]}}, those that the site made. */
    static void resolve(List<Field> fields, ObjectNode resolved) {
        var groups = resolved.putArray(GROUPS);
        var others = resolved.putArray(OTHERS);
        fields.stream()
                .filter(Field::custom)
                .sorted((one, other) -> one.id().compareTo(other.id()))
                .forEach(field -> (field.holdsGroups() ? groups : others).add(field.id()));
    }

    Holds holds(String id) {
        if (groups.contains(id)) {
            return Holds.GROUPS;
        }
        return others.contains(id) ? Holds.OTHERS : Holds.UNKNOWN;
    }

    private static Set<String> ids(RecipeVersion version, String name) {
        Set<String> ids = new HashSet<>();
        version.resolved().tree().path(name).forEach(id -> ids.add(id.asText()));
        return ids;
    }
}
