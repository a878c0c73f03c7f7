package io.latchkey.jira;

/**
 * A field of a request type's form.
 *
 * @param fieldId what recipes name it by
 * @param name as the portal shows it
 * @param required whether people have to fill it in
 * @param visible false for a hidden one with a preset value
 * @param type what it holds
 */
public record RequestTypeField(String fieldId, String name, boolean required, boolean visible, Field.Type type) {

    static RequestTypeField of(Answer field) {
        // Left out by older sites, where only visible fields are listed.
        boolean visible = !field.hasBoolean("visible") || field.isTrue("visible");
        return new RequestTypeField(
                field.text("fieldId"),
                field.text("name"),
                field.isTrue("required"),
                visible,
                Field.Type.of(field.at("jiraSchema")));
    }
}
