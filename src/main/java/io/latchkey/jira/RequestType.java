package io.latchkey.jira;

/**
 * A kind of request that people can raise.
 *
 * @param id numeric id as text
 * @param name as the portal shows it
 * @param serviceDeskId the desk it belongs to
 * @param issueTypeId the issue type behind it
 */
public record RequestType(String id, String name, String serviceDeskId, String issueTypeId) {

    static RequestType of(Answer type) {
        return new RequestType(type.id("id"), type.text("name"), type.id("serviceDeskId"), type.id("issueTypeId"));
    }
}
