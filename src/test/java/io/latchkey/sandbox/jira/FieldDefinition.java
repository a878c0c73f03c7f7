package io.latchkey.sandbox.jira;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field of the site.
 *
 * @param id {@code summary} or {@code customfield_10101}
 * @param name the name people see
 * @param type Jira's schema type
 * @param items the type of an array's items, or null
 * @param custom the plug-in's key of a custom field, or null for a system field
 * @param options what a select field offers
 */
record FieldDefinition(
        String id,
        String name,
        String type,
        @Nullable String items,
        @Nullable String custom,
        List<Option> options) {

    static final String TYPES = "com.atlassian.jira.plugin.system.customfieldtypes:";
    static final String PEOPLE = TYPES + "people";
    static final String PARAGRAPH = TYPES + "textarea";

    /** One choice of a select field. */
    record Option(String id, String value) {}

    boolean isCustom() {
        return custom != null;
    }

    boolean isParagraph() {
        return PARAGRAPH.equals(custom);
    }

    /** Whether an array takes one element only. */
    boolean isForOne() {
        return PEOPLE.equals(custom);
    }

    long customId() {
        return Long.parseLong(id.substring("customfield_".length()));
    }

    ObjectNode schema() {
        ObjectNode schema = Json.object().put("type", type);
        if (items != null) {
            schema.put("items", items);
        }
        if (custom == null) {
            schema.put("system", id);
        } else {
            schema.put("custom", custom).put("customId", customId());
        }
        if (isForOne()) {
            schema.putObject("configuration").put("isMulti", false);
        }
        return schema;
    }

    /** As in {@code GET /rest/api/3/field}. */
    ObjectNode shape() {
        ObjectNode shape = Json.object()
                .put("id", id)
                .put("key", id)
                .put("name", name)
                .put("custom", isCustom())
                .put("orderable", true)
                .put("navigable", true)
                .put("searchable", true);
        var clauses = shape.putArray("clauseNames");
        if (isCustom()) {
            clauses.add("cf[" + customId() + "]");
        }
        clauses.add(isCustom() ? name : id);
        shape.set("schema", schema());
        return shape;
    }
}
