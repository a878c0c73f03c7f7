package io.latchkey.jira;

/**
 * Where a request stands in its workflow.
 *
 * @param id Jira's id, a number as text
 * @param name as the site calls it; for people only
 * @param category its column
 */
public record Status(String id, String name, StatusCategory category) {

    static Status of(Answer status) {
        String key = status.at("statusCategory").textOrNull("key");
        return new Status(status.id("id"), status.text("name"), StatusCategory.of(key));
    }
}
